"""The pages of `docs/` against the library: every entry has its page, every page its place, every call of a macro its target.

Works on the text of the pages, before the site engine sees them, so that a slip is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from macros.library import Library
from macros.model import KINDS, Comment, Term
from macros.problem import Place, Problem
from macros.remedy import nearest
from macros.source.letters import clean_text
from macros.written_pages import CITE, REF


def page_texts(pages: Mapping[str, bytes]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The text of every page as far as it can be read, and the faults of its letters; by its name in `docs/`."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for name, raw in pages.items():
        letters = clean_text(f"docs/{name}", raw)
        texts[name] = letters.text if letters.cleaned is not None else raw.decode("utf-8", "replace")
        problems += (problem for problem in letters.problems if problem.code != "MB006")  # spaces matter to YAML alone
    return texts, tuple(problems)


def page_problems(library: Library, pages: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every problem of the pages; `pages` maps `scenari/pippo.md` to its text."""
    checks = (_without_page, _places, _references, _citations)
    return tuple(problem for check in checks for problem in check(library, pages))


def page_of(kind: str, id: str, words: Mapping[str, str]) -> tuple[str, str] | None:
    """The page in `docs/` an entry must have and the line that fills it; None for what shares a page with others."""
    if KINDS[kind] in (Comment, Term):
        return None
    return f"{words[f'address_{kind}']}{id}.md", f'{{{{ {KINDS[kind].__name__.lower()}("{id}") }}}}'


def _without_page(library: Library, pages: Mapping[str, str]) -> Iterator[Problem]:
    for id, item in library.items.items() if "words.yml" not in library.broken else ():
        expected = page_of(item.kind, id, library.words)
        if expected and expected[1] not in pages.get(expected[0], ""):
            values = {"id": id, "page": f"docs/{expected[0]}", "line": expected[1]}
            yield Problem("MB094", Place(item.document.file, 1, 1), values)


def _places(library: Library, pages: Mapping[str, str]) -> Iterator[Problem]:
    if "book.yml" in library.broken:
        return
    book = library.book
    specs = [spec for part in book.parts for spec in part.chapters] + list(book.site_only)
    for name in pages:
        if not any(name == f"{spec}.md" or (spec.endswith("/") and name.startswith(spec)) for spec in specs):
            yield Problem("MB099", Place(f"docs/{name}", 1, 1), {"page": name.removesuffix(".md")})
    for spec in specs:
        page = f"{spec}index.md" if spec.endswith("/") else f"{spec}.md"
        if page not in pages:
            yield Problem("MB101", Place("content/book.yml", 1, 1), {"page": f"docs/{page}"})


def _references(library: Library, pages: Mapping[str, str]) -> Iterator[Problem]:
    for place, id in _calls(REF, pages):
        if id not in library.items and id not in library.broken:
            yield Problem("MB080", place, {"id": id, "nearest": ", ".join(nearest(id, library.items)) or "—"})


def _citations(library: Library, pages: Mapping[str, str]) -> Iterator[Problem]:
    for place, call in _calls(CITE, pages):
        source, _, passage = call.partition("/")
        item, found = library.items.get(source), library.passage(source, passage)
        if source in library.broken:
            continue
        if item is None or item.kind != "sources":
            sources = [id for id, found in library.items.items() if found.kind == "sources"]
            yield Problem("MB082", place, {"id": source, "nearest": ", ".join(nearest(source, sources)) or "—"})
        elif found is None:
            known = [one.id for one in getattr(item.value, "passages", ())]
            close = ", ".join(nearest(passage, known)) or "—"
            values = {"source": source, "passage": passage, "nearest": close, "legal": ", ".join(known)}
            yield Problem("MB083", place, values)
        elif found[3].uncited is not None and not library.cited_by.get((source, passage)):
            yield Problem("MB085", place, {"passage": passage, "by": place.file})


def _calls(pattern: re.Pattern[str], pages: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Every call of a macro in the pages: the place of its first argument, and the argument."""
    for name, text in pages.items():
        for number, line in enumerate(text.splitlines(), 1):
            for found in pattern.finditer(line):
                yield Place(f"docs/{name}", number, found.start(1) + 1, len(found[1]) or 1), found[1]
