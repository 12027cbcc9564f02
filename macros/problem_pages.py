"""The catalogue of messages → the list of them, a page of the site, and a light page for each: `errori/MB021/`.

The page of a message is not made by the site engine: a hundred and thirty more pages with the menu and the search of the
site would weigh more than the book. It is whole by itself, is not printed, and no entry of the library is on it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from macros.desk import Desk
from macros.library import Library
from macros.problem import Example, Language, Level, Message, Problem, catalogue, label, visible
from macros.render import render

_GROUPS: Mapping[int, str] = {
    1: "file",
    20: "writing",
    50: "fields",
    70: "names",
    80: "ties",
    110: "rules",
    140: "typography",
    165: "pages",
    170: "comments",
    180: "pages",
}
"""First number of a stretch of the catalogue → what its messages are about."""
FACES = tuple(
    f"assets/fonts/{name}.woff2"
    for name in (
        "literata-latin-400-normal",
        "atkinson-hyperlegible-next-latin-400-normal",
        "atkinson-hyperlegible-next-latin-700-normal",
    )
)
"""What such a page shows first: asked for at once, nothing shifts when they arrive."""
_WORD = re.compile(r"[^\W_]{3,}")
LONG = 24
"""Lines of an example that is shown whole."""
AROUND = 4
"""Lines around a change that are shown of a longer one."""
_LANGUAGES: tuple[Language, Language] = ("it", "en")


@dataclass(frozen=True)
class Row:
    """One message in the list."""

    code: str
    level: Level
    title: str
    other: str
    """The title in the other language of the catalogue."""
    words: str
    """What else it says, in both languages: each word once, for whoever looks for it by one of them."""


@dataclass(frozen=True)
class Said:
    """What a message says in one language, as sentences."""

    lang: Language
    title: str
    why_label: str
    why: str
    remedy_label: str
    remedy: str


@dataclass(frozen=True)
class Line:
    """A line of an example; `changes` where the wrong file and the right one differ."""

    text: str
    changes: bool


@dataclass(frozen=True)
class Shown:
    """A file of an example: its name and its lines."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What the pages share with the site they stand in, by address in it."""

    icon: str
    faces: tuple[str, ...] = ()
    """Of the letters that are shown first; with none, the pages do without the style of the site."""


def problem_list(desk: Desk) -> str:
    """Every message with a link to its page, by what it is about."""
    main, other = languages(desk.library)
    rows = [_row(message, main, other) for message in catalogue().values()]
    named = sorted(rows, key=lambda row: list(dict.fromkeys(_GROUPS.values())).index(_group(row.code)))
    groups = [(name, tuple(some)) for name, some in groupby(named, key=lambda row: _group(row.code))]
    return render(desk, "problem_list.md", groups=groups, other=other, language=main)


def problem_pages(library: Library, look: Look) -> dict[str, str]:
    """Address of the page of every message → the whole page, to be sealed like the others."""
    codes = tuple(catalogue())
    neighbours = zip(("", *codes), (*codes[1:], ""), strict=False)
    return {
        address_of(library, code): _page(library, message, look, (before, after))
        for (code, message), (before, after) in zip(catalogue().items(), neighbours, strict=True)
    }


def address_of(library: Library, code: str) -> str:
    """Where the page of a message stands in the site: `errori/MB021/`."""
    return f"{library.words['address_errors']}{code}/"


def public_page(library: Library, problem: Problem) -> str:
    """The public address of the page that explains a problem; nothing while the site has none, or it cannot be read."""
    broken = {"book.yml", "words.yml"} & library.broken
    site = None if broken else library.book.addresses.site
    if not site or "address_errors" not in library.words:
        return ""
    return f"{site.rstrip('/')}/{address_of(library, problem.code)}"


def languages(library: Library) -> tuple[Language, Language]:
    """The language of the catalogue that readers of this book know best, then the other."""
    return _LANGUAGES if library.book.language == "it" else ("en", "it")


def said(message: Message, lang: Language) -> Said:
    """A message without values, as sentences that stand by themselves; `…` holds the place of what it would quote."""
    words = message.words[lang].in_general()
    return Said(
        lang=lang,
        title=bare(words.title),
        why_label=label("why", lang),
        why=_sentence(words.why),
        remedy_label=label("remedy", lang),
        remedy=_sentence(words.remedy),
    )


def bare(text: str) -> str:
    """A text of the catalogue with `…` in the place of every value."""
    return re.sub(r"\{\w+\}", "…", text)


def _sentence(text: str) -> str:
    whole = bare(text).replace("….", "…")
    end = "" if whole.endswith((".", "…", "?")) else "."
    return whole[:1].upper() + whole[1:] + end


def _row(message: Message, main: Language, other: Language) -> Row:
    titles = [bare(message.words[lang].title) for lang in (main, other)]
    said = " ".join(f"{words.evidence} {words.why} {words.remedy}" for words in message.words.values())
    return Row(message.code, message.level, titles[0], titles[1], _words_of(bare(said), titles))


def _words_of(said: str, told: Sequence[str]) -> str:
    """The words of a text that are not told already, each once and in the order of the alphabet; short ones say nothing."""
    known = set(_WORD.findall(" ".join(told).lower()))
    return " ".join(sorted(set(_WORD.findall(said.lower())) - known))


def _group(code: str) -> str:
    number = int(code.removeprefix("MB"))
    return _GROUPS[max(first for first in _GROUPS if first <= number)]


def _page(library: Library, message: Message, look: Look, beside: tuple[str, str]) -> str:
    address = address_of(library, message.code)
    main, other = languages(library)
    wrong, right = shown(message.example)
    return render(
        Desk(library, lambda: address),
        "problem_page.html",
        message=message,
        main=said(message, main),
        other=said(message, other),
        wrong=wrong,
        right=right,
        before=beside[0],
        after=beside[1],
        look=look,
    )


def shown(example: Example) -> tuple[Shown, Shown]:
    """The wrong file and the right one, with the lines that differ marked; invisible characters are named.

    A long file is shown where it differs.
    """
    wrong, right = example.wrong.split("\n")[:-1], example.right.split("\n")[:-1]
    changed: tuple[set[int], set[int]] = (set(), set())
    for kind, *stretch in difflib.SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes():
        if kind != "equal":
            changed[0].update(range(stretch[0], stretch[1]))
            changed[1].update(range(stretch[2], stretch[3]))
    if wrong == right and example.line:
        changed[0].add(example.line - 1)
    return (
        Shown(example.file, tuple(_lines(wrong, changed[0]))),
        Shown(example.right_file or example.file, tuple(_lines(right, changed[1]))),
    )


def _lines(lines: Sequence[str], changed: set[int]) -> Iterator[Line]:
    """The lines; of a long file those around what changes, with `…` for the others."""
    near = {at + away for at in changed for away in range(-AROUND, AROUND + 1)}
    kept = range(len(lines)) if len(lines) <= LONG or not changed else sorted(near & set(range(len(lines))))
    last = -1
    for number in kept:
        if number > last + 1:
            yield Line("…", changes=False)
        yield Line(visible(lines[number], spaces_stay=True), number in changed)
        last = number
    if last < len(lines) - 1:
        yield Line("…", changes=False)
