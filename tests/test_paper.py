"""The printed worksheet reaches what the engine reaches, and the PDF's fields are what readers and programs expect.

`Printed` follows the steps of the page as a person would, by the words, numbers and letters printed there:
it reads the built site and the EPUB, never the rules.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pikepdf
import pytest
import segno

from macros.book.xhtml import Element, classes_of, read_document, text_of
from macros.checklist.columns import Columns, columns_of
from macros.checklist.compiled import Compiled, compile_rules, question_ids
from macros.crosscheck import scenario_ids
from macros.library import Library
from macros.model import Checklist
from macros.reading import read_library
from tests.projects import Built

LIST = "quale-scenario"


@dataclass(frozen=True)
class Line:
    """A line to mark: what it looks at, with the values for which it holds, and what follows."""

    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    then: str


@dataclass(frozen=True)
class Column:
    """A value for every profile, as its place among some labels."""

    labels: tuple[str, ...]
    values: bytes


class Printed:
    """The worksheet of one built page."""

    def __init__(self, page: Element) -> None:
        self.page = page
        numbers = {text_of(one(item, "value")): int(text_of(one(item, "number"))) for item in items(page, "worth")}
        self.answers = tuple(sorted(numbers, key=lambda label: numbers[label]))
        assert sorted(numbers.values()) == list(range(len(numbers)))
        self.questions = dict(questions(page))
        self.scale = tuple(text_of(found) for found in every(page, "scale"))
        count, size = len(self.questions), len(self.answers)
        self.columns = {
            f"Domanda {number}": Column(self.answers, digits(number - 1, count, size)) for number in self.questions
        }
        self.tables: list[tuple[bytes, bytes]] = []
        """For each table of verdicts: which line held, and which verdict it gave."""

    def follow(self) -> tuple[bytes, bytes, list[bytes]]:
        """Which line of the last table held, the scenario, and which risks hold, for every profile."""
        for found in every(self.page, "sum"):
            self._add_up(found)
        for found in every(one(self.page, "step-verdicts"), "ruled"):
            self._judge(found)
        lines = list(map(line, every(one(self.page, "step-scenario"), "ruling")))
        held = self._only_one(lines)
        scenario = held.translate(padded([self.scale.index(found.then) for found in lines]))
        for limit in map(line, every(one(self.page, "step-limits"), "ruling")):
            scenario = self._limited(scenario, limit)
        risks = [self._holds(found) for found in map(line, every(one(self.page, "step-risks"), "ruling"))]
        return held, scenario, risks

    def _add_up(self, found: Element) -> None:
        letter, how = text_of(one(found, "letter")), text_of(one(found, "how"))
        gather = next(function for words, function in GATHER.items() if words in how)
        parts = [f"Domanda {text_of(number)}" for number in every(one(found, "gather"), "number")]
        levels = [(text_of(one(item, "range")), text_of(one(item, "value"))) for item in items(found, "levels")]

        def level(cell: Sequence[int]) -> int:
            number = gather(cell)
            (place,) = [i for i, (span, _) in enumerate(levels) if number in numbers_in(span)]
            return place

        self.columns[letter] = Column(tuple(label for _, label in levels), self._worked_out(parts, level))

    def _judge(self, found: Element) -> None:
        lines = list(map(line, every(found, "ruling")))
        held: bytes = self._only_one(lines)
        advice = tuple(sorted({one_line.then for one_line in lines}))
        verdict = held.translate(padded([advice.index(one_line.then) for one_line in lines]))
        self.columns[text_of(one(found, "letter"))] = Column(advice, verdict)
        self.tables.append((held, held.translate(padded([ADVICE.index(one_line.then) for one_line in lines]))))

    def _only_one(self, lines: list[Line]) -> bytes:
        """The place of the line that holds; there must be one and only one."""
        on = list(dict.fromkeys(name for found in lines for name, _ in found.conditions))

        def place(cell: Sequence[int]) -> int:
            (held,) = [i for i, found in enumerate(lines) if self._true(found, dict(zip(on, cell, strict=True)))]
            return held

        return self._worked_out(on, place)

    def _holds(self, found: Line) -> bytes:
        on = [name for name, _ in found.conditions]
        return self._worked_out(on, lambda cell: int(self._true(found, dict(zip(on, cell, strict=True)))))

    def _true(self, found: Line, given: dict[str, int]) -> bool:
        return all(self.columns[on].labels[given[on]] in values for on, values in found.conditions)

    def _limited(self, scenario: bytes, limit: Line) -> bytes:
        words, label = limit.then.rsplit(" ", 1)
        bound = {"non si va oltre": min, "non si resta sotto": max}[words]
        here = self.scale.index(label)
        return mixed(
            [scenario, self._holds(limit)],
            [len(self.scale), 2],
            lambda cell: bound(cell[0], here) if cell[1] else cell[0],
        )

    def _worked_out(self, on: Sequence[str], function: Callable[[Sequence[int]], int]) -> bytes:
        columns = [self.columns[name] for name in on]
        return mixed([column.values for column in columns], [len(column.labels) for column in columns], function)


ADVICE = ("si fa dentro", "prima si costruisce", "si fa insieme", "si compra")
GATHER: dict[str, Callable[[Sequence[int]], int]] = {"sommano": sum, "più basso": min, "più alto": max}


def one(element: Element, name: str) -> Element:
    """The first element with a class."""
    return next(every(element, name))


def every(element: Element, name: str) -> Iterator[Element]:
    """The elements with a class, in order."""
    return (found for found in element.iter() if name in classes_of(found))


def items(element: Element, name: str) -> list[Element]:
    """The items of the list with a class."""
    return list(one(element, name))


def line(found: Element) -> Line:
    """A line as it is printed; its strong words are what follows."""
    conditions = tuple(
        (text_of(one(condition, "on")), tuple(text_of(value) for value in every(condition, "value")))
        for condition in every(found, "condition")
    )
    strong = next(element for element in one(found, "then").iter() if element.tag.rpartition("}")[2] == "strong")
    return Line(conditions, text_of(strong))


def questions(page: Element) -> Iterator[tuple[int, str]]:
    """The number a reader sees before each question, and the question's id."""
    for group in every(page, "questions"):
        start = int(group.get("start", "1"))
        for number, found in enumerate(every(group, "question"), start):
            yield number, re.sub(r".*domanda-", "", found.get("id", ""))


def numbers_in(span: str) -> range:
    """`0–2` → 0, 1, 2; `3` → 3."""
    first, _, last = span.partition("–")
    return range(int(first), int(last or first) + 1)


def digits(position: int, count: int, size: int) -> bytes:
    """The answers to one question over all profiles, the first question changing slowest."""
    block = int(size ** (count - 1 - position))
    return b"".join(bytes([answer]) * block for answer in range(size)) * int(size**position)


def mixed(columns: Sequence[bytes], sizes: Sequence[int], function: Callable[[Sequence[int]], int]) -> bytes:
    """A function of a few columns, worked out once for each combination of their values."""
    total, stride = 0, 1
    for column, size in zip(columns, sizes, strict=True):
        total += int.from_bytes(column, "big") * stride
        stride *= size
    cells = itertools.product(*(range(size) for size in reversed(sizes)))
    results = padded([function(cell[::-1]) for cell in cells])
    return int(total).to_bytes(len(columns[0]), "big").translate(results)


def padded(values: Sequence[int]) -> bytes:
    """A table for `bytes.translate`."""
    return bytes(values) + bytes(256 - len(values))


@pytest.fixture(scope="module")
def library(real: Built) -> Library:
    return read_library(real.root)


@pytest.fixture(scope="module")
def compiled(library: Library) -> Compiled:
    checklist = library.items[LIST].value
    assert isinstance(checklist, Checklist)
    return compile_rules(checklist, scenario_ids(library))


@pytest.fixture(scope="module")
def engine(compiled: Compiled) -> Columns:
    return columns_of(compiled)


@pytest.fixture(scope="module", params=["site", "EPUB"])
def printed(request: pytest.FixtureRequest, real: Built) -> Printed:
    if request.param == "site":
        return Printed(read_document((real.site / "liste" / LIST / "index.html").read_text("utf-8")))
    with zipfile.ZipFile(real.book(".epub")) as archive:
        chapter = ElementTree.fromstring(archive.read("EPUB/text/liste.xhtml"))
    return Printed(next(found for found in every(chapter, "page") if found.get("id") == f"liste-{LIST}"))


def test_the_printed_steps_reach_what_the_engine_reaches_on_every_profile(
    printed: Printed, compiled: Compiled, engine: Columns
) -> None:
    """Scenario, lines, verdicts and risks of all 531,441 profiles."""
    assert tuple(printed.questions.values()) == compiled.questions
    assert tuple(printed.questions) == tuple(range(1, len(compiled.questions) + 1))
    held, scenario, risks = printed.follow()
    assert len(scenario) == len(compiled.answers) ** len(compiled.questions)
    assert scenario == engine.scenario
    assert [*(place for place, _ in printed.tables), held] == list(engine.rows)
    assert [verdict for _, verdict in printed.tables] == list(engine.tables)
    assert risks == list(engine.risks)


def test_a_wrong_digit_on_the_page_would_be_noticed(real: Built, engine: Columns) -> None:
    html = (real.site / "liste" / LIST / "index.html").read_text("utf-8")
    assert html.count('<span class="range">4–6</span>') == 1
    wrong = html.replace('<span class="range">4–6</span>', '<span class="range">5–6</span>')
    wrong = wrong.replace('<span class="range">3</span>', '<span class="range">3–4</span>')
    assert Printed(read_document(wrong)).follow()[1] != engine.scenario


def test_examples_are_called_invented_and_come_out_as_printed(printed: Printed, library: Library) -> None:
    checklist = library.items[LIST].value
    assert isinstance(checklist, Checklist) and checklist.rules is not None
    printed.follow()
    examples = list(every(printed.page, "example"))
    assert len(examples) == len(checklist.rules.golden)
    size, count = len(printed.answers), len(printed.questions)
    for found in examples:
        assert "inventata" in text_of(found)
        replies = {int(text_of(one(r, "number"))): text_of(one(r, "value")) for r in every(found, "reply")}
        profile = sum(printed.answers.index(replies[n]) * size ** (count - n) for n in printed.questions)
        for letter in every(found, "reached"):
            column = printed.columns[text_of(one(letter, "letter"))]
            assert column.labels[column.values[profile]] == text_of(one(letter, "value"))


def test_the_warning_stands_by_the_outcome(printed: Printed) -> None:
    step = one(printed.page, "step-limits")
    assert "scatole strette" in text_of(one(step, "warning")) and list(every(step, "outcome"))


def test_the_worksheet_needs_no_form_and_no_wide_table(printed: Printed) -> None:
    steps = [found for name in ("worksheet", "worksheet-lead") for found in every(printed.page, name)]
    tags = {element.tag.rpartition("}")[2] for step in steps for element in step.iter()}
    assert not tags & {"table", "input", "button", "form"}


def test_every_question_is_one_field_named_by_its_id(real: Built, library: Library) -> None:
    with pikepdf.open(real.book(".pdf")) as document:
        names = [str(field.T) for field in document.Root.AcroForm.Fields]
        boxes = [box for page in document.pages for box in page.get("/Annots", ()) if box.Subtype == "/Widget"]
        own = [box for box in boxes if "/T" in box]
        assert all("/Parent" in box or "/T" in box for box in boxes)
        assert len(own) + sum(len(f.Kids) for f in document.Root.AcroForm.Fields if "/Kids" in f) == len(boxes)
    lists = [found for _, found in library.of(Checklist)]
    assert sorted(names) == sorted(id for found in lists for id in question_ids(found))
    assert len(set(names)) == len(names)


def test_a_box_is_spoken_as_question_and_answer_and_drawn_on_and_off(real: Built, library: Library) -> None:
    answers = {a.code: a.label for _, found in library.of(Checklist) for a in found.answers}
    texts = {q.id: q.text for _, found in library.of(Checklist) for group in found.groups for q in group.questions}
    with pikepdf.open(real.book(".pdf")) as document:
        for field in document.Root.AcroForm.Fields:
            question = texts[str(field.T)]
            assert str(field.TU) == question
            assert field.V == "/Off"
            for box in field.get("/Kids", [field]):
                (state,) = set(dict(box.AP.N)) - {"/Off"}
                expected = question if state == "/ticked" else f"{question} {answers[state[1:]]}"
                assert str(box.TU) == expected
                assert box.AS == "/Off" and int(box.F) == 4
                assert box.AP.N[state].read_bytes() and not box.AP.N["/Off"].read_bytes()
                assert box.Rect[0] < box.Rect[2] and box.Rect[1] < box.Rect[3]


def test_the_pdf_says_which_book_and_edition_it_is(real: Built, library: Library) -> None:
    with pikepdf.open(real.book(".pdf")) as document:
        assert document.docinfo["/Book"] == library.book.id
        assert document.docinfo["/Edition"] == library.book.edition


def test_no_form_control_is_in_the_epub(real: Built) -> None:
    with zipfile.ZipFile(real.book(".epub")) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                tree = ElementTree.fromstring(archive.read(name))
                assert not [e for e in tree.iter() if e.tag.rpartition("}")[2] in ("input", "form", "label", "select")]
                assert not [e for e in tree.iter() if "data-field" in e.attrib or "data-spoken" in e.attrib]


def test_nothing_leads_to_the_web_sheet_until_the_site_has_an_address(printed: Printed) -> None:
    assert not list(every(printed.page, "web-sheet"))


def test_a_code_and_the_address_beside_it_lead_to_the_web_sheet(addressed: Built) -> None:
    address = f"https://libro.example/guida/liste/{LIST}/"
    page = read_document((addressed.site / "liste" / LIST / "index.html").read_text("utf-8"))
    sheet = one(page, "web-sheet")
    assert address in text_of(sheet)
    drawing = next(found for found in sheet.iter() if found.get("role") == "img")
    drawn = [found.get("d") for found in drawing.iter() if found.get("stroke")]
    expected = segno.make(address, error="m", micro=False).svg_inline(border=4, omitsize=True)
    assert drawn and f'd="{drawn[0]}"' in expected
    with pikepdf.open(io.BytesIO(addressed.book(".pdf").read_bytes())) as document:
        links = [
            str(note.A.URI)
            for p in document.pages
            for note in p.get("/Annots", ())
            if "/A" in note and "/URI" in note.A
        ]
    assert address in links
