"""What a finished PDF carries besides its pages: the numbers its viewer shows, and files of its own.

WeasyPrint writes neither as we need: no page labels, and attachments with the date of the day.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from macros.book.attachment import Attachment


def label_pages(document: pikepdf.Pdf, runs: Iterable[tuple[int, int, bool]]) -> None:
    """Let viewers count pages as they are printed (PDF 32000-1, 12.4.2).

    A run is the index of its first page in the file, the number printed there, and whether numbers are roman.
    """
    labels = Array([])
    for page, first, roman in runs:
        labels.append(page)
        labels.append(Dictionary(S=Name.r if roman else Name.D, St=first))
    document.Root.PageLabels = Dictionary(Nums=labels)


def identify(document: pikepdf.Pdf, identifier: str) -> None:
    """Write the file's own identifier, a URN, where libraries and those who cite look for it (XMP, ISO 16684-1, 8.3 and 8.6)."""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:identifier"] = identifier
        metadata["xmpMM:DocumentID"] = identifier


def attach(document: pikepdf.Pdf, files: tuple[Attachment, ...], date: str) -> None:
    """Put files into the PDF as its sources (PDF 32000-1, 7.11.4; /AF as PDF/A-3 has it).

    `date` is the day they bear, AAAA-MM-GG: the day of the edition, so that the same files give the same bytes.
    """
    if not files:
        return
    when = String(f"D:{date.replace('-', '')}000000Z")
    names, associated = Array(), Array()
    for file in sorted(files, key=lambda file: file.name):
        stream = document.make_stream(file.content)
        stream.Type, stream.Subtype = Name.EmbeddedFile, Name(f"/{file.media_type}")
        stream.Params = Dictionary(Size=len(file.content), CreationDate=when, ModDate=when)
        entry = document.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(file.name),
                UF=String(file.name),
                Desc=String(file.description),
                AFRelationship=Name.Source,
                EF=Dictionary(F=stream, UF=stream),
            )
        )
        names.extend([String(file.name), entry])
        associated.append(entry)
    if "/Names" not in document.Root:
        document.Root.Names = Dictionary()
    document.Root.Names.EmbeddedFiles = Dictionary(Names=names)
    document.Root.AF = associated
