"""The fonts of the book → the signs they can draw; library and pages → the signs that none of them can.

A sign without a glyph would come out as an empty box in the PDF, so the books are not made with it.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from fontTools.ttLib import TTFont

from macros.library import Library
from macros.problem import Problem
from macros.typography.piece import Piece, pieces

_NAMED = re.compile(r"&#?\w+;")
_NEEDS_NO_GLYPH = frozenset("\n\t\r\u00ad\u200d\ufe0f")


def glyph_problems(library: Library, pages: Mapping[str, str], fonts: Iterable[bytes]) -> tuple[Problem, ...]:
    """The first place in each text of every sign that no font draws; pages that stand only on the site may have any.

    `fonts` are read one after another, as long as a sign is still wanted.
    """
    in_book = {name: text for name, text in pages.items() if name.removesuffix(".md") not in library.book.site_only}
    documents = (*library.alone.values(), *(item.document for item in library.items.values()))
    missing = _signs((*(document.text for document in documents), *in_book.values())) - _NEEDS_NO_GLYPH
    for font in fonts:
        if not missing:
            return ()  # mostly: then it does not matter what in the files is read
        missing -= drawn(font)
    return tuple(problem for piece in pieces(library, in_book) for problem in _of_piece(piece, missing))


def _signs(texts: Iterable[str]) -> frozenset[str]:
    """Every sign of some texts, those that are only named (`&rarr;`) too; letters as they are with their accents on."""
    whole = "".join(texts)
    named = (found for name in set(_NAMED.findall(whole)) for found in html.unescape(name))
    return frozenset(unicodedata.normalize("NFC", whole)).union(named)


@cache
def drawn(font: bytes) -> frozenset[str]:
    """Every sign that a font file draws."""
    return frozenset(map(chr, TTFont(io.BytesIO(font), lazy=True).getBestCmap()))


def _of_piece(piece: Piece, missing: frozenset[str]) -> Iterator[Problem]:
    for sign in sorted(missing & _signs((piece.value,))):
        at = piece.value.find(sign)
        start = piece.typed(at, at + 1) if at >= 0 else (piece.at, piece.at + 1)
        values = {"code": f"U+{ord(sign):04X}", "name": unicodedata.name(sign, ""), "value": sign}
        yield Problem("MB163", piece.sheet.place(*(start or (piece.at, piece.at + 1))), values)
