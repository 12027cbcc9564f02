"""The book itself: its title, its edition, its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from macros.model.fields import (
    Date,
    Edition,
    Email,
    FileName,
    Line,
    PageName,
    Prose,
    SiteAddress,
    Some,
    Strict,
    Web,
)
from macros.model.index import IndexHeading


@dataclass(frozen=True, kw_only=True)
class Part:
    """Una parte del libro."""

    __pydantic_config__ = Strict

    title: Line
    """Il titolo della parte."""
    chapters: Some[PageName]
    """Le pagine (`come-usarlo`) o le cartelle (`scenari/`) di `docs/` che la compongono."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Una persona che ha lavorato al libro."""

    __pydantic_config__ = Strict

    name: Line
    """Il nome, come vuole essere chiamata."""
    role: Line
    """Che cosa ha fatto."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """La licenza delle parole."""

    __pydantic_config__ = Strict

    name: Line
    """Il nome della licenza."""
    address: Web
    """Dove si legge."""


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Indirizzi pubblici. Finché uno manca, tutto quello che ne ha bisogno resta nascosto."""

    __pydantic_config__ = Strict

    site: Web | None = None
    """Indirizzo del sito."""
    repository: Web | None = None
    """Indirizzo dell’archivio dei sorgenti."""
    editors: Email | None = None
    """Posta elettronica di chi cura il libro."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Un indirizzo già pubblicato dove la pagina non c’è più: chi lo apre viene portato altrove, o ne legge il motivo."""

    __pydantic_config__ = Strict

    address: SiteAddress
    """Il vecchio indirizzo, come sta nel sito: `scenari/vecchio/`, oppure `glossario/#voce-vecchia`."""
    to: SiteAddress | None = None
    """L’indirizzo dove ora si trova quello che c’era."""
    why: Line | None = None
    """Se non si trova più da nessuna parte: il motivo, in una frase per chi legge."""


@dataclass(frozen=True, kw_only=True)
class BookData:
    """Il libro: titolo, edizione, licenza, ordine."""

    __pydantic_config__ = Strict

    title: Line
    """Il titolo."""
    subtitle: Line
    """Il sottotitolo."""
    id: FileName
    """Nome del libro nei file da scaricare e nel suo identificatore."""
    language: Literal["it", "en"]
    """La lingua del libro."""
    edition: Edition
    """L’edizione, fra virgolette: anno, punto, numero."""
    published: Date
    """Data dell’edizione: AAAA-MM-GG."""
    summary: Line
    """Che cos’è e per chi, in una o due frasi."""
    people: tuple[Person, ...] = ()
    """Chi ha lavorato al libro e vuole essere nominato."""
    licence: Licence
    """La licenza delle parole."""
    colophon: Some[Prose]
    """Le frasi del colophon."""
    parts: Some[Part]
    """Le parti del libro, nell’ordine del menu."""
    site_only: tuple[PageName, ...] = ()
    """Le pagine che stanno solo sul sito."""
    index: tuple[IndexHeading, ...] = ()
    """Le voci dell’indice analitico, oltre ai termini del glossario, che ci sono sempre."""
    addresses: Addresses = Addresses()
    """Indirizzi pubblici, quando ci sono."""
    moved: tuple[Moved, ...] = ()
    """Gli indirizzi già pubblicati che sono cambiati."""
