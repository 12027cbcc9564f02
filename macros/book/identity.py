"""The identifiers of a book's files: one for each file of an edition, the same whoever builds it."""

from __future__ import annotations

import uuid

from macros.model import BookData


def identifier(data: BookData, medium: str = "") -> str:
    """The identifier of the EPUB, or of another `medium` (`pdf`), as a URN."""
    name = "/".join(filter(None, (data.id, data.edition, medium)))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
