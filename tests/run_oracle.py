"""Print as JSON how the PDF of a built project differs from the same book laid out as one document."""

from __future__ import annotations

import json
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from terminal import FONTS, whole_library  # noqa: E402

from kept import last_pages  # noqa: E402 (what the line above finds)
from making import book_of  # noqa: E402

from macros.book.pagemap import PageMap  # noqa: E402
from macros.book.pdf.paging import page_label  # noqa: E402
from macros.book.pdf.write import Printed  # noqa: E402
from macros.book.site import build_site  # noqa: E402
from tests.oracle import astray, calls_of, differences, facts_of, lay_out_whole, one_document  # noqa: E402

root, pdf = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
library, _ = whole_library(root)
with tempfile.TemporaryDirectory() as folder:
    book = book_of(build_site(root, pathlib.Path(folder), library.book).pages, library)
pages = last_pages(root / "build") or PageMap()
laid, whole = lay_out_whole(one_document(book, pages), FONTS)
front = sum(1 for found in pages.breaks if not found.chapter)
numbers = {
    name: page_label(page + 1, roman=True) if page < front else page_label(page + 1 - front, roman=False)
    for name, page in laid.places.items()
}
moved = [
    f"{name}: {pages.numbers.get(name)} ≠ {number}"
    for name, number in numbers.items()
    if pages.numbers.get(name) != number
]
json.dump(
    {
        "pages": [len(pages.breaks), laid.pages],
        "places": len(numbers),
        "moved": moved,
        "astray": astray(book, Printed(pdf=pdf.read_bytes(), pages=pages)),
        "notes away from their call": [
            f"{page + 1}: {name} on {at + 1}" for page, name, at in calls_of(pdf.read_bytes()) if page != at
        ],
        "differences": differences(facts_of(pdf.read_bytes()), facts_of(whole)),
    },
    sys.stdout,
)
