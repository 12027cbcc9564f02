"""A file that the PDF carries with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file inside the PDF, which a reader's program lists and saves."""

    name: str
    """File name: `contenuti-2026.1.zip`."""
    content: bytes
    description: str
    """What it is, in the words of the interface."""
    media_type: str
    """For example `application/zip`."""
