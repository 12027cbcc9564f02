"""What GitHub runs and asks: workflows that an attacker can do nothing with, forms that lead to the file of a contribution."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from machine import BUILD_NEEDS, packages
from meant import entries_like

from macros.contribution import CONSENT, FORMS, STANCES, comment_file, proposed_name
from macros.problem import label
from macros.reading import read_library
from macros.review.issue import FIELDS, NotAFormError, contribution_of, read_answers
from tests.projects import ROOT, clone

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS_OF_ISSUES = sorted(file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.stem != "config")
BIN = pathlib.Path(sys.executable).parent
EACH = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.stem)


def run(program: str, *arguments: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
    if not (BIN / program).exists():
        pytest.fail(f"{program} is not there: run `make test`, which installs it")
    command = [str(BIN / program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def read(workflow: pathlib.Path) -> dict[Any, Any]:
    data: dict[Any, Any] = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    return data


def jobs(workflow: pathlib.Path) -> dict[str, Any]:
    found: dict[str, Any] = read(workflow)["jobs"]
    return found


def steps(workflow: pathlib.Path) -> Iterator[dict[str, Any]]:
    for job in jobs(workflow).values():
        yield from job["steps"]


# Safe


def test_there_are_the_workflows_the_project_speaks_of() -> None:
    assert {file.stem for file in WORKFLOWS} == {"comment", "publish", "release", "review", "tests"}


def test_zizmor_finds_nothing_even_where_it_is_most_severe(capsys: pytest.CaptureFixture[str]) -> None:
    done = run("zizmor", "--offline", "--persona", "auditor", "--format", "json", GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == []
    completed = re.findall(r"completed \S*?([\w-]+)\.yml", done.stderr)
    assert {"review", "publish", "release", "tests", "comment", "dependabot"} <= set(completed), done.stderr
    with capsys.disabled():
        print(f"\nzizmor looked at {len(completed)} files")


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS_OF_ISSUES),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_the_files_fit_githubs_own_schemas(schema: str, files: list[pathlib.Path]) -> None:
    assert files
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_workflow_that_does_not_fit_is_refused_by_the_schema(tmp_path: pathlib.Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: pull_request\njobs:\n  a:\n    runs-on: x\n    stepz: []\n", encoding="utf-8")
    assert run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", wrong).returncode == 1


def test_zizmor_sees_what_it_is_asked_to_see(tmp_path: pathlib.Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - uses: actions/checkout@v4\n        with: {ref: '${{ github.event.pull_request.head.sha }}'}\n"
        '      - run: echo "${{ github.event.pull_request.title }}"\n',
        encoding="utf-8",
    )
    found = {one["ident"] for one in json.loads(run("zizmor", "--offline", "--format", "json", wrong).stdout)}
    assert {"dangerous-triggers", "template-injection", "unpinned-uses"} <= found


@EACH
def test_no_workflow_listens_to_strangers_with_rights_of_its_own(workflow: pathlib.Path) -> None:
    events = read(workflow)[True]  # `on`, which YAML 1.1 reads as true
    names = set(events) if isinstance(events, dict) else {events}
    assert not names & {"pull_request_target", "workflow_run", "issue_comment"}
    if names & {"pull_request", "issues"}:
        for job in jobs(workflow).values():
            assert job["permissions"] == {"contents": "read"}
        assert "secrets." not in workflow.read_text(encoding="utf-8")


@EACH
def test_a_job_that_can_write_takes_nothing_of_the_repository(workflow: pathlib.Path) -> None:
    """It receives files, compares their hashes and publishes: no checkout, no script of ours."""
    assert read(workflow)["permissions"] == {}
    for job in jobs(workflow).values():
        assert job["timeout-minutes"] <= 90
        if "write" in job["permissions"].values():
            assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")]
            said = " ".join(step.get("run", "") for step in job["steps"])
            assert "sha256sum --check --strict" in said
            assert not re.search(r"\b(?:make|python|pip|npm|bash|sh|source|eval)\b", said)


@EACH
def test_values_reach_the_commands_through_the_environment(workflow: pathlib.Path) -> None:
    for step in steps(workflow):
        assert "${{" not in step.get("run", ""), step


@EACH
def test_actions_are_pinned_by_hash_with_their_version_and_keep_no_credentials(workflow: pathlib.Path) -> None:
    for line in workflow.read_text(encoding="utf-8").splitlines():
        if "uses:" in line:
            assert re.fullmatch(r" +(?:- )?uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    for step in steps(workflow):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_an_action_has_one_hash_and_one_version_everywhere() -> None:
    texts = "\n".join(file.read_text(encoding="utf-8") for file in WORKFLOWS)
    pinned = set(re.findall(r"uses: (actions/[a-z-]+)@(\w+) # (\S+)", texts))
    assert len(pinned) == len({name for name, _, _ in pinned})


def test_a_proposal_is_judged_by_the_code_it_is_for() -> None:
    """The first parent of the merge that GitHub makes is the base: its code is put in place before anything of it runs."""
    for job in jobs(GITHUB / "workflows" / "review.yml").values():
        runs = [step.get("run", step.get("uses", "")) for step in job["steps"]]
        assert "checkout" in runs[0] and job["steps"][0]["with"]["fetch-depth"] == 2
        assert runs[1] == "git checkout --quiet --detach 'HEAD^1'"
        assert not job["steps"][0]["with"].get("submodules")
        assert re.fullmatch(
            r'make (review|preview) ARGS="HEAD \$PROPOSAL"', next(r for r in runs if r.startswith("make"))
        )


# True to the project


@EACH
def test_workflows_give_the_commands_of_the_project(workflow: pathlib.Path) -> None:
    goals = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = {
        name
        for step in steps(workflow)
        for name in re.findall(r"^\s*make ([a-z-]+)", step.get("run", ""), re.MULTILINE)
    }
    assert asked <= goals
    assert asked or any(step.get("run") == ".ci/run" for step in steps(workflow))


@EACH
def test_workflows_install_the_libraries_that_the_build_needs(workflow: pathlib.Path) -> None:
    needed = {name for name in packages("apt", BUILD_NEEDS, snaps=True) if name.startswith("lib")}
    for step in steps(workflow):
        if "apt-get install" in step.get("run", ""):
            assert set(re.findall(r"\blib\S+", step["run"])) == needed


def check_step(workflow: str, job: str) -> str:
    """The commands by which the job that publishes compares what it was given."""
    found = [
        step["run"]
        for step in jobs(GITHUB / "workflows" / workflow)[job]["steps"]
        if "sha256sum" in step.get("run", "")
    ]
    assert len(found) == 1
    return str(found[0])


def given(folder: pathlib.Path, inside: str) -> tuple[pathlib.Path, str]:
    """What one job gives to the other: some files, their hashes, and the hash of those."""
    files = folder / "given" / inside
    (files / "sotto").mkdir(parents=True)
    (files / "index.html").write_text("a", encoding="utf-8")
    (files / "sotto" / "b ò.html").write_text("b", encoding="utf-8")
    sums = folder / "given" / "SHA256SUMS" if inside == "published" else files / "SHA256SUMS"
    script = [sys.executable, str(ROOT / "scripts" / "release.py"), "sums", str(files), "--to", str(sums)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    hashed = subprocess.run(["sha256sum", str(sums)], capture_output=True, text=True, check=True).stdout.split()[0]
    return files, hashed


@pytest.mark.parametrize(
    ("workflow", "job", "inside"), [("publish.yml", "deploy", "published"), ("release.yml", "release", "release")]
)
@pytest.mark.parametrize("tampering", ["nothing", "changed", "added", "removed", "linked", "sums"])
def test_what_is_not_what_was_built_is_not_published(
    tmp_path: pathlib.Path, workflow: str, job: str, inside: str, tampering: str
) -> None:
    files, hashed = given(tmp_path, inside)
    if tampering == "changed":
        (files / "index.html").write_text("A", encoding="utf-8")
    elif tampering == "added":
        (files / "more.html").write_text("c", encoding="utf-8")
    elif tampering == "removed":
        (files / "index.html").unlink()
    elif tampering == "linked":
        (files / "more.html").symlink_to("index.html")
    elif tampering == "sums":
        hashed = "0" * 64
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", check_step(workflow, job)]
    done = subprocess.run(
        command, cwd=tmp_path, env={"SUMS": hashed, "PATH": "/usr/bin:/bin"}, capture_output=True, check=False
    )
    assert (done.returncode == 0) == (tampering == "nothing"), done.stderr


# Forms


def form() -> dict[str, dict[str, Any]]:
    """The fields of the form for comments, by id."""
    body = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE" / "commento.yml").read_text(encoding="utf-8"))["body"]
    return {field["id"]: field for field in body if "id" in field}


def test_the_form_asks_what_the_file_needs_in_the_words_of_the_site() -> None:
    fields = form()
    assert tuple(fields) == FIELDS
    assert [field["attributes"]["label"] for field in fields.values()] == [
        label(f"issue_{name}", "it") for name in FIELDS
    ]
    words = yaml.safe_load((ROOT / "content" / "words.yml").read_text(encoding="utf-8"))
    assert fields["position"]["attributes"]["options"] == [words[f"stance_{name}"] for name in STANCES]
    assert fields["form"]["attributes"]["options"] == [label(f"issue_form_{name}", "it") for name in FORMS]
    assert all(option["required"] for option in fields["consent"]["attributes"]["options"])
    assert label("issue_consent", "it").endswith(f"versione {CONSENT}")


def test_every_form_warns_or_asks_before_anything_personal_is_written() -> None:
    for name in ("commento", "ritiro"):
        said = (GITHUB / "ISSUE_TEMPLATE" / f"{name}.yml").read_text(encoding="utf-8")
        assert "anonim" in said and "posta" in said


def issue(**answers: str) -> str:
    """An issue as GitHub writes it."""
    given = {
        "on": "core-team-interno",
        "position": "aggiunge",
        "text": "Da noi sono due persone.\n\nFunziona.",
        "form": "con le iniziali",
        "name": "N. C.",
        "consent": "- [x] Il commento è mio.\n- [X] Può essere pubblicato.\n- [x] So che…",
        **answers,
    }
    return "\r\n\r\n".join(f"### {label(f'issue_{field}', 'it')}\r\n\r\n{given[field]}" for field in FIELDS)


STANCE_WORDS = {"agree": "d’accordo", "disagree": "in disaccordo", "adds": "aggiunge", "case": "porta un caso"}


def made(answers: dict[str, str]) -> str:
    return comment_file(contribution_of(answers, "2026-03-04", STANCE_WORDS, "it"))


def test_an_issue_becomes_the_file_of_a_contribution() -> None:
    assert made(read_answers(issue(), "it")) == (
        "# yaml-language-server: $schema=../../build/schema/commentary.json\n"
        "on: core-team-interno\n"
        "position: adds\n"
        "text: |\n"
        "  Da noi sono due persone.\n"
        "\n"
        "  Funziona.\n"
        "signature:\n"
        "  form: initials\n"
        '  name: "N. C."\n'
        'date: "2026-03-04"\n'
        'consent: "1"\n'
    )


def test_an_anonymous_comment_keeps_no_name_and_only_the_month() -> None:
    answers = read_answers(issue(form="in forma anonima", name="Nome Cognome"), "it")
    text = made(answers)
    assert "Nome" not in text and "03-04" not in text
    assert 'date: "2026-03"' in text


def test_the_name_of_the_file_comes_from_the_text_and_never_from_the_signature() -> None:
    answers = read_answers(issue(text="È così: di sera, e nei giorni di festa, risponde un’agenzia", name="Zoe"), "it")
    name = proposed_name(answers["text"], frozenset())
    assert name == "e-cosi-di-sera-e-nei-giorni-di-festa" and "zoe" not in name
    assert proposed_name(answers["text"], frozenset({name})) == f"{name}-2"
    assert proposed_name("…", frozenset()) == "commento"


def test_a_consent_that_is_not_whole_is_not_written() -> None:
    answers = read_answers(issue(consent="- [x] Il commento è mio.\n- [ ] Può essere pubblicato."), "it")
    assert "consent" not in made(answers)


def test_headings_in_the_text_do_not_answer_for_the_form() -> None:
    text = f"Sì.\n\n### {label('issue_form', 'it')}\n\ncon il nome\n\n### {label('issue_on', 'it')}\n\naltro"
    answers = read_answers(issue(text=text), "it")
    assert (answers["on"], answers["form"]) == ("core-team-interno", "con le iniziali")
    assert answers["text"] == text


def test_a_text_that_is_not_of_the_form_says_what_is_missing() -> None:
    with pytest.raises(NotAFormError, match="La posizione"):
        read_answers("### La voce\n\npippo\n", "it")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, 0),
        ({"on": "core team: {interno}"}, 0),
        ({"on": "::error ::{xyzzy}"}, 1),
        ({"text": "::error ::forged\n</textarea> {{ 7*7 }} `"}, 0),
        ({"text": "Chiamate Anna allo 02 1234567."}, 1),
    ],
    ids=["sound", "almost an id", "no such entry", "hostile", "somebody's number"],
)
def test_the_file_of_an_issue_is_checked_like_any_other(
    tmp_path: pathlib.Path, answers: dict[str, str], code: int
) -> None:
    home = clone(tmp_path / "clone")
    (tmp_path / "issue.md").write_text(issue(**answers), encoding="utf-8", newline="")
    summary = tmp_path / "summary.md"
    command = [
        sys.executable,
        "scripts/issue.py",
        str(tmp_path / "issue.md"),
        "--date",
        "2026-03-04",
        "--summary",
        str(summary),
    ]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    assert not [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")]
    assert "content/commentary/" in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "on",
    [
        "https://esempio.it/principi/core-team-interno/",
        "https://esempio.it/principi/core-team-interno/#voce-core-team-interno",
        "un nucleo interno, snello",
        "https://esempio.it/principi/core-team-interno/?q=core",
        "core-team-interno",
    ],
)
def test_the_entry_of_an_issue_may_be_told_by_its_address_or_its_title(on: str) -> None:
    assert entries_like(read_library(ROOT), on) == (True, ("core-team-interno",))


# Words for people


@pytest.mark.parametrize("name", ["CODE_OF_CONDUCT.md", "PULL_REQUEST_TEMPLATE.md", "SECURITY.md"])
def test_what_people_read_is_one_sentence_a_line_and_promises_no_address(name: str) -> None:
    text = (GITHUB / name).read_text(encoding="utf-8")
    assert "@" not in text and "TODO" not in text
    assert not re.search(r"[.!?] [A-ZÈ]", text), "one sentence per line"
