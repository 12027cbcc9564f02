"""A sheet that someone filled in is read back, whoever wrote the file; one that cannot be read is told in plain words."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import terminal

import evaluate as command
import pikepdf
import pypdf
import pytest
from pypdf.generic import NameObject

from macros.checklist.answers import Partial, changes, possible
from macros.checklist.compiled import Compiled, compile_rules
from macros.checklist.evaluate import evaluate
from macros.crosscheck import scenario_ids
from macros.filled import UnreadableError, read_filled
from macros.library import Library
from macros.model import Checklist
from macros.model.rules import Golden
from macros.reading import read_library
from macros.result import result
from tests.projects import Built

LIST = "quale-scenario"
GOLDEN = (
    *("cantina-che-si-racconta", "mobilificio-alle-prime-armi", "catena-di-palestre"),
    *("marchio-di-cosmetica", "assicurazione-senza-gruppo", "editore-che-ascolta-da-se"),
)


def by_pypdf(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """Filled in by pypdf, as a program that fills forms for others does."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for page in writer.pages:
        if "/Annots" in page:
            values: dict[str, object] = {name: f"/{code}" for name, code in answers.items()}
            writer.update_page_form_field_values(page, values, auto_regenerate=False)  # type: ignore[arg-type]
    return _written(writer)


def by_pypdf_box_by_box(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """Only the boxes are on, the fields say nothing: what some viewers on telephones leave."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            box = reference.get_object()
            name = str(box["/Parent"].get("/T")) if "/Parent" in box else ""
            if name in answers and f"/{answers[name]}" in box["/AP"]["/N"]:
                box[NameObject("/AS")] = NameObject(f"/{answers[name]}")
    return _written(writer)


def by_pikepdf(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """Filled in by hand as the format asks: the field has the value, and its box is on."""
    return _by_pikepdf(pdf, answers, with_boxes=True)


def by_pikepdf_values_only(pdf: bytes, answers: Mapping[str, str]) -> bytes:
    """The field has the value and its boxes are left off: what programs that import data leave."""
    return _by_pikepdf(pdf, answers, with_boxes=False)


def _by_pikepdf(pdf: bytes, answers: Mapping[str, str], *, with_boxes: bool) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            if str(field.T) not in answers:
                continue
            state = f"/{answers[str(field.T)]}"
            field.V = pikepdf.Name(state)
            for box in field.Kids if with_boxes else ():
                box.AS = pikepdf.Name(state if state in dict(box.AP.N) else "/Off")
        return _saved(document)


def _written(writer: pypdf.PdfWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _saved(document: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


WRITERS: tuple[Callable[[bytes, Mapping[str, str]], bytes], ...] = (
    *(by_pypdf, by_pypdf_box_by_box),
    *(by_pikepdf, by_pikepdf_values_only),
)


@pytest.fixture(scope="module")
def library(real: Built) -> Library:
    return read_library(real.root)


@pytest.fixture(scope="module")
def checklist(library: Library) -> Checklist:
    found = library.items[LIST].value
    assert isinstance(found, Checklist)
    return found


@pytest.fixture(scope="module")
def compiled(library: Library, checklist: Checklist) -> Compiled:
    return compile_rules(checklist, scenario_ids(library))


@pytest.fixture(scope="module")
def pdf(real: Built) -> bytes:
    """The pages of the PDF that hold the fields of this checklist, and the fields: the whole book takes seconds to write."""
    with pikepdf.open(real.book(".pdf")) as document:
        for number in reversed(range(len(document.pages))):
            annotations = document.pages[number].get("/Annots", ())
            if not any(box.Subtype == "/Widget" for box in annotations):
                del document.pages[number]
        for key in ("/StructTreeRoot", "/Outlines", "/Names"):
            del document.Root[key]
        return _saved(document)


def replies_of(checklist: Checklist, id: str) -> dict[str, str]:
    return {reply.question: reply.answer for reply in golden_of(checklist, id).replies}


def golden_of(checklist: Checklist, id: str) -> Golden:
    assert checklist.rules is not None
    return next(example for example in checklist.rules.golden if example.id == id)


def exported(answers: Mapping[str, str], **changed: object) -> bytes:
    """What the web page saves."""
    data = {"checklist": LIST, "edition": "2026.1", "name": "prova", "answers": dict(answers)}
    return json.dumps(data | changed).encode()


def test_every_example_firm_is_tried(checklist: Checklist) -> None:
    assert checklist.rules is not None
    assert tuple(example.id for example in checklist.rules.golden) == GOLDEN


@pytest.mark.parametrize("id", GOLDEN)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_filled_pdf_gives_the_scenario_and_the_rows_of_the_rules(
    writer: Callable[[bytes, Mapping[str, str]], bytes], id: str, pdf: bytes, library: Library, checklist: Checklist
) -> None:
    expected, answers = golden_of(checklist, id), replies_of(checklist, id)
    (answered,) = read_filled(writer(pdf, answers), library)
    assert dict(answered.answers) == answers and answered.has_edition
    found = result(library, answered)
    rows = tuple(verdict.basis.id for verdict in found.verdicts if verdict.basis)
    assert [scenario.id for scenario in found.scenarios] == [expected.scenario]
    assert found.basis and (*rows, found.basis.id) == expected.rows
    assert found.complete and found.next is None


def test_the_whole_book_is_filled_in_and_read_as_well(real: Built, library: Library, checklist: Checklist) -> None:
    answers = replies_of(checklist, GOLDEN[3])
    (answered,) = read_filled(by_pikepdf(real.book(".pdf").read_bytes(), answers), library)
    assert dict(answered.answers) == answers


@pytest.mark.parametrize("id", GOLDEN)
def test_a_file_from_the_web_page_says_the_same_as_the_pdf(
    id: str, pdf: bytes, library: Library, checklist: Checklist
) -> None:
    answers = replies_of(checklist, id)
    results = [
        result(library, answered)
        for content in (exported(answers), by_pikepdf(pdf, answers))
        for answered in read_filled(content, library)
    ]
    assert len(results) == 2 and results[0] == results[1]


def test_the_account_of_a_complete_sheet_is_the_outcome_of_the_engine(
    library: Library, checklist: Checklist, compiled: Compiled
) -> None:
    for id in GOLDEN:
        answers = replies_of(checklist, id)
        (answered,) = read_filled(exported(answers), library)
        found = result(library, answered)
        outcome = evaluate(compiled, [compiled.answers.index(answers[question]) for question in compiled.questions])
        assert tuple(limit.id for limit in found.limits) == outcome.limits
        assert tuple(risk.id for risk in found.risks) == outcome.risks and found.maybe == ()
        moved = outcome.proposed != outcome.scenario
        assert (found.proposed is not None) == moved


def test_missing_answers_leave_what_some_completion_gives(compiled: Compiled) -> None:
    """Against every completion, one by one, for sheets with up to five answers missing."""
    chance = random.Random(3)
    for missing in (1, 2, 3, 4, 5):
        partial: list[int | None] = [chance.randrange(3) for _ in compiled.questions]
        for position in chance.sample(range(len(partial)), missing):
            partial[position] = None
        _compare(compiled, tuple(partial))


def _compare(compiled: Compiled, partial: Partial) -> None:
    found = possible(compiled, partial)
    choices = [range(3) if answer is None else (answer,) for answer in partial]
    outcomes = [evaluate(compiled, profile) for profile in itertools.product(*choices)]
    assert set(found.scenarios) == {outcome.scenario for outcome in outcomes}
    for position, advice in enumerate(found.advice):
        assert set(advice) == {outcome.advice[position] for outcome in outcomes}
    for position, levels in enumerate(found.criteria):
        assert set(levels) == {outcome.criteria[position] for outcome in outcomes}
    for flags, ids in ((found.risks, [alarm.risk for alarm in compiled.alarms]),):
        lit = [{risk in outcome.risks for outcome in outcomes} for risk in ids]
        assert flags.always == tuple(i for i, values in enumerate(lit) if values == {True})
        assert flags.maybe == tuple(i for i, values in enumerate(lit) if len(values) == 2)
    assert (found.best is None) == (len(found.scenarios) == 1)
    assert found.best is None or partial[found.best] is None


def test_the_best_question_is_the_one_whose_answer_settles_the_scenario(compiled: Compiled) -> None:
    """With everything in the middle but the complexity of interactions, only that question is open and it decides."""
    position = compiled.questions.index("complessita")
    partial = tuple(None if i == position else 1 for i in range(len(compiled.questions)))
    assert possible(compiled, partial).best == position


def test_a_change_that_is_named_changes_the_scenario_and_a_single_one_comes_first(compiled: Compiled) -> None:
    chance = random.Random(5)
    for _ in range(40):
        profile = [chance.randrange(3) for _ in compiled.questions]
        now, found = evaluate(compiled, profile).scenario, changes(compiled, profile)
        singles = {
            ((question, answer),)
            for question in range(len(profile))
            for answer in range(3)
            if evaluate(compiled, [*profile[:question], answer, *profile[question + 1 :]]).scenario != now
        }
        assert singles == {way for way, _ in found if len(way) == 1}
        for way, scenario in found:
            other = list(profile)
            for question, answer in way:
                other[question] = answer
            assert evaluate(compiled, other).scenario == scenario != now
            assert len(way) == 1 or not singles


def test_a_half_filled_pdf_says_what_is_still_possible_and_what_to_ask(
    pdf: bytes, real: Built, tmp_path: Path, checklist: Checklist, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answers = dict(list(replies_of(checklist, GOLDEN[3]).items())[:5])
    code, out, _ = run(real, by_pypdf(pdf, answers), tmp_path, capsys, monkeypatch)
    assert code == 0
    assert "Gli scenari ancora possibili:" in out and "Mancano 7 risposte su 12" in out
    assert "La risposta che direbbe di più:" in out


def test_the_command_says_scenario_reasons_limits_risks_and_what_would_change(
    pdf: bytes, real: Built, tmp_path: Path, checklist: Checklist, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    content = by_pikepdf(pdf, replies_of(checklist, "assicurazione-senza-gruppo"))
    code, out, err = run(real, content, tmp_path, capsys, monkeypatch)
    assert (code, err) == (0, "")
    for words in (
        "Lo scenario: Pluto",
        "(Topolino",
        "[1.4]",
        "I limiti che valgono",
        "I rischi",
        "Che cosa cambierebbe",
    ):
        assert words in out
    assert "scatole strette" in out


def test_the_command_gives_the_same_as_data(
    pdf: bytes, real: Built, tmp_path: Path, checklist: Checklist, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    content = by_pikepdf(pdf, replies_of(checklist, "catena-di-palestre"))
    code, out, _ = run(real, content, tmp_path, capsys, monkeypatch, "--json")
    (data,) = json.loads(out)
    assert code == 0 and data["complete"] is True
    assert [scenario["id"] for scenario in data["scenarios"]] == ["pluto"]
    assert data["answers"] == replies_of(checklist, "catena-di-palestre")
    assert {"verdicts", "risks", "limits", "changes", "warning"} <= data.keys()


def run(
    real: Built, content: bytes | None, folder: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, *options: str,
) -> tuple[int, str, str]:  # fmt: skip
    """The exit code of the command on a file, and what it said."""
    file = folder / "foglio.bin"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["evaluate.py", str(file), "--root", str(real.root), *options])
    code = terminal.run(command.main)
    said = capsys.readouterr()
    return code, said.out, said.err


def _locked(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        output = io.BytesIO()
        document.save(output, encryption=pikepdf.Encryption(owner="a", user="b", R=4, aes=False, metadata=False))
        return output.getvalue()


def _without_form(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            if "/Annots" in page:
                del page["/Annots"]
        del document.Root["/AcroForm"]
        return _saved(document)


def _stamped(pdf: bytes, key: str, value: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.docinfo[key] = value
        return _saved(document)


def _renamed(pdf: bytes) -> bytes:
    """A form of another book."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, field in enumerate(document.Root.AcroForm.Fields):
            field.T = f"campo-{number}"
        return _saved(document)


BAD: Mapping[str, tuple[Callable[[bytes], bytes | None], int, str, str]] = {
    "no file": (lambda _: None, 2, "non c’è", "There is no file"),
    "an empty file": (lambda _: b"", 1, "è vuoto", "is empty"),
    "an untouched PDF": (lambda pdf: pdf, 1, "da compilare", "to be filled in"),
    "a damaged PDF": (lambda pdf: pdf[: len(pdf) // 3], 1, "non si riesce a leggere", "cannot be read"),
    "a PDF of noise": (
        lambda _: b"%PDF-1.7\n" + random.Random(1).randbytes(5000),
        1,
        "non si riesce",
        "cannot be read",
    ),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), 1, "non si riesce a leggere", "cannot be read"),
    "a locked PDF": (_locked, 1, "password", "password"),
    "a printed PDF": (_without_form, 1, "senza caselle", "without boxes"),
    "the form of others": (_renamed, 1, "non è un foglio di questo libro", "not a sheet of this book"),
    "another book": (lambda pdf: _stamped(pdf, "/Book", "x"), 1, "non è un foglio", "not a sheet"),
    "another edition": (lambda pdf: _stamped(pdf, "/Edition", "2019.3"), 1, "2019.3", "2019.3"),
    "a strange answer": (
        lambda pdf: by_pikepdf_values_only(pdf, {"strumenti": "forse"}),
        1,
        "strumenti: forse",
        "forse",
    ),
    "half a JSON": (lambda _: exported({"strumenti": "never"})[:-9], 1, "non si riesce", "cannot be read"),
    "a deep JSON": (lambda _: b"[" * 100_000, 1, "non si riesce", "cannot be read"),
    "a JSON of others": (lambda _: b'{"name": "x"}', 1, "non è un foglio", "not a sheet"),
    "a list as JSON": (lambda _: b"[1, 2]", 1, "non è un foglio", "not a sheet"),
    "an unknown list": (lambda _: exported({}, checklist="x"), 1, "non è un foglio", "not a sheet"),
    "a tick list": (lambda _: exported({}, checklist="scegliere-il-partner"), 1, "non è un foglio", "not a sheet"),
    "no answers": (lambda _: exported({"strumenti": "unknown"}), 1, "da compilare", "to be filled in"),
    "an old JSON": (lambda _: exported({"strumenti": "never"}, edition="2019.3"), 1, "2019.3", "2019.3"),
    "an answer of its own": (lambda _: exported({"strumenti": "forse"}), 1, "strumenti: forse", "forse"),
    "a question of its own": (lambda _: exported({"x": "never"}), 1, "x: never", "x: never"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("lang", ["it", "en"])
def test_what_cannot_be_read_is_told_in_plain_words(
    name: str, lang: str, pdf: bytes, real: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    make, expected, italian, english = BAD[name]
    code, out, err = run(real, make(pdf), tmp_path, capsys, monkeypatch, "--lang", lang)
    assert (code, out) == (expected, "")
    assert (italian if lang == "it" else english) in " ".join(err.split())
    assert "Traceback" not in err and "foglio.bin" in err


def test_two_answers_at_once_count_as_none(pdf: bytes, library: Library, checklist: Checklist) -> None:
    answers = replies_of(checklist, GOLDEN[0])
    content = by_pypdf_box_by_box(by_pikepdf_values_only(pdf, answers), {"strumenti": "never"})
    assert answers["strumenti"] != "never"
    (answered,) = read_filled(content, library)
    assert answered.doubtful == ("strumenti",) and "strumenti" not in answered.answers


def test_a_file_without_its_edition_is_read_and_said_so(pdf: bytes, library: Library) -> None:
    with pikepdf.open(io.BytesIO(by_pikepdf(pdf, {"strumenti": "always"}))) as document:
        del document.docinfo["/Edition"]
        content = _saved(document)
    (answered,) = read_filled(content, library)
    assert not answered.has_edition


def test_no_bytes_at_all_make_the_reader_fail_in_another_way(pdf: bytes, library: Library) -> None:
    """Files spoilt at random: an answer or an `UnreadableError`, never anything else."""
    chance = random.Random(7)
    content = by_pikepdf(_small(pdf), {"strumenti": "always"})
    for _ in range(80):
        spoilt = bytearray(content)
        for _ in range(chance.randrange(1, 40)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            read_filled(bytes(spoilt), library)
        except UnreadableError:
            continue


def _small(pdf: bytes) -> bytes:
    """The form alone, on empty pages."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.Contents = document.make_stream(b"")
            page.Resources = pikepdf.Dictionary()
        return _saved(document)
