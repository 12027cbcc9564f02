"""The interactive checklist in a real browser: the road to the result, the rules of its pages, and its one meaning with
Python. Scripts off first."""

from __future__ import annotations

import dataclasses
import functools
import gzip
import itertools
import json
import pathlib
import random
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, expect, sync_playwright

from macros.bundle import bundled
from macros.checklist.answers import possible
from macros.checklist.certificate import certify
from macros.checklist.compiled import Compiled, compile_rules
from macros.checklist.evaluate import evaluate
from macros.crosscheck import scenario_ids
from macros.library import Library
from macros.model import Checklist
from macros.reading import read_library
from tests.browser import ARGUMENTS, ASK_AXE, WATCH, WIDTHS, chromium, served, watching
from tests.projects import ROOT, Built

PAGE = "liste/quale-scenario/"
AXE = "axe-core.js"
"""The name under which the server offers axe: from the site's own address, so that the policy of the page lets it in."""
SCRIPTS = ROOT / "theme" / "assets" / "checklist"
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 1280)]


@functools.cache
def library() -> Library:
    return read_library(ROOT)


@functools.cache
def checklist() -> Checklist:
    value = library().items["quale-scenario"].value
    assert isinstance(value, Checklist)
    return value


@functools.cache
def rules() -> Compiled:
    return compile_rules(checklist(), scenario_ids(library()))


def word(key: str, **values: object) -> str:
    return library().words[key].format(**values)


def questions() -> list[str]:
    return [question.text for group in checklist().groups for question in group.questions]


def fragment(profile: dict[str, str], edition: str = "") -> str:
    return "#" + "&".join([f"v={edition or library().book.edition}", *(f"{id}={code}" for id, code in profile.items())])


def golden(scenario: str) -> dict[str, str]:
    """The answers of an example firm that comes to this scenario."""
    found = checklist().rules
    assert found is not None
    example = next(one for one in found.golden if one.scenario == scenario)
    return {reply.question: reply.answer for reply in example.replies}


def data_of(page: Page) -> dict[str, Any]:
    """The data that came with the page."""
    found = re.search(r"data-sheet='(.*?)'", page.request.get(page.url).text(), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture(scope="module")
def origin(real: Built) -> Iterator[str]:
    with served(real.site, "/", {AXE: AXE_FILE_PATH}) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


Open = Callable[..., Page]


@pytest.fixture
def show(browser: Browser, origin: str) -> Iterator[Open]:
    """Opens the checklist's page in a new profile of the browser; whatever it complains of fails the test."""
    with watching(origin) as watch:

        def opened(address: str = "", **look: Any) -> Page:
            context = browser.new_context(accept_downloads=True, **{"viewport": {"width": 1280, "height": 800}, **look})
            context.add_init_script(WATCH)
            page = context.new_page()
            watch(page)
            page.goto(origin + PAGE + address)
            return page

        yield opened


def begin(page: Page) -> Page:
    page.get_by_role("button", name=word("sheet_start_one")).click()
    return page


def go_on(page: Page) -> None:
    page.get_by_role("button", name=word("sheet_continue"), exact=True).click()


def choose(page: Page, label: str) -> None:
    page.locator(".sheet").get_by_label(label, exact=True).check()


def heading(page: Page) -> str:
    return page.locator(".sheet h2").first.inner_text()


# Without scripts


def test_without_scripts_every_question_can_be_read_and_answered(show: Open) -> None:
    page = show(java_script_enabled=False)
    for question in checklist().groups[0].questions:
        expect(page.get_by_role("group", name=question.text)).to_be_visible()
    expect(page.locator("fieldset:visible legend")).to_have_count(len(questions()))
    page.locator(".answers label").first.click()
    assert page.locator(".answers input:checked").count() == 1
    assert page.locator(".sheet:visible").count() == 0
    page.context.close()


def test_without_scripts_nothing_is_chosen_beforehand(show: Open) -> None:
    page = show(java_script_enabled=False)
    assert page.locator("input:checked:not(.md-toggle, .md-option)").count() == 0
    page.context.close()


# One meaning with Python


def test_all_outcomes_have_the_same_hash_in_the_browser_and_in_python(show: Open) -> None:
    page = show(f"#{word('sheet_at_proof')}")
    page.get_by_role("button", name=word("sheet_proof_compute")).click()
    expect(page.locator(".sheet-hash")).to_have_count(2, timeout=60_000)
    published, computed = page.locator(".sheet-hash").all_inner_texts()
    assert published == computed == certify(rules()).sha256


def test_single_outcomes_are_explained_alike_in_the_browser_and_in_python(show: Open) -> None:
    dice = random.Random(7)
    profiles = [[dice.randrange(len(rules().answers)) for _ in rules().questions] for _ in range(500)]
    page = show()
    sheet = data_of(page)
    ask = """async ([rules, profiles]) => {
        const { evaluate } = await import(new URL("../../assets/checklist/engine.mjs", location.href));
        return profiles.map(profile => evaluate(rules, profile));
    }"""
    found = page.evaluate(ask, [sheet["rules"], profiles])
    expected = [json.loads(json.dumps(dataclasses.asdict(evaluate(rules(), profile)))) for profile in profiles]
    assert found == expected


def test_what_is_still_possible_is_what_the_completions_give(show: Open) -> None:
    dice = random.Random(11)
    page = show()
    ask = """async ([rules, partials]) => {
        const { possible } = await import(new URL("../../assets/checklist/engine.mjs", location.href));
        return partials.map(partial => possible(rules, partial));
    }"""
    scale = range(len(rules().answers))
    partials = [[dice.choice([*scale, *scale, None]) for _ in rules().questions] for _ in range(12)]
    for partial, found in zip(partials, page.evaluate(ask, [data_of(page)["rules"], partials]), strict=True):
        open_ones = [scale if answer is None else (answer,) for answer in partial]
        outcomes = [evaluate(rules(), profile) for profile in itertools.product(*open_ones)]
        assert found["scenarios"] == sorted({outcome.scenario for outcome in outcomes})
        assert found["advice"] == [
            sorted(set(column)) for column in zip(*(one.advice for one in outcomes), strict=True)
        ]
        assert found["best"] == possible(rules(), tuple(partial)).best
        lit: list[set[str]] = [set(outcome.risks) for outcome in outcomes]
        risks = [alarm.risk for alarm in rules().alarms]
        assert {risks[place] for place in found["risks"]["always"]} == set[str].intersection(*lit)
        assert {risks[place] for place in found["risks"]["maybe"]} == set[str].union(*lit) - set[str].intersection(*lit)


def test_what_would_change_the_scenario_is_every_single_change_or_the_pairs_where_there_is_none(show: Open) -> None:
    dice = random.Random(13)
    page = show()
    ask = """async ([rules, profiles]) => {
        const { changes } = await import(new URL("../../assets/checklist/engine.mjs", location.href));
        return profiles.map(profile => changes(rules, profile));
    }"""
    profiles = [[dice.choice((0, 1, 2)) for _ in rules().questions] for _ in range(40)]
    sizes = set()
    for profile, found in zip(profiles, page.evaluate(ask, [data_of(page)["rules"], profiles]), strict=True):
        now = evaluate(rules(), profile).scenario
        singles = [(place, answer) for place, old in enumerate(profile) for answer in (0, 1, 2) if answer != old]
        for size in (1, 2):
            ways = [way for way in itertools.combinations(singles, size) if len({place for place, _ in way}) == size]
            expected = [(way, other) for way in ways if (other := _scenario_with(profile, way)) != now]
            if expected:
                break
        told = [(tuple((one["question"], one["answer"]) for one in way["answers"]), way["scenario"]) for way in found]
        assert told == expected
        sizes.add(size)
    assert sizes == {1, 2}


def _scenario_with(profile: list[int], way: tuple[tuple[int, int], ...]) -> int:
    other = dict(enumerate(profile)) | dict(way)
    return evaluate(rules(), [other[place] for place in range(len(profile))]).scenario


# The fifteen rules of the pages


def test_1_each_question_is_a_fieldset_whose_legend_is_the_heading(show: Open) -> None:
    page = begin(show())
    expect(page.locator(".sheet fieldset > legend > h2")).to_have_text(questions()[0])


def test_2_nothing_is_chosen_beforehand(show: Open) -> None:
    page = show(f"#{word('sheet_at_all')}")
    assert page.locator(".sheet input[type=radio]").count() == len(questions()) * (len(rules().answers) + 1)
    assert page.locator(".sheet input:checked").count() == 0


def test_3_not_knowing_comes_last_after_an_or(show: Open) -> None:
    page = begin(show())
    choices = page.locator(".sheet-choices > *").all_inner_texts()
    assert choices[-2:] == [word("sheet_or"), word("sheet_unknown")]


def test_4_the_hint_is_tied_to_the_question_and_holds_no_link(show: Open) -> None:
    page = begin(show())
    hint = page.locator(f"#{page.locator('.sheet fieldset').get_attribute('aria-describedby')}")
    expect(hint).to_be_visible()
    expect(hint).to_contain_text(word("sheet_why"))
    assert hint.locator("a").count() == 0


def test_5_the_browser_s_back_keeps_answers(show: Open) -> None:
    page = begin(show())
    choose(page, "Sempre")
    go_on(page)
    page.go_back()
    expect(page.locator(".sheet legend")).to_have_text(questions()[0])
    expect(page.locator(".sheet").get_by_label("Sempre", exact=True)).to_be_checked()


def test_6_choosing_does_not_advance_and_going_on_asks_for_an_answer(show: Open) -> None:
    page = begin(show())
    choose(page, "Mai")
    expect(page.locator(".sheet legend")).to_have_text(questions()[0])
    assert page.locator(".sheet-summary").count() == 0


def test_7_the_number_of_the_question_and_the_total_are_true(show: Open) -> None:
    page = begin(show())
    for number, text in enumerate(questions(), start=1):
        expect(page.locator(".sheet legend")).to_have_text(text)
        expect(page.locator(".sheet-count")).to_contain_text(
            word("sheet_question_of", n=number, total=len(questions()))
        )
        choose(page, word("sheet_unknown"))
        go_on(page)
    expect(page.locator(".sheet h2")).to_have_text(word("sheet_check_title"))


def test_8_an_error_is_in_the_title_in_a_summary_and_beside_the_field(show: Open) -> None:
    page = begin(show())
    go_on(page)
    expect(page).to_have_title(re.compile(f"^{word('sheet_error')} "))
    expect(page.locator(".sheet-summary")).to_be_focused()
    expect(page.locator(".sheet-error")).to_contain_text(word("sheet_choose"))
    link = page.locator(".sheet-summary a")
    expect(link).to_have_text(word("sheet_choose"))
    link.click()
    expect(page.locator(".sheet input").first).to_be_focused()
    described = page.locator(".sheet fieldset").get_attribute("aria-describedby") or ""
    assert (page.locator(".sheet-error").get_attribute("id") or "-") in described.split()


def test_9_changing_one_answer_asks_nothing_else(show: Open) -> None:
    page = show(fragment(golden("pluto")))
    page.get_by_role("link", name=word("sheet_back_to_check")).click()
    name = f"{word('sheet_change')} {word('sheet_change_which', question=questions()[4])}"
    page.get_by_role("link", name=name, exact=True).click()
    choose(page, "In parte")
    go_on(page)
    expect(page.locator(".sheet h2")).to_have_text(word("sheet_check_title"))
    expect(page.locator(".sheet-given").nth(4)).to_have_text("In parte")


def test_10_an_answer_not_given_is_shown_as_such(show: Open) -> None:
    page = show(f"#{word('sheet_at_check')}")
    assert set(page.locator(".sheet-given").all_inner_texts()) == {word("sheet_not_given")}


def test_11_the_outcome_comes_first_then_why_then_what_to_do(show: Open) -> None:
    page = show(fragment(golden("pluto")))
    order = page.locator(".sheet :is(h2, h3)").all_inner_texts()
    assert order[0].startswith(word("sheet_result_title", scenario=""))
    told = [word(f"sheet_{key}_title") for key in ("reasons", "verdicts", "risks", "turns", "review", "link", "files")]
    assert order[1:] == told


def test_12_a_step_moves_the_focus_and_the_title_and_news_are_announced(show: Open) -> None:
    page = begin(show())
    expect(page.locator(".sheet h2")).to_be_focused()
    before = page.title()
    choose(page, "Mai")
    go_on(page)
    expect(page.locator(".sheet h2")).to_be_focused()
    assert page.title() != before and questions()[1] in page.title()
    assert page.locator(".sheet [role=status]").count() == 1


@pytest.mark.parametrize(
    "route", ["sheet_at_all", "sheet_at_check", "sheet_at_result", "sheet_at_compare", "sheet_at_start"]
)
def test_13_targets_are_large_and_focus_is_never_under_the_header(show: Open, route: str) -> None:
    page = show(f"#{word(route)}", viewport={"width": 320, "height": 500})
    small = page.evaluate(
        """() => [...document.querySelectorAll(".sheet :is(button, input, summary, .sheet-actions a, .sheet-back a, dd a)")]
            .filter(one => one.checkVisibility()).map(one => one.closest("label") ?? one)
            .filter(one => one.closest(".sheet-because, p.sheet-open, dt") === null && one.getBoundingClientRect().height < 24)
            .map(one => one.outerHTML)"""
    )
    assert small == []
    stops = page.locator(".sheet :is(a, button, input, summary):visible")
    hidden = []
    for _ in range(min(stops.count(), 40)):
        page.keyboard.press("Tab")
        hidden += page.evaluate(
            """() => { const one = document.activeElement.closest(".sheet *"); if (!one) return [];
                const box = one.getBoundingClientRect(), head = document.querySelector(".md-header").getBoundingClientRect();
                return box.top < head.bottom - 1 && box.bottom < head.bottom + 4 ? [one.outerHTML] : [] }"""
        )
    assert hidden == []
    assert page.locator(".sheet input[type=range]").count() == 0


def test_14_the_whole_road_can_be_walked_by_keyboard_on_a_narrow_screen(show: Open) -> None:
    page = show(viewport={"width": 320, "height": 568})
    page.get_by_role("button", name=word("sheet_start_one")).focus()
    page.keyboard.press("Enter")
    for text in questions():
        expect(page.locator(".sheet legend")).to_have_text(text)
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    page.get_by_role("link", name=word("sheet_see_result")).press("Enter")
    expect(page.locator(".sheet h2").first).to_contain_text(word("sheet_result_title", scenario=""))
    scroll, client = page.evaluate(WIDTHS)
    assert scroll <= client


def test_15_starting_twice_changes_nothing(show: Open) -> None:
    page = begin(show())
    choose(page, "Mai")
    again = """address => new Promise(done => {
        const script = document.createElement("script");
        Object.assign(script, { type: "module", src: address, onload: done });
        document.head.append(script);
    })"""
    page.evaluate(again, "../../assets/checklist/app.mjs?twice")
    expect(page.locator(".sheet fieldset")).to_have_count(1)
    expect(page.locator(".sheet").get_by_label("Mai", exact=True)).to_be_checked()


@pytest.fixture(scope="module")
def instant(real: Built, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The same site with the theme's instant navigation on, which asks for a map of the site."""
    folder = tmp_path_factory.mktemp("instant") / "site"
    shutil.copytree(real.site, folder)
    for file in folder.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'("features": ?\[)', r'\1"navigation.instant", ', text)
        file.write_text(text, encoding="utf-8")
    return folder


def test_15_the_sheet_opens_each_time_instant_navigation_shows_its_page(
    browser: Browser, instant: pathlib.Path
) -> None:
    pages = "".join(f"<url><loc>{{0}}{name}</loc></url>" for name in ("", "liste/", PAGE, "glossario/"))
    with served(instant) as origin:
        (instant / "sitemap.xml").write_text(f"<urlset>{pages}</urlset>".replace("{0}", origin), encoding="utf-8")
        page = browser.new_page()
        page.goto(f"{origin}liste/")
        page.evaluate("window.stayed = true")
        for _ in range(2):
            page.locator('.md-content a[href$="quale-scenario/"]').first.click()
            begin(page)
            expect(page.locator(".sheet fieldset")).to_have_count(1)
            expect(page.locator(".sheet legend")).to_have_text(questions()[0])
            choose(page, "Mai")
            go_on(page)
            expect(page.locator(".sheet legend")).to_have_text(questions()[1])
            page.go_back()
            expect(page.locator(".sheet legend")).to_have_text(questions()[0])
            expect(page.locator(".sheet").get_by_label("Mai", exact=True)).to_be_checked()
            page.locator(
                '.md-nav--primary a[href$="liste/"], .md-footer a[href$="liste/"], .md-footer a[href="../"]'
            ).last.click()
            expect(page.locator("h1")).to_contain_text("liste")
        assert page.evaluate("window.stayed") is True
        page.close()


# What a reader can do


@pytest.mark.parametrize("scenario", ["pippo", "pluto", "topolino"])
def test_the_example_firms_come_to_their_scenario_with_reasons_down_to_the_passage(show: Open, scenario: str) -> None:
    page = show(fragment(golden(scenario)))
    title = library().title(scenario)
    expect(page.locator(".sheet h2").first).to_have_text(word("sheet_result_title", scenario=title))
    assert page.locator(".sheet-because a.ref").count() > 7
    assert page.locator(".sheet-because a.cite").count() > 7
    expect(page.locator(".sheet-warning a")).to_be_visible()
    for href in page.locator(".sheet-because a").evaluate_all("links => links.map(one => one.href)"):
        answer = page.request.get(href)
        assert answer.ok and (("#" not in href) or f'id="{href.partition("#")[2]}"' in answer.text())


def test_missing_answers_give_the_set_of_what_is_still_possible_and_the_next_question(show: Open) -> None:
    page = show(fragment({**golden("topolino"), "gruppo-interno": "unknown"}))
    expect(page.locator(".sheet h2").first).to_have_text(word("sheet_result_open", scenario="Pluto o Topolino"))
    best = page.locator(".sheet-open a")
    expect(best).to_have_text(questions()[7])
    best.click()
    choose(page, "Sempre")
    go_on(page)
    page.get_by_role("link", name=word("sheet_see_result")).click()
    expect(page.locator(".sheet h2").first).to_contain_text("Topolino")


def test_the_shared_link_gives_the_same_result_to_another_reader(show: Open) -> None:
    page = show(fragment(golden("topolino")))
    address = page.get_by_label(word("sheet_link_address")).input_value()
    assert address.endswith(fragment(golden("topolino")))
    other = show("#" + address.partition("#")[2])
    assert heading(other) == heading(page)


def test_sheets_are_kept_by_name_and_can_all_be_erased(show: Open) -> None:
    page = begin(show())
    choose(page, "Mai")
    page.goto(page.url.split("#")[0] + f"#{word('sheet_at_check')}")
    page.get_by_label(word("sheet_name")).fill("Direzione <b>")
    page.goto(page.url.split("#")[0] + f"#{word('sheet_at_start')}")
    page.reload()
    expect(page.locator(".sheet-list li")).to_have_count(1)
    page.get_by_role("button", name="Direzione <b>", exact=True).click()
    expect(page.locator(".sheet-given").first).to_have_text("Mai")
    page.go_back()
    page.get_by_role("button", name=word("sheet_erase_all")).click()
    page.get_by_role("button", name=word("sheet_erase_all_sure")).click()
    assert page.locator(".sheet-list").count() == 0
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('sheet:'))") == []


def saved(page: Page, button: str, folder: pathlib.Path) -> pathlib.Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    to = folder / waiting.value.suggested_filename
    waiting.value.save_as(to)
    return to


def test_the_files_of_a_result_say_what_the_page_says(show: Open, tmp_path: pathlib.Path) -> None:
    page = show(fragment(golden("pluto")))
    page.get_by_label(word("sheet_name")).fill("=1+1 *Direzione*")
    record = saved(page, word("sheet_save_record"), tmp_path).read_text("utf-8")
    assert heading(page) in record and all(text in record for text in questions())
    assert "\\*Direzione\\*" in record
    actions = saved(page, word("sheet_save_actions"), tmp_path).read_bytes().decode("utf-8-sig")
    assert len(actions.splitlines()) > 7
    assert not re.search(r'(^|;)"[=+@-]', actions, re.MULTILINE)
    reminder = saved(page, word("sheet_review_ics"), tmp_path).read_bytes()
    assert reminder.startswith(b"BEGIN:VCALENDAR\r\n") and reminder.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in reminder.split(b"\r\n")) <= 75
    kept = saved(page, word("sheet_save_json"), tmp_path)
    assert json.loads(kept.read_text("utf-8"))["answers"] == golden("pluto")
    other = show()
    other.get_by_label(word("sheet_open_file")).set_input_files(kept)
    expect(other.get_by_label(word("sheet_name"))).to_have_value("=1+1 *Direzione*")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"checklist": "altra"}', "null", '{"checklist":"quale-scenario","edition":1}']
)
def test_a_foreign_file_gets_a_message(show: Open, tmp_path: pathlib.Path, text: str) -> None:
    (tmp_path / "altro.json").write_text(text, encoding="utf-8")
    page = show()
    page.get_by_label(word("sheet_open_file")).set_input_files(tmp_path / "altro.json")
    expect(page.locator(".sheet-status")).to_have_text(word("sheet_file_strange", file="altro.json"))


def test_the_comparison_shows_first_the_disagreements_that_flip_the_scenario(
    show: Open, tmp_path: pathlib.Path
) -> None:
    mine, theirs = golden("topolino"), golden("topolino")
    theirs["gruppo-interno"] = "never"
    theirs["risorse-economiche"] = "never"
    for name, answers in (("io", mine), ("loro", theirs)):
        data = {"checklist": "quale-scenario", "edition": library().book.edition, "name": name, "answers": answers}
        (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    page = show(f"#{word('sheet_at_compare')}")
    page.get_by_label(word("sheet_compare_files")).set_input_files([tmp_path / "io.json", tmp_path / "loro.json"])
    agenda = page.locator(".sheet-agenda")
    expect(agenda.first.locator(".sheet-asked")).to_have_text(questions()[7])
    expect(agenda.last.locator(".sheet-asked")).to_have_text(questions()[9])
    expect(agenda.last).not_to_be_visible()
    page.get_by_label(word("sheet_compare_links")).fill(f"{page.url.split('#')[0]}{fragment(golden('pippo'))} boh")
    page.get_by_role("button", name=word("sheet_compare_read")).click()
    expect(page.locator(".sheet-list li")).to_have_count(3)
    expect(page.locator(".sheet-status")).to_have_text(word("sheet_link_strange"))


def test_a_link_of_an_edition_that_is_gone_says_so(browser: Browser, origin: str) -> None:
    page = browser.new_page()
    page.goto(origin + PAGE + fragment(golden("pluto"), "1999.1"))
    today = library().book.edition
    expect(page.locator(".sheet-notice")).to_contain_text(word("sheet_edition_lost", edition="1999.1", today=today))
    expect(page.locator(".sheet h2").first).to_contain_text("Pluto")
    page.close()


def test_a_link_of_another_edition_opens_under_its_rules_and_says_what_today_s_change(
    browser: Browser, origin: str
) -> None:
    page = browser.new_page()
    page.goto(origin + PAGE)
    data = data_of(page)
    data["edition"] = "2025.1"
    data["rules"]["limits"] = []
    page.route("**/rules/quale-scenario-2025.1.json", lambda route: route.fulfill(json=data))
    answers = {**golden("topolino"), "gruppo-interno": "never"}
    page.goto("about:blank")
    page.goto(origin + PAGE + fragment(answers, "2025.1"))
    expect(page.locator(".sheet h2").first).to_contain_text("Topolino")
    told = word("sheet_edition_other", edition="2025.1", today=library().book.edition, scenario="Pluto")
    expect(page.locator(".sheet-open")).to_contain_text(told)
    page.get_by_role("button", name=word("sheet_edition_renew", today=library().book.edition)).click()
    expect(page.locator(".sheet h2").first).to_contain_text("Pluto")
    page.close()


def test_a_static_anchor_and_the_paper_are_still_reached(show: Open) -> None:
    page = show("#domanda-complessita")
    expect(page.locator(".sheet legend")).to_have_text(questions()[6])
    page.goto(page.url.split("#")[0] + f"#{word('sheet_at_paper')}")
    expect(page.locator(".questions fieldset").first).to_be_visible()
    page.get_by_role("link", name=word("sheet_paper_back")).click()
    expect(page.locator(".questions fieldset").first).not_to_be_visible()


# In every state


def states(page: Page) -> Iterator[str]:
    """Goes through the states of the page, naming each."""
    base = page.url.split("#")[0]
    yield "start"
    begin(page)
    go_on(page)
    yield "error"
    page.goto(f"{base}#{word('sheet_at_all')}")
    page.locator(".sheet h2").wait_for()
    go_on(page)
    yield "all"
    page.goto(base + fragment(golden("pluto")))
    page.get_by_label(word("sheet_name")).fill("Direzione")
    yield "result"
    page.goto(base + fragment({"strumenti": "never", "complessita": "unknown"}))
    page.locator(".sheet-open").wait_for()
    page.get_by_label(word("sheet_name")).fill("Vendite")
    yield "open"
    page.goto(f"{base}#{word('sheet_at_check')}")
    yield "check"
    page.goto(f"{base}#{word('sheet_at_compare')}")
    for name in ("Direzione", "Vendite"):
        page.get_by_label(name, exact=True).check()
    yield "compare"
    page.goto(f"{base}#{word('sheet_at_start')}")
    yield "kept"


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_in_any_state_and_no_state_scrolls_sideways(
    show: Open, origin: str, scheme: str, width: int
) -> None:
    page = show(color_scheme=scheme, viewport={"width": width, "height": 800})
    found = {}
    for state in states(page):
        page.wait_for_timeout(100)
        page.add_script_tag(url=f"{origin}{AXE}")
        scroll, client = page.evaluate(WIDTHS)
        found[state] = [*page.evaluate(ASK_AXE), *([f"{scroll} > {client}"] if scroll > client else [])]
    assert len(found) == 8
    assert {state: faults for state, faults in found.items() if faults} == {}


# The scripts themselves


def test_the_scripts_are_small() -> None:
    assert len(gzip.compress(b"".join(file.read_bytes() for file in sorted(SCRIPTS.glob("*.mjs"))))) < 40_000


def test_the_scripts_hold_no_word_for_readers() -> None:
    """Texts in quotation marks are codes, names of tags or keys of words: none has two words of prose or an accent."""
    for file in SCRIPTS.glob("*.mjs"):
        code = re.sub(r"/\*\*.*?\*/|//[^\n]*", "", file.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"[àèéìòùÀÈÉÌÒÙ«»’]", code), file.name


# The one-file kit


def test_the_kit_works_from_a_disk_with_no_request(real: Built, browser: Browser, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "kit.html"
    shutil.copy(real.site / word("address_downloads") / "quale-scenario.html", file)
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto(file.as_uri())
    begin(page)
    for _ in questions():
        choose(page, "Sempre")
        go_on(page)
    page.get_by_role("link", name=word("sheet_see_result")).click()
    expect(page.locator(".sheet h2").first).to_contain_text("Topolino")
    kept = saved(page, word("sheet_save_json"), tmp_path)
    assert set(json.loads(kept.read_text("utf-8"))["answers"].values()) == {"always"}
    page.goto(f"{file.as_uri()}#{word('sheet_at_proof')}")
    page.get_by_role("button", name=word("sheet_proof_compute")).click()
    expect(page.locator(".sheet-hash")).to_have_count(2, timeout=60_000)
    assert page.locator(".sheet-hash").last.inner_text() == certify(rules()).sha256
    assert [url for url in asked if not url.startswith((file.as_uri(), "blob:", "data:"))] == []
    assert page.evaluate("seen") == []
    scroll, client = page.evaluate(WIDTHS)
    assert scroll <= client
    context.close()


@pytest.mark.parametrize("line", ['import * as x from "./x.mjs";', "export default 1;", "const a = import.meta.url;"])
def test_a_script_in_another_style_is_refused(tmp_path: pathlib.Path, line: str) -> None:
    (tmp_path / "app.mjs").write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"app\.mjs"):
        bundled(tmp_path, "app")
