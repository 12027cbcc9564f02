"""YAML text → Document: data in which every scalar is text, and the place of every value.

The rooms: `document` (the value handed out, and the two functions that make it); `letters` (bytes → clean text);
`faults` (what YAML refuses: it tries the corrections of `slips` and `indents`); `nodes` (text → tree); `values` and
`texts` (what YAML accepts in silence); `lines` (what a line of ours looks like).
Nothing here knows which fields an entry has.
"""

from macros.source.document import Data, Document, Path, make_document, read_document

__all__ = ["Data", "Document", "Path", "make_document", "read_document"]
