"""What accompanies the decision: cases and the words of the trade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from macros.model.citation import Citation
from macros.model.fields import AnyId, Line, Prose, Some, Strict


@dataclass(frozen=True, kw_only=True)
class Case:
    """Un fatto raccontato dalle fonti."""

    __pydantic_config__ = Strict

    title: Line
    """Il nome del caso."""
    summary: Line
    """Il caso in una frase."""
    body: Prose
    """Che cosa è successo, per quanto le fonti dicono."""
    steps: tuple[Prose, ...] = ()
    """I passaggi, nell’ordine. Se in ognuno qualche parola sta fra `**`, la pagina ne fa una figura con quelle parole."""
    shape: Literal["line", "circle"] = "line"
    """`circle` se l’ultimo passaggio riporta al primo, `line` se no."""
    lessons: tuple[Prose, ...] = ()
    """Che cosa se ne ricava."""
    illustrates: Some[AnyId]
    """Le voci che il caso illustra."""
    citations: Some[Citation]
    """I passi delle fonti che raccontano il caso: almeno uno."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """Una parola del mestiere, spiegata una volta per tutte."""

    __pydantic_config__ = Strict

    title: Line
    """La parola."""
    language: Literal["it", "en"] | None = None
    """La lingua della parola, se non è quella del libro: `en` per l’inglese, così viene letta e divisa in sillabe come si deve."""
    definition: Prose
    """Che cosa vuol dire, in una o due frasi."""
    synonyms: tuple[Line, ...] = ()
    """Altri modi di dirlo, che la ricerca riconosce."""
    see: tuple[AnyId, ...] = ()
    """Voci da leggere."""
    citations: tuple[Citation, ...] = ()
    """I passi delle fonti che usano la parola."""
