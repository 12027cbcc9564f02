"""What readers say, and how they sign."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.citation import Citation
from macros.model.fields import AnyId, Date, Form, Line, Prose, Stance, Strict


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Chi firma un commento e come."""

    __pydantic_config__ = Strict

    form: Form
    """`name` con il nome, `initials` con le iniziali, `anonymous` senza nome, `reported` per un commento letto dentro una fonte."""
    name: Line | None = None
    """Il nome o le iniziali. Un commento anonimo non ne ha."""


@dataclass(frozen=True, kw_only=True)
class Comment:
    """Il commento di un lettore a una voce."""

    __pydantic_config__ = Strict

    on: AnyId
    """Id della voce commentata."""
    position: Stance
    """`agree` è d’accordo, `disagree` non lo è, `adds` aggiunge qualcosa, `case` porta un caso."""
    text: Prose
    """Il commento. Per quelli letti in una fonte: una parafrasi."""
    signature: Signature
    """Chi firma."""
    date: Date | None = None
    """Quando è stato scritto: AAAA-MM-GG; per gli anonimi solo AAAA-MM. Manca se non si sa."""
    consent: Line | None = None
    """Versione del consenso accettata da chi firma. I commenti letti in una fonte non ne hanno."""
    reported: Citation | None = None
    """Il passo della fonte in cui il commento si legge: solo con `form: reported`."""
