"""The rules of a decision checklist: small tables that anyone can follow by hand.

Decision tables as in DMN 1.5 with the UNIQUE hit policy, chained; no weights, no scores, no expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from macros.model.citation import Citation
from macros.model.fields import ActivityId, Id, Line, PrincipleId, Prose, RiskId, ScenarioId, Some, Strict

Gathering = Literal["tally", "weakest", "strongest"]
Advice = Literal["make", "build", "together", "buy"]
Limit = Literal["ceiling", "floor"]
Side = Literal["inside", "outside"]


@dataclass(frozen=True, kw_only=True)
class Level:
    """Un gradino di un criterio."""

    __pydantic_config__ = Strict

    code: Id
    """Codice del gradino: una parola inglese."""
    label: Line
    """Il gradino come lo legge il lettore."""
    least: int
    """Il numero da cui comincia; il primo gradino comincia da 0."""


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """Un criterio: che cosa si ricava da poche risposte."""

    __pydantic_config__ = Strict

    id: Id
    """Nome del criterio, unico nella lista; non cambia più."""
    title: Line
    """Il criterio in poche parole."""
    gather: Gathering
    """Come si uniscono le risposte, che valgono 0, 1 e 2: `tally` si sommano, `weakest` conta la più bassa, `strongest` la più alta."""
    questions: Some[Id]
    """Le domande da cui si ricava: da una a tre."""
    levels: Some[Level]
    """I gradini, dal più basso al più alto."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Una condizione: su che cosa, e con quali valori è vera."""

    __pydantic_config__ = Strict

    on: Id
    """Id di un criterio, di una domanda o di una tabella."""
    among: Some[Id]
    """I codici per cui la condizione vale: gradini, risposte o verdetti."""


@dataclass(frozen=True, kw_only=True)
class AdviceRow:
    """Una riga della tabella che dà un verdetto."""

    __pydantic_config__ = Strict

    id: Id
    """Nome della riga, unico nella tabella."""
    when: tuple[Condition, ...] = ()
    """Le condizioni, tutte insieme. Un criterio che non è nominato vale comunque."""
    advice: Advice
    """Il verdetto: `make` si fa dentro, `build` si costruisce la capacità, `together` insieme, `buy` si compra."""
    why: Prose
    """Perché, in una frase."""
    principle: PrincipleId
    """Il principio da cui nasce la riga."""
    citations: Some[Citation]
    """I passi delle fonti su cui poggia."""


@dataclass(frozen=True, kw_only=True)
class AdviceTable:
    """Una tabella che dà un verdetto per una o più attività."""

    __pydantic_config__ = Strict

    id: Id
    """Nome della tabella, unico nella lista."""
    title: Line
    """La tabella in poche parole."""
    activities: Some[ActivityId]
    """Le attività a cui si applica."""
    inputs: Some[Id]
    """I criteri che guarda: da uno a tre."""
    rows: Some[AdviceRow]
    """Le righe: per ogni caso ne vale una, e una sola."""


@dataclass(frozen=True, kw_only=True)
class ScenarioRow:
    """Una riga della tabella che porta allo scenario."""

    __pydantic_config__ = Strict

    id: Id
    """Nome della riga, unico nella tabella."""
    when: tuple[Condition, ...] = ()
    """Le condizioni sui verdetti, tutte insieme."""
    scenario: ScenarioId
    """Lo scenario a cui porta."""
    why: Prose
    """Perché, in una frase."""
    principle: PrincipleId
    """Il principio da cui nasce la riga."""
    citations: Some[Citation]
    """I passi delle fonti su cui poggia."""


@dataclass(frozen=True, kw_only=True)
class ScenarioTable:
    """La tabella che dai verdetti porta allo scenario."""

    __pydantic_config__ = Strict

    inputs: Some[Id]
    """Le tabelle di cui guarda il verdetto."""
    rows: Some[ScenarioRow]
    """Le righe: per ogni caso ne vale una, e una sola."""


@dataclass(frozen=True, kw_only=True)
class Constraint:
    """Un limite: finché vale, lo scenario non va oltre un certo gradino, o non resta sotto."""

    __pydantic_config__ = Strict

    id: Id
    """Nome del limite, unico nella lista."""
    limit: Limit
    """`ceiling` se non si va oltre, `floor` se non si resta sotto."""
    scenario: ScenarioId
    """Lo scenario del limite."""
    when: Some[Condition]
    """Le condizioni, tutte insieme."""
    why: Prose
    """Perché, in una frase."""
    principle: PrincipleId
    """Il principio da cui nasce il limite."""
    citations: Some[Citation]
    """I passi delle fonti su cui poggia."""


@dataclass(frozen=True, kw_only=True)
class RiskRule:
    """Un rischio che certe risposte accendono. Non cambia mai lo scenario."""

    __pydantic_config__ = Strict

    risk: RiskId
    """Id del rischio."""
    when: Some[Condition]
    """Le condizioni, tutte insieme."""
    why: Prose
    """Perché, in una frase."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """La risposta di un’azienda d’esempio a una domanda."""

    __pydantic_config__ = Strict

    question: Id
    """Id della domanda."""
    answer: Id
    """Codice della risposta."""


@dataclass(frozen=True, kw_only=True)
class Golden:
    """Un’azienda inventata, descritta come fosse vera, con l’esito che le regole devono darle."""

    __pydantic_config__ = Strict

    id: Id
    """Nome dell’esempio, unico nella lista."""
    title: Line
    """Chi è l’azienda, in poche parole. È inventata, e lo si dice."""
    text: Prose
    """Come lavora, raccontato con parole da cui si capiscono le risposte."""
    replies: Some[Reply]
    """Le sue risposte, una per domanda."""
    scenario: ScenarioId
    """Lo scenario a cui deve arrivare."""
    rows: Some[Id]
    """Le righe che la devono riguardare, una per tabella e nell’ordine delle tabelle, poi quella dello scenario."""


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Quanto le regole devono restare equilibrate, e perché."""

    __pydantic_config__ = Strict

    least_share: int
    """La parte più piccola di tutte le risposte possibili che può toccare a uno scenario, in centesimi."""
    most_influence: int
    """La parte più grande dei casi in cui una sola domanda può cambiare da sola lo scenario, in centesimi."""
    reason: Prose
    """Perché questi limiti."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Le regole che dalle risposte portano ai verdetti, allo scenario e ai rischi."""

    __pydantic_config__ = Strict

    criteria: Some[Criterion]
    """I criteri."""
    tables: Some[AdviceTable]
    """Le tabelle dei verdetti."""
    scenario: ScenarioTable
    """La tabella dello scenario."""
    constraints: tuple[Constraint, ...] = ()
    """I limiti."""
    risks: tuple[RiskRule, ...] = ()
    """I rischi che le risposte accendono."""
    golden: Some[Golden]
    """Le aziende d’esempio che provano le regole."""
    balance: Balance
    """I limiti dell’equilibrio."""
