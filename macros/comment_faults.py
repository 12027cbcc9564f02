"""Library → what is wrong with its comments: how they are signed, whom they answer, whose data they hold.

An address or a number of a person is an error, not advice: once published it is in every copy. It goes away in two ways,
and somebody looks in both: it is taken out, or whoever reviews the comment copies it among what is `cleared`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from macros.library import Library
from macros.model import Comment, Source, Tombstone
from macros.personal import personal_data
from macros.problem import Place, Problem
from macros.remedy import place_of, place_of_text, replacing
from macros.source import Document, Path

LONGEST_INITIAL = 3
"""The letters of «Chr.», «Mac»: with more, a word is a name."""
_Found = tuple[str, Path, dict[str, str]]
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>)\]]+")

_YEAR = re.compile(r"(?<!\d)(?:1\d{3}|20\d\d)(?!\d)")


def comment_problems(library: Library) -> Iterator[Problem]:
    """Every problem of the comments, and of what is left of those taken back."""
    for id, item in library.items.items():
        value, document = item.value, item.document
        if isinstance(value, Comment | Tombstone):
            found = [*_target_faults(library, value), *_thread_faults(library, id, value), *_day_faults(library, value)]
            if isinstance(value, Comment):
                found += [*_signature_faults(value), *_initials(value), *_reply_faults(library, value)]
                yield from _data_problems(value, document)
            yield from (_problem(document, *one) for one in found)


def _problem(document: Document, code: str, path: Path, values: dict[str, str]) -> Problem:
    problem = Problem(code, place_of(document, path), values)
    proposal = values.get("proposal")
    return replace(problem, fix=replacing(document, problem.place, proposal)) if proposal else problem


def _target_faults(library: Library, comment: Comment | Tombstone) -> Iterator[_Found]:
    target = library.items.get(comment.on)
    if target is not None and target.kind == "commentary":
        yield "MB081", ("on",), {"id": comment.on, "expected": "—", "found": "commentary"}


def _thread_faults(library: Library, id: str, comment: Comment | Tombstone) -> Iterator[_Found]:
    """One level deep: an answer answers a comment on the same entry, and never another answer."""
    parent = library.items.get(comment.replies_to or "")
    if parent is None or not isinstance(parent.value, Comment | Tombstone):
        return
    above = parent.value.replies_to
    if parent.id == id or above:
        yield "MB170", ("replies_to",), {"id": parent.id, "proposal": above if above and above != id else ""}
    elif parent.value.on != comment.on:
        yield "MB171", ("on",), {"id": comment.on, "other": parent.id, "proposal": parent.value.on}


def _day_faults(library: Library, comment: Comment | Tombstone) -> Iterator[_Found]:
    """Nobody comments on what is not written yet. What has still to come is for who reads a clock: a build never does."""
    field, day = ("date", comment.date) if isinstance(comment, Comment) else ("withdrawn", comment.withdrawn)
    years = [int(year) for _, source in library.of(Source) for year in _YEAR.findall(source.published.value or "")]
    if day and years and not library.has_unread_entries and int(day[:4]) < min(years):
        yield "MB179", (field,), {"value": day, "year": str(min(years))}


def _signature_faults(comment: Comment) -> Iterator[_Found]:
    form = comment.signature.form
    if form == "anonymous":
        yield from _anonymity_faults(comment)
    if form == "reported" and (comment.reported is None or comment.consent is not None):
        yield "MB092", ("signature", "form"), {}
    if form != "reported":
        for field in ("date", "consent"):
            if getattr(comment, field) is None:
                yield "MB093", ("signature", "form"), {"field": field}
    if form in ("name", "initials") and comment.signature.name is None:
        yield "MB093", ("signature", "form"), {"field": "name"}


def _initials(comment: Comment) -> Iterator[_Found]:
    """A word too long for an initial: who signed by initials, not to be found by name, may have written the name."""
    letters = "".join(sign if sign.isalpha() else " " for sign in comment.signature.name or "")
    whole = [word for word in letters.split() if len(word) > LONGEST_INITIAL]
    if comment.signature.form == "initials" and whole:
        yield "MB178", ("signature", "name"), {"value": whole[0]}


def _anonymity_faults(comment: Comment) -> Iterator[_Found]:
    """Who did not sign is told by no name, by no page of theirs, and by no day."""
    if comment.signature.name is not None:
        yield "MB090", ("signature", "name"), {}
    if comment.date and len(comment.date) == len("2026-01-31"):
        yield "MB091", ("date",), {"value": comment.date, "proposal": comment.date[:7]}


def _reply_faults(library: Library, comment: Comment) -> Iterator[_Found]:
    """Who replies as an author signs with a name, and the entry rests on what they wrote."""
    reply = comment.right_of_reply
    if reply is None:
        return
    if comment.signature.form != "name":
        yield "MB172", ("signature", "form"), {"source": reply.source}
    source = library.items.get(reply.source)
    rests = reply.source == comment.on or any(
        quote.source == reply.source for quote in library.quotes if quote.by.id == comment.on
    )
    if source is not None and source.kind == "sources" and comment.on in library.items and not rests:
        yield "MB173", ("right_of_reply", "source"), {"source": reply.source, "on": comment.on}


def _data_problems(comment: Comment, document: Document) -> Iterator[Problem]:
    """Data of persons that nobody has cleared; links of who did not sign; what was cleared and is not there."""
    fields = {("text",): comment.text, ("signature", "name"): comment.signature.name or ""}
    held = [(path, found) for path, text in fields.items() for found in personal_data(text)]
    for path, found in held:
        if found not in comment.cleared:
            yield Problem("MB174", place_of_text(document, path, found), {"value": found})
    if comment.signature.form == "anonymous":
        for link in dict.fromkeys(_links(comment.text)):
            yield Problem("MB175", place_of_text(document, ("text",), link), {"value": link})
        yield from _note_problems(document)
    for index, cleared in enumerate(comment.cleared):
        if cleared not in {found for _, found in held}:
            yield Problem("MB176", place_of(document, ("cleared", index)), {"value": cleared})


def _note_problems(document: Document) -> Iterator[Problem]:
    """Notes in the file of who did not sign: readers never see them, but the PDF carries the file as it was written."""
    in_text = False
    for number, line in enumerate(document.text.splitlines(), start=1):
        in_text = line.startswith("text:") or (in_text and (not line or line[0] == " "))
        note = re.search(
            r"(?:^|\s)#(?!.*yaml-language-server:).*", _QUOTED.sub(lambda found: "." * len(found[0]), line)
        )
        if note and (not in_text or line.startswith("text:")):
            yield Problem("MB177", Place(document.file, number, note.start() + 1, len(note[0])), {})


def _links(text: str) -> Iterator[str]:
    """The pages of the network that a text names, as links or as plain words."""
    yield from (found.rstrip(".,;:!?") for found in _LINK.findall(text))
