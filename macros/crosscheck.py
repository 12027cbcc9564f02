"""Library → the problems no single file can show: ids that lead nowhere, passages nobody cites, numbers used twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from macros.checklist.compiled import Compiled, compile_rules
from macros.checklist.fault import Fault
from macros.checklist.lock import keeps, lock_name
from macros.checklist.names import name_faults
from macros.checklist.proofs import cell_faults, exhaustive_faults, size_faults
from macros.comment_faults import comment_problems
from macros.library import Item, Library, Quote
from macros.model import Checklist, Known, Scenario, Source
from macros.problem import Problem
from macros.remedy import nearest, place_of, place_of_text, replacing
from macros.source import Path


def cross_check(library: Library) -> tuple[Problem, ...]:
    """Every problem between the entries of a library, errors and advice together."""
    checks = (
        _mentions,
        _quotes,
        _passages,
        _twins,
        _question_twins,
        _orders,
        _known,
        comment_problems,
        _rules,
        _unused,
    )
    return tuple(problem for check in checks for problem in check(library))


def _mentions(library: Library) -> Iterator[Problem]:
    for mention in library.mentions:
        target = library.items.get(mention.to)
        if target is None and mention.to not in library.broken:
            kind = mention.expected
            items = [item for item in library.items.values() if not kind or item.kind == kind]
            known = [item.id for item in items if item.id != mention.by.id and (kind or item.kind != "commentary")]
            yield _with_nearest("MB080", mention.by, mention.path, mention.to, {"id": mention.to}, known)
        elif target and mention.expected and target.kind != mention.expected:
            values = {"id": mention.to, "expected": mention.expected, "found": target.kind}
            yield Problem("MB081", place_of(mention.by.document, mention.path), values)


def _quotes(library: Library) -> Iterator[Problem]:
    sources = {id: source for id, source in library.of(Source)}
    for quote in library.quotes:
        source = sources.get(quote.source)
        if quote.source in library.broken:
            continue
        if source is None:
            path = _field(quote, "source")
            yield _with_nearest("MB082", quote.by, path, quote.source, {"id": quote.source}, sources)
        elif library.passage(quote.source, quote.passage) is None:
            known = [passage.id for passage in source.passages]
            values = {"source": quote.source, "passage": quote.passage, "legal": ", ".join(known)}
            yield _with_nearest("MB083", quote.by, _field(quote, "passage"), quote.passage, values, known)


def _field(quote: Quote, name: str) -> Path:
    """The path of a citation's field; a mark in a text has none and keeps the path of the text."""
    path = (*quote.path, name)
    return path if path in quote.by.document.places else quote.path


def _with_nearest(code: str, by: Item, path: Path, word: str, values: dict[str, str], known: Iterable[str]) -> Problem:
    """The problem of a word that leads nowhere, with the nearest ones that do and the corrected line."""
    close = nearest(word, known)
    place = place_of_text(by.document, path, word)
    fix = replacing(by.document, place, close[0]) if close and place.width == len(word) else None
    return Problem(code, place, {**values, "nearest": ", ".join(close) or "—"}, fix)


def _passages(library: Library) -> Iterator[Problem]:
    for id, source in library.of(Source):
        document = library.items[id].document
        for index, passage in enumerate(source.passages):
            by = library.cited_by.get((id, passage.id), ())
            place = place_of(document, ("passages", index, "id"))
            if not by and passage.uncited is None and not library.has_unread_entries:
                yield Problem("MB084", place, {"source": id, "passage": passage.id})
            elif by and passage.uncited is not None:
                place = place_of(document, ("passages", index, "uncited"))
                yield Problem("MB085", place, {"passage": passage.id, "by": ", ".join(item.id for item in by)})


def _twins(library: Library) -> Iterator[Problem]:
    """Two passages of a source, or two questions of a checklist, with one id."""
    for item in library.items.values():
        seen: set[str] = set()
        for path, id in _inner_ids(item):
            if id in seen:
                yield Problem("MB086", place_of(item.document, path), {"id": id})
            seen.add(id)


def _question_twins(library: Library) -> Iterator[Problem]:
    """Two checklists with a question of one id: in the book they stand together."""
    seen: dict[str, str] = {}
    for item in library.items.values():
        for path, id in _inner_ids(item) if isinstance(item.value, Checklist) else ():
            other = seen.setdefault(id, item.document.file)
            if other != item.document.file:
                yield Problem("MB167", place_of(item.document, path), {"id": id, "other": other})


def _inner_ids(item: Item) -> Iterator[tuple[Path, str]]:
    if isinstance(item.value, Source):
        for index, passage in enumerate(item.value.passages):
            yield ("passages", index, "id"), passage.id
    elif isinstance(item.value, Checklist):
        for index, group in enumerate(item.value.groups):
            for position, question in enumerate(group.questions):
                yield ("groups", index, "questions", position, "id"), question.id


def _orders(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, int], str] = {}
    for item in library.items.values():
        order = getattr(item.value, "order", None)
        if order is not None:
            other = seen.setdefault((item.kind, order), item.id)
            if other != item.id:
                yield Problem("MB087", place_of(item.document, ("order",)), {"order": str(order), "other": other})


def _known(library: Library) -> Iterator[Problem]:
    for id, source in library.of(Source):
        for name in ("author", "published", "address"):
            known: Known = getattr(source, name)
            told = known.value is not None
            if told == (known.certainty == "unknown") or (known.certainty != "known" and known.reason is None):
                place = place_of(library.items[id].document, (name, "certainty"))
                yield Problem("MB089", place, {"certainty": known.certainty})


def _rules(library: Library) -> Iterator[Problem]:
    """The names that rules use, then the cells of their tables: fast enough for every save."""
    for id, checklist in library.of(Checklist):
        if checklist.rules is not None:
            faults = tuple(name_faults(checklist, scenario_ids(library)))
            if not faults:
                compiled = compile_rules(checklist, scenario_ids(library))
                faults = (*size_faults(compiled), *cell_faults(checklist, compiled))
            yield from _placed(library, id, faults)


def proof_problems(library: Library) -> tuple[Problem, ...]:
    """What the proofs over every possible answer find; for a library without errors. Takes about a second."""
    problems: list[Problem] = []
    for id, (checklist, compiled) in compiled_rules(library).items():
        problems += _placed(library, id, exhaustive_faults(checklist, compiled))
    return tuple(problems)


def lock_problems(library: Library, kept: Mapping[str, str]) -> Iterator[Problem]:
    """Rules that are no longer those kept for this edition, or are not kept yet; `kept` maps file names to texts."""
    for id, (_, compiled) in compiled_rules(library).items():
        text = kept.get(lock_name(id, library.book.edition))
        if text is None or not keeps(text, compiled):
            place = place_of(library.items[id].document, ("rules",))
            yield Problem("MB126", place, {"edition": library.book.edition})


def compiled_rules(library: Library) -> dict[str, tuple[Checklist, Compiled]]:
    """Every checklist that has rules, with its rules compiled; for a library whose rules name nothing that is not there."""
    scenarios = scenario_ids(library)
    lists = library.of(Checklist)
    return {id: (found, compile_rules(found, scenarios)) for id, found in lists if found.rules is not None}


def scenario_ids(library: Library) -> tuple[str, ...]:
    """The scenarios, from the most inside to the most outside."""
    return tuple(id for id, _ in library.of(Scenario))


def _placed(library: Library, id: str, faults: Iterable[Fault]) -> Iterator[Problem]:
    document = library.items[id].document
    for fault in faults:
        yield Problem(fault.code, place_of(document, fault.path), fault.values)


def _unused(library: Library) -> Iterator[Problem]:
    """Entries nothing mentions: sources, lists, comments and words of the glossary stand on their own."""
    if library.has_unread_entries:  # they might name them
        return
    named: set[str] = {mention.to for mention in library.mentions if mention.by.id != mention.to}
    for item in library.items.values():
        if item.kind in ("principles", "risks", "activities") and item.id not in named:
            yield Problem("MB088", place_of(item.document, ()), {"id": item.id})
