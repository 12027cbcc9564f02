"""Library → one page's Markdown with safe HTML fragments: one function and one template per macro.

A view finds what its template prints; the template loops, tests for presence and prints.
Headings are Markdown, so that the menu, the contents and the search see them; everything else is raw HTML.
"""

from __future__ import annotations

import inspect
import pathlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar, get_args

import jinja2

from macros import prose
from macros.checklist.certificate import certify
from macros.checklist.compiled import Compiled, compile_rules
from macros.checklist.pairs import Pair, border_pairs
from macros.crosscheck import scenario_ids
from macros.desk import Desk
from macros.guide import field_tables
from macros.library import Item, Library
from macros.model import (
    KINDS,
    Activity,
    Case,
    Checklist,
    Comment,
    Entry,
    Principle,
    Risk,
    Scenario,
    Source,
    Stance,
    Term,
)
from macros.sheet import sheet_data
from macros.worksheet import worksheet

K = TypeVar("K", bound=Entry)


class SiteEngine(Protocol):
    """What a view needs of the site engine's environment."""

    page: Any

    def macro(self, function: Callable[..., str], name: str) -> Any:
        """Make a function callable from pages under a name."""


def register(engine: SiteEngine, library: Library) -> None:
    """Make every view of this module callable from pages."""
    desk = Desk(library, lambda: str(engine.page.url))
    for name, view in VIEWS.items():
        engine.macro(_bound(view, desk), name)


def _bound(view: Callable[..., str], desk: Desk) -> Callable[..., str]:
    def macro(*args: str) -> str:
        return view(desk, *args)

    return macro


@cache
def _templates() -> jinja2.Environment:
    folder = pathlib.Path(__file__).parent / "templates"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["heading"] = prose.heading
    return environment


def _render(desk: Desk, template: str, **values: object) -> str:
    environment = _templates()
    return environment.get_template(template).render(
        desk=desk, library=desk.library, words=desk.library.words, book=desk.library.book, **values
    )


def _entry(desk: Desk, kind: type[K], template: str, id: str, **values: object) -> str:
    """A page of one entry, with what every entry has: its sources, backlinks and comments."""
    item = desk.library.items[id]
    if not isinstance(item.value, kind):
        raise KeyError(id)
    return _render(
        desk,
        template,
        id=id,
        entry=item.value,
        quotes=_quotes(desk.library, item),
        backlinks=desk.library.backlinks.get(id, ()),
        comments=desk.library.comments(id),
        **values,
    )


def _quotes(library: Library, item: Item) -> tuple[tuple[str, str], ...]:
    """The passages an entry rests on, each once, in the order of the sources."""
    found = {(quote.source, quote.passage) for quote in library.quotes if quote.by.id == item.id}
    return tuple(sorted(found, key=lambda passage: (library.passage(*passage) or (0, 0))[:2]))


def scenario(desk: Desk, id: str) -> str:
    """The page of a scenario."""
    return _entry(desk, Scenario, "scenario.md", id)


def principle(desk: Desk, id: str) -> str:
    """The page of a principle."""
    reduces = tuple(key for key, risk in desk.library.of(Risk) if id in risk.reduced_by)
    return _entry(desk, Principle, "principle.md", id, reduces=reduces)


def risk(desk: Desk, id: str) -> str:
    """The page of a risk."""
    return _entry(desk, Risk, "risk.md", id)


def activity(desk: Desk, id: str) -> str:
    """The page of an activity: what each source says, and who does it in each scenario."""
    roles = tuple(
        (key, role) for key, found in desk.library.of(Scenario) for role in found.roles if role.activity == id
    )
    return _entry(desk, Activity, "activity.md", id, roles=roles)


def case(desk: Desk, id: str) -> str:
    """The page of a case."""
    return _entry(desk, Case, "case.md", id)


def checklist(desk: Desk, id: str) -> str:
    """The page of a checklist, readable and usable with no script."""
    found = desk.library.items[id].value
    sheet = sheet_data(desk, id, found) if isinstance(found, Checklist) and found.rules else None
    paper = worksheet(desk, found) if isinstance(found, Checklist) else None
    return _entry(desk, Checklist, "checklist.md", id, sheet=sheet, paper=paper)


def certificate(desk: Desk, id: str) -> str:
    """What was proved of a checklist's rules over every possible answer, and measured."""
    found = desk.library.items[id].value
    if not isinstance(found, Checklist) or found.rules is None:
        raise KeyError(id)
    measured = certify(compile_rules(found, scenario_ids(desk.library)))
    questions = {question.id: question.text for group in found.groups for question in group.questions}
    return _render(desk, "certificate.md", id=id, entry=found, measured=measured, questions=questions)


def worked_examples(desk: Desk, id: str) -> str:
    """Pairs of nearly identical firms that get different advice, chosen by the rules at the borders."""
    found = desk.library.items[id].value
    if not isinstance(found, Checklist) or found.rules is None:
        raise KeyError(id)
    compiled = compile_rules(found, scenario_ids(desk.library))
    examples = [_example(desk, found, compiled, pair) for pair in border_pairs(compiled)]
    return _render(desk, "worked_examples.md", examples=examples)


def _example(desk: Desk, checklist: Checklist, compiled: Compiled, pair: Pair) -> Mapping[str, object]:
    """A pair in words: the question, both answers with where they lead, and the other answers out of the ordinary."""
    questions = [question.text for group in checklist.groups for question in group.questions]
    answers = [answer.label for answer in checklist.answers]
    labels = [scenario.label for _, scenario in desk.library.of(Scenario)]
    ways = ((pair.lower[pair.question], pair.from_), (pair.higher[pair.question], pair.to))
    others = [(i, answer) for i, answer in enumerate(pair.lower) if i != pair.question and answer != len(answers) // 2]
    return {
        "question": questions[pair.question],
        "ways": [(answers[answer], compiled.scenarios[scenario], labels[scenario]) for answer, scenario in ways],
        "others": [(questions[i], answers[answer]) for i, answer in others],
    }


def source(desk: Desk, id: str) -> str:
    """The page of a source: what is known of it, its passages, and who cites each."""
    return _entry(desk, Source, "source.md", id, cited_by=desk.library.cited_by)


def scenario_table(desk: Desk) -> str:
    """The scenarios side by side: who does each activity they speak of."""
    scenarios = desk.library.of(Scenario)
    named = {role.activity for _, found in scenarios for role in found.roles}
    activities = [id for id, _ in desk.library.of(Activity) if id in named]
    hands = {(id, role.activity): role for id, found in scenarios for role in found.roles}
    return _render(desk, "scenario_table.md", scenarios=scenarios, activities=activities, hands=hands)


def activity_table(desk: Desk) -> str:
    """Activities × sources: the verdict of each source, disagreement marked."""
    activities = desk.library.of(Activity)
    speaking = {position.source for _, found in activities for position in found.positions}
    sources = [(id, found) for id, found in desk.library.of(Source) if id in speaking]
    verdicts = {(id, key): _verdicts(found, key) for id, found in activities for key, _ in sources}
    split = {id for id, found in activities if len({p.verdict for p in found.positions}) > 1}
    return _render(desk, "activity_table.md", activities=activities, sources=sources, verdicts=verdicts, split=split)


def _verdicts(found: Activity, source: str) -> tuple[tuple[str, str], ...]:
    """Verdict and passage of each position of one source on an activity."""
    return tuple((p.verdict, p.passage) for p in found.positions if p.source == source)


def entry_list(desk: Desk, kind: str) -> str:
    """Every entry of a kind with its summary, each a link."""
    return _render(desk, "entry_list.md", entries=desk.library.of(KINDS[kind]))


def comment_list(desk: Desk) -> str:
    """Every comment, by position, as links: the text itself stands under the entry it comments."""
    groups = {stance: [] for stance in get_args(Stance)}  # type: dict[str, list[tuple[str, Comment]]]
    for id, comment in desk.library.of(Comment):
        groups[comment.position].append((id, comment))
    return _render(desk, "comment_list.md", groups=groups)


def glossary(desk: Desk) -> str:
    """Every term with its definition, in alphabetical order."""
    terms = desk.library.of(Term)
    return _render(desk, "glossary.md", terms=terms, comments=desk.library.comments)


def field_reference(desk: Desk) -> str:
    """How each kind of entry is written, field by field, from the declarations of the model."""
    return _render(desk, "field_reference.md", tables=field_tables())


def colophon(desk: Desk) -> str:
    """Edition, licence, people, and how the book is made."""
    return _render(desk, "colophon.md", sources=desk.library.of(Source))


def home(desk: Desk) -> str:
    """The first page: what this is, the scenarios, the downloads."""
    return _render(desk, "home.md", scenarios=desk.library.of(Scenario))


def ref(desk: Desk, id: str, words: str = "") -> str:
    """A link to an entry."""
    return desk.ref(id, words)


def cite(desk: Desk, passage: str) -> str:
    """The mark of a passage, given as `source/passage`."""
    return desk.cite(*passage.split("/"))


_WHOLE: tuple[Callable[..., str], ...] = (
    *(scenario, principle, risk, activity, case, checklist, source, certificate, worked_examples),
    *(scenario_table, activity_table, entry_list, comment_list, glossary, field_reference, colophon, home),
    *(ref, cite),
)
VIEWS: Mapping[str, Callable[..., str]] = {view.__name__: view for view in _WHOLE}
"""The macros of the pages, by name."""


def arity(name: str) -> int:
    """How many arguments a macro takes at most."""
    return len(inspect.signature(VIEWS[name]).parameters) - 1
