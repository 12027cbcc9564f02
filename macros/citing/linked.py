"""A page of the site → what it says of itself to programs: JSON-LD in the terms of schema.org.

The first page is the Book, a page of the book a Chapter of it, any other a WebPage; an entry brings the claims it makes,
each with the passages where it appears, and the comments of readers, named as they signed.
Addresses are given only if the site has a public one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TypeAlias

from macros.book.citation import credited
from macros.citing.reference import Reference, address_of, whole_title
from macros.citing.spoken import spoken
from macros.desk import Desk
from macros.library import Item, Library
from macros.model import Activity, Comment, Principle, Risk, Scenario, Source
from macros.threads import Voice, threads

Node: TypeAlias = "dict[str, object]"
_SIGNS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What could end a script or be read as a mark of the page: in JSON these stand as numbers and mean the same."""


def linked_data(library: Library, path: str, reference: Reference, *, in_book: bool) -> str:
    """The JSON of a page, safe to stand in a script element; `in_book` where the page is in the book too."""
    if not reference.title:
        node = _book(library)
    else:
        node = {
            "@type": "Chapter" if in_book else "WebPage",
            "name": reference.title,
            "inLanguage": reference.language,
            "isPartOf": _book(library) if in_book else {"@type": "WebSite", "name": library.book.title},
            **({"pageStart": reference.page} if reference.page else {}),
            **_at(library, path),
        }
        if item := entry_at(library, path):
            node |= _entry(library, item)
    return in_script({"@context": "https://schema.org", **node})


def in_script(node: Node) -> str:
    """A node as JSON that can neither end the script it stands in nor begin another."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def entry_at(library: Library, path: str) -> Item | None:
    """The entry that has a page of the site for itself; None where no entry has it."""
    kind, _, id = path.rstrip("/").rpartition("/")
    item = library.items.get(id)
    return item if item and library.words.get(f"address_{item.kind}") == f"{kind}/" else None


def _book(library: Library) -> Node:
    book = library.book
    kind = "Person" if book.people else "Organization"
    return {
        "@type": "Book",
        "name": whole_title(book),
        "description": book.summary,
        "inLanguage": book.language,
        "bookEdition": book.edition,
        "datePublished": book.published,
        "license": book.licence.address,
        "author": [{"@type": kind, "name": name} for name in credited(book, library.words)],
        **_at(library, ""),
    }


def _at(library: Library, path: str) -> Node:
    address = address_of(path, library.book)
    return {"url": address} if address else {}


def _entry(library: Library, item: Item) -> Node:
    value = item.value
    comments = _comments(library, threads(library, item.id))
    claims = _claims(library, item)
    return {
        **({"description": value.summary} if hasattr(value, "summary") else {}),
        **({"about": _source(value)} if isinstance(value, Source) else {}),
        **({"hasPart": claims} if claims else {}),
        **({"comment": comments} if comments else {}),
    }


def _claims(library: Library, item: Item) -> list[Node]:
    """What an entry states, where its model says which passages state it."""
    value = item.value
    if isinstance(value, Activity):
        return [_claim(library, spoken(library, one.text), (one,)) for one in value.positions]
    if isinstance(value, Principle | Risk | Scenario):
        return [_claim(library, value.summary, value.citations)]
    return []


def _claim(library: Library, text: str, cited: tuple[object, ...]) -> Node:
    places = dict.fromkeys((str(getattr(one, "source", "")), str(getattr(one, "passage", ""))) for one in cited)
    return {"@type": "Claim", "text": text, "appearance": [_passage(library, *place) for place in places]}


def _passage(library: Library, source: str, passage: str) -> Node:
    found = library.passage(source, passage)
    if found is None:
        raise KeyError(f"{source}/{passage}")
    address = Desk(library, str).address(source)
    return {
        "@type": "CreativeWork",
        "name": found[3].label,
        **_at(library, f"{address}#passo-{passage}"),
        "isPartOf": _source(found[2]),
    }


def _source(source: Source) -> Node:
    """A source with what is known of it: what is only inferred is not told as a fact."""
    known = {
        name: field.value
        for name, field in (("author", source.author), ("url", source.address))
        if field.certainty == "known" and field.value
    }
    author = {"author": {"@type": "Person", "name": known["author"]}} if "author" in known else {}
    web = str(known.get("url", "")).startswith(("http://", "https://"))
    return {"@type": "CreativeWork", "name": source.title, **author, **({"url": known["url"]} if web else {})}


def _comments(library: Library, voices: Iterable[Voice]) -> list[Node]:
    """The comments of a thread, each with the answers to it; of one that was taken back the answers alone are left."""
    nodes: list[Node] = []
    for voice in voices:
        replies = _comments(library, voice.replies)
        if voice.said:
            nodes.append(_comment(library, voice.id, voice.said) | ({"comment": replies} if replies else {}))
        else:
            nodes += replies
    return nodes


def _comment(library: Library, id: str, comment: Comment) -> Node:
    """A comment as its reader signed it; one read in a source is credited there, and has not been sent to this book."""
    name = comment.signature.name
    signed = comment.signature.form in ("name", "initials") and name
    reported = comment.reported
    return {
        "@type": "Comment",
        "text": spoken(library, comment.text),
        **({"author": {"@type": "Person", "name": name}} if signed else {}),
        **({"dateCreated": comment.date} if comment.date else {}),
        **({"creditText": name} if reported and name else {}),
        **({"isBasedOn": _passage(library, reported.source, reported.passage)} if reported else {}),
        **_at(library, Desk(library, str).address(id)),
    }
