"""How long a page takes to read, from its HTML."""

from __future__ import annotations

import re

PER_MINUTE = 1000
"""Letters and spaces a grown-up reads in a minute, silently, in Italian: about 170 words."""
_LOOKED_AT = re.compile(r"<(svg|table|details|form|fieldset|script)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def minutes_to_read(html: str) -> int:
    """Whole minutes, at least one; what is looked at or filled in, and not read from end to end, does not count."""
    text = " ".join(_TAG.sub(" ", _LOOKED_AT.sub(" ", html)).split())
    return max(1, round(len(text) / PER_MINUTE))
