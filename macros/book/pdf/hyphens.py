"""A hyphen that only ends a line looks like any other, but is told as a soft one; runs in the process of the layout.

Programs that read aloud, search or copy put the two halves of a word together when the hyphen between them is
U+00AD (ISO 32000-1, 14.8.2.2.3). Our fonts draw nothing for that character, and WeasyPrint 70 knows a glyph by one
character alone: so the glyph of the hyphen gets a second number in each font of the PDF.
"""

from __future__ import annotations

from typing import Any

BROKEN = "-\N{WORD JOINER}"
"""What ends a line in the middle of a word, the `hyphenate-character` of the style sheet: no word ends so by itself."""
_SOFT = "\N{SOFT HYPHEN}"


class SoftHyphens:
    """Lets WeasyPrint, from now on, tell hyphens it adds from those that are written."""

    def __init__(self) -> None:
        import pydyf  # type: ignore[import-untyped]
        from weasyprint.draw import text  # type: ignore[import-untyped]
        from weasyprint.pdf import fonts  # type: ignore[import-untyped]
        from weasyprint.text.ffi import ffi, pango  # type: ignore[import-untyped]

        self._pydyf, self._ffi, self._pango = pydyf, ffi, pango
        draw, build = text.draw_first_line, fonts._build_vector_font_dictionary

        def draw_and_tell(stream: Any, box: Any, *others: Any) -> Any:
            if box.pango_layout.text.endswith(BROKEN):
                self._soften(stream, box.pango_layout)
            return draw(stream, box, *others)

        def build_and_map(dictionary: Any, pdf: Any, font: Any, *others: Any) -> None:
            build(dictionary, pdf, font, *others)
            if _SOFT in font.to_unicode.values():
                self._map(pdf, font, dictionary["DescendantFonts"][0])

        text.draw_first_line = draw_and_tell
        fonts._build_vector_font_dictionary = build_and_map

    def _soften(self, stream: Any, layout: Any) -> None:
        """Give the last sign of a line that is about to be drawn its second number."""
        self._pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # as the drawing does: the line stays
        line, _ = layout.get_first_line()
        run = line.runs[0]
        while run.next != self._ffi.NULL:
            run = run.next
        last = [
            glyph
            for glyph in run.data.glyphs.glyphs[0 : run.data.glyphs.num_glyphs]
            if glyph.glyph != self._pango.PANGO_GLYPH_EMPTY
        ][-1]
        font, _ = stream.add_font(run.data.item.analysis.font)
        number = font.glyph_count
        if number not in font.to_unicode:
            font.to_unicode |= {last.glyph: "-", number: _SOFT}
            font.widths[number] = font.widths[last.glyph] = self._width(stream, run.data.item.analysis.font, last.glyph)
        last.glyph = number

    def _width(self, stream: Any, font: Any, glyph: int) -> int:
        """As WeasyPrint measures it, in thousandths of the size."""
        from weasyprint.pdf.stream import get_pango_font_key  # type: ignore[import-untyped]
        from weasyprint.text.ffi import FROM_UNITS

        self._pango.pango_font_get_glyph_extents(font, glyph, stream.ink_rect, stream.logical_rect)
        width: float = stream.logical_rect.width * 1000 * FROM_UNITS / get_pango_font_key(font)[2]
        return round(width)

    def _map(self, pdf: Any, font: Any, reference: bytes) -> None:
        """Let the second number draw the hyphen too (ISO 32000-1, table 117, CIDToGIDMap)."""
        (hyphen,) = (glyph for glyph, text in font.to_unicode.items() if text == "-")
        glyphs = b"".join(number.to_bytes(2, "big") for number in (*range(font.glyph_count), hyphen))
        stream = self._pydyf.Stream([glyphs], compress=True)
        pdf.add_object(stream)
        (described,) = (item for item in pdf.objects if item.reference == reference)
        described["CIDToGIDMap"] = stream.reference
