"""What of a text counts when two media are compared, and when a place in it is told."""

from __future__ import annotations

import re
import unicodedata


def letters(text: str) -> str:
    """Only letters and digits: hyphens, spaces and ligatures differ between a page and its source."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
