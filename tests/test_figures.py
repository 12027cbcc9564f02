"""Figures: what they show is what the library says, every word stands inside the frame and clear of the others,
and no title can make anything but text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import prose
from macros.figures.case import case_figure
from macros.figures.drawing import WIDTH, Figure
from macros.figures.lettering import width_of, wrapped
from macros.figures.matrix import matrix
from macros.figures.path import evolution_path
from macros.figures.risks import harm_map, remedy_map
from macros.figures.verdicts import verdicts
from macros.library import Library
from macros.model import Activity, Case, Principle, Risk, Role, Scenario
from macros.reading import read_library
from tests.projects import ROOT, TINY
from tests.test_views import ONE_LINE, is_title

FONTS = ROOT / "docs" / "assets" / "fonts"
ELEMENTS = {"svg", "title", "text", "rect", "circle", "ellipse", "path"}
ATTRIBUTES = {
    *("class", "role", "aria-labelledby", "data-search-exclude", "viewBox", "width", "height", "id"),
    *("x", "y", "cx", "cy", "r", "rx", "ry", "d", "fill", "stroke", "stroke-width"),
    *("font-family", "font-size", "font-weight", "text-anchor"),
}
SMALLEST = 12
"""Units: 10.4 pixels on a telephone 320 pixels wide, where a figure takes 312 of them."""


@functools.cache
def library(project: str) -> Library:
    """The library of a project."""
    return read_library(ROOT / project)


def figures(found: Library) -> list[Figure]:
    """Every figure of a library."""
    drawn = [matrix(found), evolution_path(found), verdicts(found), harm_map(found), remedy_map(found)]
    cases = [case_figure(found, case) for _, case in found.of(Case)]
    return [figure for figure in (*drawn, *cases) if figure is not None]


@functools.cache
def font(*, bold: bool) -> tuple[dict[int, str], dict[str, tuple[int, int]]]:
    """The letters of the figures' font, and their widths in thousandths."""
    file = TTFont(FONTS / f"atkinson-hyperlegible-next-latin-{700 if bold else 400}-normal.woff2")
    return file.getBestCmap(), file["hmtx"].metrics


def real_width(words: str, size: float, *, bold: bool) -> float:
    """How wide a line is when it is set."""
    letters, widths = font(bold=bold)
    return sum(widths[letters[ord(letter)]][0] if ord(letter) in letters else 600 for letter in words) * size / 1000


@dataclass(frozen=True)
class Placed:
    """A line of text and the room it takes."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Placed) -> bool:
        """Whether the two are drawn one on the other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0


def tree(figure: Figure) -> ElementTree.Element:
    """The drawing, which is well-formed XML."""
    return ElementTree.fromstring(figure.drawing)


def placed(figure: Figure) -> Iterator[Placed]:
    """Every line of text where it stands."""
    for text in tree(figure).iter("text"):
        x, y, size = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
        width = real_width(text.text or "", size, bold=text.get("font-weight") == "700")
        left = {"start": x, "middle": x - width / 2, "end": x - width}[text.get("text-anchor", "start")]
        yield Placed(text.text or "", left, left + width, y - 0.72 * size, y + 0.2 * size)


@pytest.mark.parametrize("project", [".", TINY])
def test_every_word_stands_inside_the_frame_and_clear_of_the_others(project: str) -> None:
    for figure in figures(library(project)):
        height = float(tree(figure).get("height", ""))
        lines = list(placed(figure))
        for line in lines:
            assert line.left > -0.5 and line.right < WIDTH + 0.5, line
            assert line.top > -0.5 and line.bottom < height + 0.5, line
        assert [(one.words, other.words) for one, other in combinations(lines, 2) if one.meets(other)] == []


@pytest.mark.parametrize("project", [".", TINY])
def test_a_drawing_is_text_and_shapes_with_an_alternative_text(project: str) -> None:
    for figure in figures(library(project)):
        drawing = tree(figure)
        (title,) = drawing.iter("title")
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby") == title.get("id")
        assert len(title.text or "") > 30
        assert {element.tag for element in drawing.iter()} <= ELEMENTS
        assert {key for element in drawing.iter() for key in element.attrib} <= ATTRIBUTES
        assert min(float(text.get("font-size", "")) for text in drawing.iter("text")) >= SMALLEST
        assert "\n\n" not in figure.drawing, "a blank line would end it for the Markdown of the site"


def test_every_shape_has_its_colour_in_the_dark() -> None:
    used = {name for project in (".", TINY) for figure in figures(library(project)) for name in classes(figure)}
    site = (ROOT / "docs" / "assets" / "site.css").read_text(encoding="utf-8")
    dark = (ROOT / "macros" / "book" / "css" / "epub.css").read_text(encoding="utf-8").partition("scheme: dark")[2]
    for styles in (site, dark):
        assert used - set(re.findall(r"\.(drawn[a-z-]*)", styles)) == set()


def classes(figure: Figure) -> set[str]:
    """The classes of the shapes of a figure."""
    return {element.get("class", "") for element in tree(figure).iter()} - {"", "drawn"}


@pytest.mark.parametrize("project", [".", TINY])
def test_widths_are_guessed_a_little_wide(project: str) -> None:
    found = library(project)
    for title in sorted({found.title(id) for id in found.items}):
        for bold in (False, True):
            guessed, real = width_of(title, 10, bold=bold), real_width(title, 10, bold=bold)
            assert 0.985 < guessed / real < 1.25, (title, bold)


@given(st.text(min_size=1, max_size=300), st.floats(30, 360))
def test_no_line_is_wider_than_its_place(words: str, width: float) -> None:
    lines = wrapped(words, width)
    assert all(width_of(line) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


def test_the_matrix_says_of_every_role_who_has_it() -> None:
    found = library(".")
    figure = matrix(found)
    assert figure is not None
    roles = [(id, role) for id, scenario in found.of(Scenario) for role in scenario.roles]
    assert {key: role.by for key, role in figure.hands.items()} == {(id, role.activity): role.by for id, role in roles}
    said = tree(figure).findtext("title") or ""
    assert all(f"{found.title(role.activity)}, {found.words[f'hands_{role.by}']}" in said for _, role in roles)
    drawn = [text.text for text in tree(figure).iter("text")]
    for by in ("inside", "outside", "together"):
        assert drawn.count(found.words[f"hands_{by}"]) == sum(role.by == by for _, role in roles)


def test_together_is_written_across_the_wall() -> None:
    """In either half the word would say what only that side does."""
    for project in (".", TINY):
        figure = matrix(library(project))
        assert figure is not None
        word = library(project).words["hands_together"]
        walls = {float(p.get("d", "").partition("L")[0].strip("M").split()[0]) for p in tree(figure).iter("path")}
        places = [float(text.get("x", "")) for text in tree(figure).iter("text") if text.text == word]
        assert places and set(places) <= walls


def test_the_path_tells_what_changes_hands_and_why() -> None:
    figure = evolution_path(library("."))
    assert figure is not None
    assert [(move.start, move.end) for move in figure.moves] == [("pippo", "pluto"), ("pluto", "topolino")]
    assert [(one.activity, one.before, one.after) for one in figure.moves[0].changes] == [
        ("ascolto", "inside", "outside"),
        ("interpretazione", "inside", "together"),
    ]
    assert [len(move.reasons) for move in figure.moves] == [4, 3]


def test_a_path_that_comes_back_ends_where_it_began() -> None:
    found = library(TINY)
    items = dict(found.items)
    baker = items["fornaio"].value
    assert isinstance(baker, Scenario)
    items["fornaio"] = replace(items["fornaio"], value=replace(baker, next="casa"))
    figure = evolution_path(replace(found, items=items))
    assert figure is not None
    assert len(figure.moves) == 1


def test_every_answer_of_a_source_is_a_mark() -> None:
    found = library(".")
    figure = verdicts(found)
    assert figure is not None
    positions = {(id, p.source, p.verdict) for id, activity in found.of(Activity) for p in activity.positions}
    assert {(id, key, verdict) for (id, key), said in figure.said.items() for verdict, _ in said} == positions
    full = [rect for rect in tree(figure).iter("rect") if rect.get("class") == "drawn-inside"]
    of_inside = sum(verdict in ("make", "together") for _, _, verdict in positions)
    assert len(full) == of_inside + 2, "two more in the key"


def test_the_risk_maps_count_what_the_risks_say() -> None:
    found = library(".")
    harms, remedies = harm_map(found), remedy_map(found)
    assert harms is not None
    assert remedies is not None
    risks = dict(found.of(Risk))
    assert sum(number for _, number in harms.hurt) == sum(len({h.who for h in risk.hurts}) for risk in risks.values())
    large = [dot for dot in tree(harms).iter("circle") if float(dot.get("r", "")) > 5]
    assert len(large) == sum(number for _, number in harms.hurt)
    pairs = {(principle, id) for id, risk in risks.items() for principle in risk.reduced_by}
    assert {(principle, id) for principle, ids in remedies.principles for id in ids} == pairs


def test_an_order_has_no_measure() -> None:
    """All cards of the survey are of one size: the source gives an order and no quantity."""
    found = library(".")
    case = found.items["ordine-del-sondaggio"].value
    assert isinstance(case, Case)
    figure = case_figure(found, case)
    assert figure is not None
    cards = [rect for rect in tree(figure).iter("rect") if rect.get("class") == "drawn-card"]
    assert len(cards) == 4
    assert len({(card.get("width"), card.get("height")) for card in cards}) == 1


@pytest.mark.parametrize(
    ("steps", "shape"),
    [(["**One**."], "line"), (["**One**.", "Two."], "line"), (["**x**"] * 9, "circle"), (["**x**"] * 2, "circle")],
)
def test_steps_that_cannot_be_drawn_have_no_figure(steps: list[str], shape: Literal["line", "circle"]) -> None:
    found = library(TINY)
    case = found.items["prima-pagnotta"].value
    assert isinstance(case, Case)
    assert case_figure(found, replace(case, steps=tuple(steps), shape=shape)) is None


def test_words_in_bold_are_the_gist_of_a_text() -> None:
    text = "Uno **due\n*tre***,[@post/madre] quattro **[[casa|cinque]] & <sei>**."
    assert prose.strong(text) == ("due tre", "cinque & <sei>")
    assert prose.gist(text) == "due tre cinque & <sei>"
    assert prose.gist("Uno *due*.") == "Uno due."


def test_a_library_of_nothing_has_no_figures() -> None:
    assert figures(replace(library(TINY), items={})) == []


def test_a_figure_does_not_depend_on_the_order_of_files() -> None:
    found = library(".")
    turned = replace(found, items=dict(reversed(list(found.items.items()))))
    assert [figure.drawing for figure in figures(found)] == [figure.drawing for figure in figures(turned)]


def with_title(found: Library, title: str) -> Library:
    """A library whose every title, name and step is one text."""
    items = {}
    for id, item in found.items.items():
        value = item.value
        if isinstance(value, Scenario):
            roles = tuple(Role(activity=role.activity, by=role.by, text=title) for role in value.roles)
            value = replace(value, title=title, label=title, roles=roles, move_on=(title,))
        elif isinstance(value, Risk):
            value = replace(value, title=title, hurts=tuple(replace(harm, who=title) for harm in value.hurts))
        elif isinstance(value, Activity | Principle | Case):
            value = replace(value, title=title)
        items[id] = replace(item, value=value)
    return replace(found, items=items)


@settings(max_examples=150, deadline=None)
@given(ONE_LINE.filter(is_title))
def test_no_title_can_make_anything_but_text(title: str) -> None:
    drawn = figures(with_title(library(TINY), title))
    assert len(drawn) == len(figures(library(TINY)))
    assert " ".join(title.split()) in (tree(drawn[0]).findtext("title") or ""), "it comes out as typed"
    for drawing in map(tree, drawn):
        assert {element.tag for element in drawing.iter()} <= ELEMENTS
        assert {key for element in drawing.iter() for key in element.attrib} <= ATTRIBUTES
    assert not any("\n\n" in figure.drawing for figure in drawn)


def test_a_very_long_word_is_broken_and_stays_inside() -> None:
    for figure in figures(with_title(library(TINY), "W" * 200)):
        assert all(line.left > -0.5 and line.right < WIDTH + 0.5 for line in placed(figure))
