"""The sources, their passages, and how an entry cites them."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.fields import Certainty, Id, Line, Prose, Some, SourceId, Strict


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Il passo di una fonte che sostiene quello che la voce afferma."""

    __pydantic_config__ = Strict

    source: SourceId
    """Id della fonte: il nome del suo file in `content/sources/`."""
    passage: Id
    """Id del passo, come sta nell’elenco `passages` di quella fonte."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Un dato che può essere noto, dedotto o ignoto: mai inventato."""

    __pydantic_config__ = Strict

    certainty: Certainty
    """`known` se il testo lo dice, `inferred` se si deduce, `unknown` se non si sa."""
    value: Line | None = None
    """Il dato. Manca se `certainty` è `unknown`."""
    reason: Line | None = None
    """Da che cosa si deduce, o perché resta ignoto."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """Un passo di una fonte, riassunto con parole nostre."""

    __pydantic_config__ = Strict

    id: Id
    """Nome del passo, unico nella fonte; non cambia più."""
    label: Line
    """L’etichetta con cui un lettore ritrova il passo nel post, per esempio «secondo rischio»."""
    text: Prose
    """Che cosa dice il passo, in una o due frasi nostre."""
    uncited: Line | None = None
    """Perché nessuna voce cita questo passo. Si scrive solo in quel caso."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Una fonte: un testo letto per intero e diviso in passi."""

    __pydantic_config__ = Strict

    title: Line
    """Il titolo della fonte, come lo dà la fonte."""
    label: Line
    """Nome breve per le citazioni, per esempio «Cavallini, gli scenari»."""
    order: int
    """Posto nell’elenco delle fonti; è il primo numero dei richiami come [1.4]."""
    author: Known
    """Chi l’ha scritta."""
    published: Known
    """Quando è uscita."""
    address: Known
    """Dove si legge."""
    summary: Line
    """Di che cosa parla, in una frase."""
    body: Prose
    """Chi parla, a chi, che cosa sostiene, che cosa manca."""
    passages: Some[Passage]
    """I passi nell’ordine del testo: l’elenco prova che la fonte è stata letta per intero."""
