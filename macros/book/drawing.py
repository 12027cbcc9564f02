"""What draws a page of a PDF → a digest of it, the same however the file is packed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pikepdf

_DEEPEST = 40
_PACKING = {"/Length", "/Filter", "/DecodeParms", "/Parent", "/StructParents"}
"""What says how a thing is kept in the file, not how it looks."""


def drawing(value: object, known: dict[tuple[int, int], bytes], depth: int = 0) -> bytes:
    """A digest of what draws a page: its strokes, fonts and pictures, however they are packed in the file."""
    if depth > _DEEPEST:
        return b"deeper"
    place = value.objgen if isinstance(value, pikepdf.Object) else (0, 0)
    if place != (0, 0) and place in known:
        return known[place]
    digest = hashlib.sha256(b"\0".join(_pieces(value, known, depth))).digest()
    if place != (0, 0):
        known[place] = digest
    return digest


def _pieces(value: object, known: dict[tuple[int, int], bytes], depth: int) -> Iterator[bytes]:
    if isinstance(value, pikepdf.Array):
        yield from (drawing(item, known, depth + 1) for item in value)
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in sorted(set(value.keys()) - _PACKING):
            yield key.encode()
            yield drawing(value[key], known, depth + 1)
        if isinstance(value, pikepdf.Stream):
            yield _unpacked(value)
    else:
        yield str(value).encode()


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The bytes of a stream; of a photograph those in the file."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
