"""The files of an edition → what its PDF carries with it: the contents as they were written, and how to cite the book."""

from __future__ import annotations

from collections.abc import Mapping

from macros.book.archive import TOOLS, pack, written_tools
from macros.book.attachment import Attachment
from macros.book.citation import citation_cff
from macros.book.front import whole_date
from macros.model import BookData

CITATION = "CITATION.cff"


def carried(
    data: BookData, words: Mapping[str, str], files: Mapping[str, bytes], tools: tuple[str, ...]
) -> tuple[Attachment, ...]:
    """The attachments; `files` are those of the project, by name, and `tools` what makes the book of them."""
    archive = pack({**files, TOOLS: written_tools(tools)}, whole_date(data.published))
    return (
        Attachment(
            name=words["book_archive_name"].replace("{edition}", data.edition),
            content=archive,
            description=words["book_contents_archive"],
            media_type="application/zip",
        ),
        Attachment(
            name=CITATION,
            content=citation_cff(data, words).encode(),
            description=words["book_citation_file"],
            media_type="application/yaml",
        ),
    )
