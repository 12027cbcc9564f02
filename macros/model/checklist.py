"""Lists to go through before deciding."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.citation import Citation
from macros.model.fields import Id, Line, PrincipleId, Prose, Some, Strict
from macros.model.rules import Rules, Side


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Una risposta possibile, uguale per tutte le domande della lista."""

    __pydantic_config__ = Strict

    code: Id
    """Codice della risposta: una parola inglese, mai `yes` o `no`."""
    label: Line
    """La risposta come la legge il lettore."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Una domanda, o una cosa da verificare."""

    __pydantic_config__ = Strict

    id: Id
    """Nome della domanda, unico nella lista; non cambia più."""
    text: Line
    """La domanda, o la cosa da verificare."""
    why: Prose
    """Perché la si chiede."""
    evidence: Line
    """Che cosa guardare per rispondere senza illudersi."""
    higher_means: Side | None = None
    """Verso dove spinge una risposta più alta: `inside` o `outside`. Serve solo nelle liste che hanno regole."""
    principle: PrincipleId
    """Il principio da cui nasce."""
    citations: Some[Citation]
    """I passi delle fonti da cui nasce."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Un gruppo di domande con un titolo."""

    __pydantic_config__ = Strict

    title: Line
    """Il titolo del gruppo."""
    questions: Some[Question]
    """Le domande del gruppo."""


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """Una lista da percorrere prima di decidere."""

    __pydantic_config__ = Strict

    title: Line
    """Il titolo della lista."""
    order: int
    """Posto fra le liste."""
    summary: Line
    """A che cosa serve, in una frase."""
    body: Prose
    """Come si usa."""
    answers: tuple[Answer, ...] = ()
    """Le risposte possibili. Se mancano, ogni voce è una casella da spuntare."""
    groups: Some[Group]
    """Le domande, a gruppi."""
    reading: tuple[Prose, ...] = ()
    """Come si legge quello che si è segnato."""
    rules: Rules | None = None
    """Le regole che dalle risposte portano a uno scenario. Mancano nelle liste da spuntare."""
