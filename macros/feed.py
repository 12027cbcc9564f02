"""Library → the Atom feed of what is new: the edition, what changed in it, and the comments that readers have sent.

RFC 4287. Entries of the library carry no date of their own: what changed in them is told by the edition.
A comment without a date is not news, nor is one read in a source. Where only the month is known, it counts from its
first day and no more is said; who did not sign is not named, nor taken for one of the people of the book.
Of a comment that was taken back the feed says so (RFC 6721), and programs that kept it take it away.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from macros.book.citation import credited
from macros.changes.snapshot import Snapshot
from macros.changes.told import spoken as told_in_words
from macros.changes.told import steps
from macros.citing.reference import address_of
from macros.citing.spoken import spoken
from macros.desk import Desk
from macros.library import Library
from macros.model import Comment, Tombstone

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_FIRST = "0000-01-01"
"""What a date lacks, when it says less than the day."""


@dataclass(frozen=True, kw_only=True)
class News:
    """Something new: `day` is a date as far as it is known, `authors` are never guessed."""

    name: str
    """A name that never changes: the id of the entry is made of it."""
    title: str
    text: str
    day: str
    path: str
    authors: tuple[str, ...]


def feed(library: Library, past: tuple[Snapshot, ...] = ()) -> str:
    """The text of the feed, newest first; `past` is what was kept of the editions before.

    Its links are whole if the site has an address, else they start from its own.
    """
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": library.book.language})
    told = sorted((*_news(library), *_changes(library, past)), key=lambda news: (news.day, news.name), reverse=True)
    _add(root, "id", _identifier(library, "feed"))
    _add(root, "title", library.book.title)
    _add(root, "subtitle", library.words["feed_title"])
    _add(root, "updated", max(_moment(news.day) for news in told))
    _add(root, "rights", library.book.licence.name)
    if address := address_of(library.words["feed_address"], library.book):
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=address_of("", library.book) or "./")
    for news in told:
        _entry(root, news, library)
    for id, stone in library.of(Tombstone):
        gone = {"ref": _identifier(library, f"commentary/{id}"), "when": _moment(stone.withdrawn)}
        _add(root, "at:deleted-entry", **{"xmlns:at": _TOMBSTONES}, **gone)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _news(library: Library) -> Iterator[News]:
    book, words = library.book, library.words
    yield News(
        name=f"edition/{book.edition}",
        title=words["book_edition"].replace("{edition}", book.edition),
        text=book.summary,
        day=book.published,
        path="",
        authors=credited(book, words),
    )
    for id, comment in library.of(Comment):
        if comment.date and not comment.reported:
            yield News(
                name=f"commentary/{id}",
                title=f"{library.title(id)} – {words[f'stance_{comment.position}']}",
                text=spoken(library, comment.text),
                day=comment.date,
                path=Desk(library, str).address(id),
                authors=(comment.signature.name or words["anonymous"],),
            )


def _changes(library: Library, past: tuple[Snapshot, ...]) -> Iterator[News]:
    """What changed since the edition before this one, entry by entry; nothing in the first."""
    book, words = library.book, library.words
    for step in steps(library, past)[:1]:
        yield News(
            name=f"changes/{book.edition}",
            title=words["feed_changes"].replace("{edition}", book.edition),
            text=told_in_words(library, step) or words["changes_same"],
            day=book.published,
            path=words["feed_changes_address"],
            authors=credited(book, words),
        )


def _entry(root: ElementTree.Element, news: News, library: Library) -> None:
    entry = ElementTree.SubElement(root, "entry")
    _add(entry, "id", _identifier(library, news.name))
    _add(entry, "title", news.title)
    _add(entry, "updated", _moment(news.day))
    if len(news.day) == len(_FIRST):
        _add(entry, "published", _moment(news.day))
    for name in news.authors:
        _add(ElementTree.SubElement(entry, "author"), "name", name)
    href = address_of(news.path, library.book) or news.path or "./"
    _add(entry, "link", rel="alternate", type="text/html", href=href)
    _add(entry, "content", news.text, type="text")


def _add(parent: ElementTree.Element, tag: str, text: str = "", /, **attributes: str) -> None:
    ElementTree.SubElement(parent, tag, attributes).text = text or None


def _identifier(library: Library, name: str) -> str:
    """A name that stays when the site moves and when an edition comes out (RFC 4287, 4.2.6)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{library.book.id}/{name}')}"


def _moment(day: str) -> str:
    """The first moment of a date, a month or a year, as RFC 3339 writes it."""
    return f"{day}{_FIRST[len(day) :]}T00:00:00Z"
