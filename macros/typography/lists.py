"""The lists of words that the Italian rules know, from `italian.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_name("italian.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """One list, in its order."""
    return tuple(_LISTS[name].split())


def one_of(name: str) -> str:
    """The expression for any word of a list, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True))
