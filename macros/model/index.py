"""The back-of-book index: the headings that an editor adds to those of the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from macros.model.fields import AnyId, Line, Strict

Wanted = Annotated[str, Field(min_length=1, max_length=80)]


@dataclass(frozen=True, kw_only=True)
class Subheading:
    """Un aspetto di una voce dell’indice analitico."""

    __pydantic_config__ = Strict

    heading: Line
    """Come si legge sotto la voce: «e i call center»."""
    words: tuple[Wanted, ...] = ()
    """Le parole da cercare nel testo."""
    entries: tuple[AnyId, ...] = ()
    """Le voci del libro che ne trattano: le loro pagine sono in neretto."""


@dataclass(frozen=True, kw_only=True)
class IndexHeading:
    """Una voce dell’indice analitico."""

    __pydantic_config__ = Strict

    heading: Line
    """Come si legge nell’indice: «Cavallini, Andy»."""
    words: tuple[Wanted, ...] = ()
    """Le parole da cercare nel testo; se mancano, si cerca la voce fino alla prima virgola."""
    entries: tuple[AnyId, ...] = ()
    """Le voci del libro che ne trattano: le loro pagine sono in neretto. Di un termine del glossario si cercano anche i sinonimi."""
    under: tuple[Subheading, ...] = ()
    """Gli aspetti sotto cui dividere le pagine, quando sono molte."""
    see: tuple[Line, ...] = ()
    """Le voci dell’indice da leggere invece di questa, che allora non ha pagine."""
    see_also: tuple[Line, ...] = ()
    """Le voci dell’indice da leggere con questa."""
