"""The library → what the page with the form for comments needs in the reader's browser.

Everything the form says and checks comes from where the command line has it: the messages from the catalogue, the limits
from the model, the entries and passages from the library, what can be drawn from the fonts of the book, and the comment
as it will be published from the template that publishes it. The form itself is in `theme/assets/form/`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, get_args

from macros.contribution import (
    CONSENT,
    FORMS,
    LONGEST_ID,
    MODELINE,
    NAMELESS,
    STANCES,
    Contribution,
    comment_file,
)
from macros.desk import Desk
from macros.library import Library
from macros.model import Comment, Signature, Source, Term
from macros.model.fields import Name, Prose
from macros.personal import FEWEST, NO_TELEPHONE, PATTERNS
from macros.problem import Language, Message, catalogue, label
from macros.prose import plain
from macros.render import render
from macros.source.document import LARGEST_FILE
from macros.threads import Voice
from macros.typography.ranges import drawn_signs, hidden_signs

CODES = (
    *("MB001", "MB013", "MB033", "MB059", "MB061", "MB080", "MB082", "MB083", "MB093", "MB096", "MB097", "MB098"),
    *("MB100", "MB163", "MB174", "MB175", "MB178"),
)
"""What a comment written in the form can have wrong. What it cannot: a field with another name, a value that is not among
the choices, a day that does not exist, spaces that are no spaces at the beginning of a line, which the form puts right."""
KINDS = ("scenarios", "principles", "activities", "risks", "cases", "checklists", "sources", "glossary")
"""What can be commented, in the order of the book."""
ELSEWHERE = ("plain_", "comment_this", "quote_this")
"""How the words about the form begin that its script never says."""
DAY = "2000-01-02"
TEXT = "text-of-the-comment"
NAME = "name-of-the-reader"
ID = "comment"
PARENT = "parent"
"""What stands, in a comment that is none, for what its reader will write."""


def form_data(desk: Desk) -> dict[str, object]:
    """Everything the page's script reads, as JSON-like data."""
    library = desk.library
    words = library.words
    return {
        "language": library.book.language,
        "words": {key: text for key, text in words.items() if _is_said(key)},
        "months": words["book_months"].split(),
        "stances": list(STANCES),
        "forms": list(FORMS),
        "samples": samples(desk),
        "places": _places(desk),
        "kinds": [{"kind": kind, "name": words[f"kind_{kind}"]} for kind in KINDS],
        "entries": {id: _entry(desk, id) for id in library.items},
        "sources": {id: _passages(desk, id, source) for id, source in library.of(Source)},
        "writer": {"modeline": MODELINE, "consent": CONSENT, "longest": LONGEST_ID, "nameless": NAMELESS},
        "limits": limits(),
        "messages": messages(desk),
        "hidden": hidden_signs(),
        "drawn": drawn_signs(),
        "personal": {"patterns": dict(PATTERNS), "noTelephone": NO_TELEPHONE, "fewest": dict(FEWEST)},
        "repository": _trimmed(library.book.addresses.repository),
        "editors": library.book.addresses.editors or "",
    }


def _is_said(key: str) -> bool:
    return key.startswith("form_") and not key.removeprefix("form_").startswith(ELSEWHERE)


def _trimmed(address: str | None) -> str:
    return (address or "").rstrip("/").removesuffix(".git")


def _entry(desk: Desk, id: str) -> dict[str, str]:
    """An entry as lists name it and as a cross reference shows it; of a comment, what it is on and what it answers."""
    item = desk.library.items[id]
    language = item.value.language if isinstance(item.value, Term) else None
    found = {"kind": item.kind, "title": desk.library.title(id), "href": desk.href(desk.address(id))}
    if language not in (None, desk.library.book.language):
        found["lang"] = str(language)
    if item.kind == "commentary":
        value = item.value
        found["on"] = getattr(value, "on", "")
        found["answers"] = getattr(value, "replies_to", None) or ""
        found["by"] = _signer(desk.library, value)
        found["beginning"] = _beginning(value)
    return found


def _signer(library: Library, value: object) -> str:
    """Who signed a comment, as readers see it; nothing where it was taken back."""
    if not isinstance(value, Comment):
        return ""
    return value.signature.name or library.words["anonymous"]


def _beginning(value: object) -> str:
    """The first words of a comment, to tell it from others of the same signature."""
    words = plain(value.text).split() if isinstance(value, Comment) else []
    return f"{' '.join(words[:8])}…" if len(words) > 8 else " ".join(words)


def _passages(desk: Desk, id: str, source: Source) -> list[dict[str, str]]:
    """The passages of a source as their marks show them."""
    return [
        {
            "id": passage.id,
            "mark": f"{source.order}.{number}",
            "title": f"{source.label}: {passage.label}",
            "href": desk.href(f"{desk.address(id)}#passo-{passage.id}"),
        }
        for number, passage in enumerate(source.passages, 1)
    ]


def limits() -> dict[str, int]:
    """The longest text and the longest name, in characters; the largest file, in bytes."""
    return {"text": _longest(Prose), "name": _longest(Name), "file": LARGEST_FILE}


def _longest(kind: Any) -> int:
    """The limit in the declaration of a kind of text."""
    declared = (limit for mark in get_args(kind) for limit in getattr(mark, "metadata", ()))
    return next(int(limit.max_length) for limit in declared if hasattr(limit, "max_length"))


def messages(desk: Desk) -> dict[str, object]:
    """The messages of CODES in the language of the book, as the form says them, each with its level and its page, and the
    words around them."""
    lang, folder = desk.library.book.language, desk.library.words["address_errors"]
    found = {code: _message(catalogue()[code], lang, desk.href(f"{folder}{code}/")) for code in CODES}
    return {"language": lang, "codes": found, "why": label("why", lang), "remedy": label("remedy", lang)}


def _message(message: Message, lang: Language, href: str) -> dict[str, str]:
    words = message.words[lang].in_form()
    said = {"title": words.title, "evidence": words.evidence, "why": words.why, "remedy": words.remedy}
    alone = {"alone": words.general["remedy"]} if words.general else {}
    return {**said, **alone, "level": message.level, "href": href}


def samples(desk: Desk) -> dict[str, str]:
    """A comment of every position, signed and not, alone and in answer to another, as the site publishes it: words that
    are none stand where those of the reader will."""
    found = {}
    for form, stance, answers in itertools.product(("name", "anonymous"), STANCES, ("", PARENT)):
        voice = Voice(id=ID, said=_sample(form, stance), answers=answers)
        key = " ".join(filter(None, (form, stance, answers and "reply")))
        found[key] = str(render(desk, "_comment.md", voice=voice)).strip()
    return found


def _sample(form: str, stance: Any) -> Comment:
    anonymous = form == "anonymous"
    signature = Signature(form="anonymous") if anonymous else Signature(form="name", name=NAME)
    date = DAY[:7] if anonymous else DAY
    return Comment(on=ID, position=stance, text=TEXT, signature=signature, date=date, consent=CONSENT)


def _places(desk: Desk) -> dict[str, str]:
    """The words of a sample that give way to the reader's."""
    month = DAY[:7]
    return {
        **{"text": TEXT, "name": NAME, "day": DAY, "month": month},
        **{"spokenDay": desk.day(DAY), "spokenMonth": desk.day(month)},
    }


def contribution_form(desk: Desk) -> str:
    """The page with the form; where no script runs, a file to fill in and where to send it."""
    words, book = desk.library.words, desk.library.book
    first = next((id for id, item in desk.library.items.items() if item.kind in KINDS[:1]), "")
    blank = Contribution(
        on=first,
        position="adds",
        text=words["form_plain_text"],
        form="name",
        name=words["form_plain_name"],
        date=book.published,
        consents=True,
    )
    return render(desk, "form.md", data=form_data(desk), blank=comment_file(blank), answered=_answered(desk.library))


def _answered(library: Library) -> Iterator[str]:
    """The parts of its address that the form answers to: an entry to comment, a comment to answer."""
    for id, item in library.items.items():
        value = item.value
        if item.kind in KINDS:
            yield f"voce={id}"
        elif isinstance(value, Comment) and not value.replies_to:
            yield f"voce={value.on}&risposta={id}"
