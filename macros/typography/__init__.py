"""The typographic check: what readers read, held to the rules of good printing, with the line put right.

The rooms: `blocks`, `markup` (a text as typed → what is read of it); `letters`, `piece` (where each letter stands in its
file); `rule` (what a rule is), `neutral`, `italian` with `accents`, `quotation`, `lists` and `italian.toml` (the rules),
`vocabulary` (those that need the whole book); `exempting` (what somebody gave a reason for); `mending` (the changes made);
`checking` (the problems); `glyphs` (signs that no font draws).
"""

from macros.typography.checking import style_problems
from macros.typography.fixing import mended_files
from macros.typography.glyphs import glyph_problems

__all__ = ["glyph_problems", "mended_files", "style_problems"]
