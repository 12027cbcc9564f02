"""What the decision is made of: scenarios, principles, risks and activities."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.citation import Citation
from macros.model.fields import (
    ActivityId,
    AnyId,
    Hands,
    Id,
    Line,
    PrincipleId,
    Prose,
    RiskId,
    ScenarioId,
    Some,
    SourceId,
    Strand,
    Strict,
    Verdict,
)


@dataclass(frozen=True, kw_only=True)
class Role:
    """Chi svolge un’attività in uno scenario."""

    __pydantic_config__ = Strict

    activity: ActivityId
    """Id dell’attività."""
    by: Hands
    """Chi la svolge: `inside` l’azienda, `outside` il fornitore, `together` insieme."""
    text: Prose
    """Come si svolge in questo scenario."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """Un modo di dividere il lavoro fra dentro e fuori."""

    __pydantic_config__ = Strict

    title: Line
    """Il nome dello scenario con la sua descrizione, per esempio «Pippo, tutto in casa»."""
    label: Line
    """Il solo nome, per tabelle e richiami."""
    order: int
    """Posto nella scala degli scenari, dal più interno al più esterno."""
    summary: Line
    """Lo scenario in una frase."""
    body: Prose
    """Il racconto dello scenario."""
    roles: Some[Role]
    """Chi fa che cosa, attività per attività; solo quelle di cui le fonti parlano."""
    tools: Prose | None = None
    """Strumenti che l’azienda acquista."""
    advice: Prose | None = None
    """Consulenza che l’azienda acquista."""
    protocol: Prose | None = None
    """Come è regolato il rapporto con il fornitore."""
    signals: tuple[Prose, ...] = ()
    """Da che cosa si riconosce un’azienda in questo scenario."""
    blunders: tuple[Prose, ...] = ()
    """Gli abbagli tipici."""
    move_on: tuple[Prose, ...] = ()
    """Quando è ora di cambiare scenario. Le parole fra `**`, se ce ne sono, stanno da sole nella figura del percorso."""
    next: ScenarioId | None = None
    """Lo scenario verso cui di solito si evolve."""
    principles: tuple[PrincipleId, ...] = ()
    """Principi che contano qui."""
    risks: tuple[RiskId, ...] = ()
    """Rischi che si corrono qui."""
    citations: Some[Citation]
    """I passi delle fonti che sostengono la voce: almeno uno."""


@dataclass(frozen=True, kw_only=True)
class Principle:
    """Una regola di condotta che le fonti propongono."""

    __pydantic_config__ = Strict

    title: Line
    """Il principio in poche parole."""
    order: int | None = None
    """Posto fra i principi, lo stesso del menu; chi non ce l’ha viene dopo gli altri, per titolo."""
    summary: Line
    """Il principio in una frase."""
    body: Prose
    """Che cosa vuol dire e perché."""
    practice: tuple[Prose, ...] = ()
    """Che cosa si fa, in pratica, per seguirlo."""
    reversed: Prose | None = None
    """Che cosa succede a fare il contrario."""
    related: tuple[AnyId, ...] = ()
    """Altre voci da leggere insieme."""
    citations: Some[Citation]
    """I passi delle fonti che sostengono la voce: almeno uno."""


@dataclass(frozen=True, kw_only=True)
class Harm:
    """Un danno e chi lo subisce."""

    __pydantic_config__ = Strict

    who: Line
    """Chi ci rimette, per esempio «i clienti»: con le stesse parole delle altre voci."""
    how: Prose
    """In che modo."""


@dataclass(frozen=True, kw_only=True)
class Risk:
    """Qualcosa che può andare storto."""

    __pydantic_config__ = Strict

    title: Line
    """Il rischio in poche parole."""
    order: int | None = None
    """Posto fra i rischi, lo stesso del menu; chi non ce l’ha viene dopo gli altri, per titolo."""
    summary: Line
    """Il rischio in una frase."""
    body: Prose
    """Come nasce e che cosa comporta."""
    signals: Some[Prose]
    """Da che cosa ci si accorge che sta succedendo."""
    hurts: Some[Harm]
    """Chi ci rimette e come."""
    remedies: Some[Prose]
    """Che cosa lo riduce."""
    reduced_by: Some[PrincipleId]
    """I principi che lo riducono."""
    citations: Some[Citation]
    """I passi delle fonti che sostengono la voce: almeno uno."""


@dataclass(frozen=True, kw_only=True)
class Position:
    """Che cosa dice una fonte di un’attività."""

    __pydantic_config__ = Strict

    source: SourceId
    """Id della fonte che parla."""
    passage: Id
    """Id del passo in cui lo dice."""
    verdict: Verdict
    """`make` si fa dentro, `buy` si compra, `together` si fa insieme, `depends` dipende da una condizione."""
    text: Prose
    """Che cosa dice, con la sua condizione."""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """Un lavoro che si può fare dentro, comprare fuori o fare insieme."""

    __pydantic_config__ = Strict

    title: Line
    """Il nome dell’attività."""
    order: int
    """Posto nella tabella delle attività."""
    summary: Line
    """In che cosa consiste, in una frase."""
    strand: Strand | None = None
    """Il filo a cui appartiene: `listening` ciò che arriva, l’ascolto; `interaction` ciò che si risponde. Manca se vale per tutti e due."""
    body: Prose
    """Il punto: dove le fonti concordano, dove no, da che cosa dipende."""
    positions: Some[Position]
    """Che cosa dice ogni fonte, ognuna con il suo passo: i disaccordi si vedono, non si mediano."""
    principles: tuple[PrincipleId, ...] = ()
    """Principi che aiutano a decidere."""
    risks: tuple[RiskId, ...] = ()
    """Rischi a cui l’attività espone."""
