"""What readers say, how they sign, and what is left of what one of them took back."""

from __future__ import annotations

from dataclasses import dataclass

from macros.model.citation import Citation
from macros.model.fields import AnyId, CommentId, Date, Form, Line, Name, Prose, SourceId, Stance, Strict


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Chi firma un commento e come."""

    __pydantic_config__ = Strict

    form: Form
    """`name` con il nome, `initials` con le iniziali, `anonymous` senza nome, `reported` per un commento letto dentro una fonte."""
    name: Name | None = None
    """Il nome o le iniziali. Un commento anonimo non ne ha."""


@dataclass(frozen=True, kw_only=True)
class RightOfReply:
    """La replica di chi è citato: chi firma il commento è l’autore di una fonte del libro."""

    __pydantic_config__ = Strict

    source: SourceId
    """Id della fonte di cui chi firma è l’autore."""
    verified: Date
    """Quando chi cura il libro ha accertato che è proprio lui: AAAA-MM-GG. Lo scrive chi cura il libro, non chi replica."""


@dataclass(frozen=True, kw_only=True)
class Comment:
    """Il commento di un lettore a una voce."""

    __pydantic_config__ = Strict

    on: AnyId
    """Id della voce commentata."""
    replies_to: CommentId | None = None
    """Id del commento a cui questo risponde. A una risposta non si risponde: la discussione ha un solo livello."""
    position: Stance
    """`agree` è d’accordo con la voce (in una risposta: con quel commento), `disagree` no, `adds` aggiunge, `case` porta un caso."""
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
    right_of_reply: RightOfReply | None = None
    """Diritto di replica: chi firma è l’autore di una fonte su cui la voce si regge, e lo si è accertato."""
    cleared: tuple[Line, ...] = ()
    """Gli indirizzi e i numeri di persone, copiati come stanno nel testo, che chi cura il libro ha visto e lascia pubblicare."""


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """Quello che resta di un commento ritirato: dove stava. Lo scrive `scripts/contribute.py withdraw`."""

    __pydantic_config__ = Strict

    on: AnyId
    """Id della voce commentata."""
    replies_to: CommentId | None = None
    """Id del commento a cui rispondeva."""
    withdrawn: Date
    """Quando il commento è stato ritirato: AAAA-MM."""
