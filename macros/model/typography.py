"""What a book does on purpose against the rules of typography."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from macros.model.fields import Some, Strict

TypographicRule = Literal[
    "MB140",
    "MB141",
    "MB142",
    "MB143",
    "MB144",
    "MB145",
    "MB146",
    "MB147",
    "MB148",
    "MB149",
    "MB150",
    "MB151",
    "MB152",
    "MB153",
    "MB154",
    "MB155",
    "MB156",
    "MB157",
    "MB158",
    "MB159",
    "MB160",
    "MB161",
    "MB162",
]
"""The codes of the rules that may be set aside."""
Note = Annotated[str, Field(min_length=1, max_length=400)]


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """Una deroga a una regola tipografica, con la sua ragione."""

    __pydantic_config__ = Strict

    rule: TypographicRule
    """Il codice della regola, come lo dice il controllo: `MB141`."""
    file: Note
    """Il file, dalla cartella del progetto: `content/sources/post.yml` o `docs/index.md`."""
    text: Note
    """Le parole a cui la regola non si applica, come sono scritte nel file."""
    reason: Note
    """Perché qui la regola non vale."""


@dataclass(frozen=True, kw_only=True)
class Typography:
    """Le deroghe alle regole tipografiche."""

    __pydantic_config__ = Strict

    ignore: Some[Exemption]
    """Le deroghe. Quelle che non servono più si tolgono: il controllo le segnala."""
