"""Library → one page's Markdown with safe HTML fragments: one function and one template per macro.

A view finds what its template prints; the template loops, tests for presence and prints.
Headings are Markdown, so that the menu, the contents and the search see them; everything else is raw HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from macros.access_pages import accessibility, contact
from macros.changes.snapshot import Snapshot
from macros.changes_pages import edition_changes
from macros.connections import sorted_by_facets, strands
from macros.contributors import contributors as contributors_of
from macros.desk import Desk
from macros.figures.case import case_figure
from macros.figures.matrix import matrix
from macros.figures.path import evolution_path
from macros.figures.risks import harm_map, remedy_map
from macros.figures.verdicts import verdicts
from macros.find_pages import (
    choice_names,
    comment_list,
    connection_map,
    entry_list,
    first_of_each_letter,
    open_disagreements,
    without_comments,
)
from macros.form import contribution_form
from macros.guide import field_tables
from macros.library import Library
from macros.measured import NOTHING, Measured
from macros.model import (
    Activity,
    Case,
    Checklist,
    Principle,
    Risk,
    Scenario,
    Source,
    Term,
)
from macros.opendata.shown import shown_files, shown_tables
from macros.problem_pages import problem_list
from macros.render import citing_pages, render, render_entry
from macros.rule_pages import certificate, worked_examples
from macros.sheet import sheet_data
from macros.threads import threads
from macros.worksheet import worksheet
from macros.written_pages import WrittenPage


class SiteEngine(Protocol):
    """What a view needs of the site engine's environment."""

    page: Any

    def macro(self, function: Callable[..., str], name: str) -> Any:
        """Make a function callable from pages under a name."""


def register(
    engine: SiteEngine,
    library: Library,
    measured: Measured = NOTHING,
    past: tuple[Snapshot, ...] = (),
    pages: tuple[WrittenPage, ...] = (),
) -> None:
    """Make every view of this module callable from pages."""
    desk = Desk(library, lambda: str(engine.page.url), measured, past, pages)
    for name, view in VIEWS.items():
        engine.macro(_bound(view, desk), name)


def _bound(view: Callable[..., str], desk: Desk) -> Callable[..., str]:
    def macro(*args: str) -> str:
        return view(desk, *args)

    return macro


def scenario(desk: Desk, id: str) -> str:
    """The page of a scenario."""
    return render_entry(desk, Scenario, "scenario.md", id)


def principle(desk: Desk, id: str) -> str:
    """The page of a principle."""
    reduces = tuple(key for key, risk in desk.library.of(Risk) if id in risk.reduced_by)
    return render_entry(desk, Principle, "principle.md", id, reduces=reduces)


def risk(desk: Desk, id: str) -> str:
    """The page of a risk."""
    return render_entry(desk, Risk, "risk.md", id)


def activity(desk: Desk, id: str) -> str:
    """The page of an activity: what each source says, and who does it in each scenario."""
    roles = tuple(
        (key, role) for key, found in desk.library.of(Scenario) for role in found.roles if role.activity == id
    )
    return render_entry(desk, Activity, "activity.md", id, roles=roles)


def case(desk: Desk, id: str) -> str:
    """The page of a case."""
    found = desk.library.items[id].value
    figure = case_figure(desk.library, found) if isinstance(found, Case) else None
    return render_entry(desk, Case, "case.md", id, figure=figure)


def checklist(desk: Desk, id: str) -> str:
    """The page of a checklist, readable and usable with no script."""
    found = desk.library.items[id].value
    sheet = sheet_data(desk, id, found) if isinstance(found, Checklist) and found.rules else None
    paper = worksheet(desk, found) if isinstance(found, Checklist) else None
    return render_entry(desk, Checklist, "checklist.md", id, sheet=sheet, paper=paper)


def source(desk: Desk, id: str) -> str:
    """The page of a source: what is known of it, its passages, and who cites each."""
    return render_entry(desk, Source, "source.md", id, cited_by=desk.library.cited_by, citing=citing_pages(desk))


def scenario_table(desk: Desk) -> str:
    """The scenarios side by side: who does each activity they speak of."""
    return render(desk, "scenario_table.md", scenarios=desk.library.of(Scenario), figure=matrix(desk.library))


def scenario_path(desk: Desk) -> str:
    """The way from one scenario to the next: what makes a company move, and what changes hands."""
    return render(desk, "figure_path.md", figure=evolution_path(desk.library))


def activity_table(desk: Desk) -> str:
    """Activities × sources: the verdict of each source, disagreement marked; first at a glance, then passage by passage."""
    found = sorted_by_facets(desk.library, Activity)
    return render(
        desk,
        "activity_table.md",
        figure=verdicts(desk.library),
        sorted=found,
        label=choice_names(desk),
        strands=strands(desk.library),
    )


def risk_maps(desk: Desk) -> str:
    """Who is hurt by each risk, and which principles reduce it."""
    return render(desk, "figure_risks.md", harms=harm_map(desk.library), remedies=remedy_map(desk.library))


def glossary(desk: Desk) -> str:
    """Every term with its definition, in alphabetical order."""
    terms = desk.library.of(Term)
    return render(
        desk, "glossary.md", terms=terms, letters=first_of_each_letter(desk), threads=partial(threads, desk.library)
    )


def field_reference(desk: Desk) -> str:
    """How each kind of entry is written, field by field, from the declarations of the model."""
    return render(desk, "field_reference.md", tables=field_tables())


def open_data(desk: Desk) -> str:
    """The files that programs read: what each is, and what every column of the tables holds."""
    files, tables = shown_files(desk.library.words), shown_tables(desk.library)
    return render(desk, "open_data.md", files=files, tables=tables)


def colophon(desk: Desk) -> str:
    """Edition, licence, people, and how the book is made."""
    return render(desk, "colophon.md", sources=desk.library.of(Source))


def contributors(desk: Desk) -> str:
    """Who has a part in the book: its people, the authors of the sources, the readers."""
    found = contributors_of(desk.library)
    return render(
        desk,
        "contributors.md",
        authors=found.authors,
        readers=found.readers,
        unsigned=found.unsigned,
        reported=found.reported,
    )


def home(desk: Desk) -> str:
    """The first page: what this is, the scenarios, the downloads."""
    with_rules = (id for id, found in desk.library.of(Checklist) if found.rules)
    return render(desk, "home.md", scenarios=desk.library.of(Scenario), first=next(with_rules, None))


def ref(desk: Desk, id: str, words: str = "") -> str:
    """A link to an entry."""
    return desk.ref(id, words)


def cite(desk: Desk, passage: str) -> str:
    """The mark of a passage, given as `source/passage`."""
    return desk.cite(*passage.split("/"))


_WHOLE: tuple[Callable[..., str], ...] = (
    *(scenario, principle, risk, activity, case, checklist, source, certificate, worked_examples),
    *(scenario_table, scenario_path, activity_table, risk_maps, entry_list, comment_list, glossary),
    *(field_reference, open_data, colophon, contributors, accessibility, contact, home),
    *(connection_map, open_disagreements, without_comments, problem_list, contribution_form, edition_changes),
    *(ref, cite),
)
VIEWS: Mapping[str, Callable[..., str]] = {view.__name__: view for view in _WHOLE}
"""The macros of the pages, by name."""
