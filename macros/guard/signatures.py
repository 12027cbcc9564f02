"""Outputs and the anonymous comments → whatever a signature says of them beside that nobody signed, and the month.

Read where comments are printed (the site, the EPUB) and where programs find them (JSON-LD, the open data, the feed).
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from macros.book.fault import Fault
from macros.book.letters import letters
from macros.book.xhtml import Element, classes_of, read_document, text_of
from macros.citing.spoken import spoken
from macros.day import spoken_date
from macros.library import Library
from macros.model import Comment

KIND = "anonymous-told"
_MONTH = len("2026-03")
_ATOM = "{http://www.w3.org/2005/Atom}"
_FIELDS = frozenset({"id", "page", "on", "replies_to", "position", "text", "signature", "date"})
_LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True)
class Unsigned:
    """An anonymous comment, and what may be said where it is signed."""

    id: str
    text: str
    """Its words, as programs are told them."""
    signature: str
    """The letters of its signature: nobody's name, the position, the month."""

    @classmethod
    def of(cls, library: Library, id: str, comment: Comment) -> Unsigned:
        """The comment as it may be told."""
        words = library.words
        said = [words["anonymous"], words["comment_replies"] if comment.replies_to else ""]
        said += [words[f"stance_{comment.position}"]]
        said += [spoken_date(comment.date, words["book_months"]) if comment.date else ""]
        return cls(id, spoken(library, comment.text), letters("".join(said)))


def signature_faults(site: Path, library: Library, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    """A fault for every place where more is said; nothing is read where no comment is anonymous."""
    if unsigned:
        yield from _in_pages(site, unsigned)
        data = site / library.words["address_data"]
        yield from _in_json(data / "library.json", unsigned)
        yield from _in_tables(data, unsigned)
        yield from _in_feed(site / library.words["feed_address"], library.words["anonymous"], unsigned)


def _in_pages(site: Path, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    for file in sorted(site.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        where = file.relative_to(site).as_posix()
        yield from _in_page(where, text, unsigned, read_document)
        for script in _LINKED.findall(text):
            yield from _in_linked(where, json.loads(script), unsigned)
    for file in sorted(site.rglob("*.epub")):
        with zipfile.ZipFile(file) as archive:
            for name in sorted(name for name in archive.namelist() if name.endswith(".xhtml")):
                where = f"{file.relative_to(site).as_posix()}!{name}"
                text = archive.read(name).decode("utf-8")
                yield from _in_page(where, text, unsigned, ElementTree.fromstring)


def _in_page(where: str, text: str, unsigned: tuple[Unsigned, ...], read: Callable[[str], Element]) -> Iterator[Fault]:
    here = {f"voce-{one.id}": one for one in unsigned if f'id="voce-{one.id}"' in text}
    for element in read(text).iter() if here else ():
        if (one := here.get(element.get("id", ""))) is not None:
            yield from (Fault(KIND, where, f"{one.id}: {said}") for said in _too_much(element, one))


def _too_much(article: Element, one: Unsigned) -> Iterator[str]:
    """The signature if it is not the one that may be, and every day that the comment carries."""
    for element in article.iter():
        if "signature" in classes_of(element):
            said = "".join(_said(element))
            if letters(said) != one.signature:
                yield " ".join(said.split())
        if len(day := element.get("datetime", "")) > _MONTH:
            yield day


def _said(element: Element) -> Iterator[str]:
    """The words of a signature, the mark of its address left out."""
    yield element.text or ""
    for child in element:
        if "permalink" not in classes_of(child):
            yield text_of(child)
        yield child.tail or ""


def _in_linked(where: str, node: object, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    if isinstance(node, list):
        for inner in node:
            yield from _in_linked(where, inner, unsigned)
    elif isinstance(node, dict):
        one = next((one for one in unsigned if node.get("text") == one.text), None)
        if one is not None and node.get("@type") == "Comment":
            named = {"author", "creditText", "isBasedOn"} & node.keys()
            if named or len(str(node.get("dateCreated", ""))) > _MONTH:
                yield Fault(KIND, where, f"{one.id}: JSON-LD {' '.join(sorted(named)) or node['dateCreated']}")
        yield from _in_linked(where, list(node.values()), unsigned)


def _in_json(file: Path, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    told = {one["id"]: one for one in json.loads(file.read_text(encoding="utf-8"))["entries"]["commentary"]}
    for one in unsigned:
        record = told[one.id]
        strange = record.keys() - _FIELDS
        if strange or record["signature"] != {"form": "anonymous"} or len(record.get("date", "")) > _MONTH:
            yield Fault(KIND, file.name, f"{one.id}: {' '.join(sorted(strange))}")


def _in_tables(data: Path, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    ids = {one.id for one in unsigned}
    for row in csv.DictReader(io.StringIO((data / "values.csv").read_text(encoding="utf-8"), newline="")):
        field = row["path"].partition(".")[0]
        named = field not in _FIELDS or row["path"] == "signature.name"
        if row["entry"] in ids and (named or (field == "date" and len(row["value"]) > _MONTH)):
            yield Fault(KIND, "values.csv", f"{row['entry']}: {row['path']}")
    for row in csv.DictReader(io.StringIO((data / "commentary.csv").read_text(encoding="utf-8"), newline="")):
        if row["id"] in ids and (row["signature.name"] or len(row["date"]) > _MONTH):
            yield Fault(KIND, "commentary.csv", row["id"])


def _in_feed(file: Path, nobody: str, unsigned: tuple[Unsigned, ...]) -> Iterator[Fault]:
    ids = {one.text: one.id for one in unsigned}
    for entry in ElementTree.parse(file).getroot().iter(f"{_ATOM}entry"):
        id = ids.get(entry.findtext(f"{_ATOM}content", ""))
        authors = [name.text for name in entry.iter(f"{_ATOM}name")]
        day = entry.findtext(f"{_ATOM}updated", "")
        if id and (authors != [nobody] or "-01T00:00:00Z" not in day or entry.find(f"{_ATOM}published") is not None):
            yield Fault(KIND, file.name, id)
