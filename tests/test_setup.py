"""What a newcomer meets before anything works: the machine looked at, the environments installed once, the words for what fails."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from environment import STAMP, Environment, install, is_ready
from machine import BUILD_NEEDS, TEST_NEEDS, Need, System, commands, find_chromium, lacking, loads
from npm import install_tool, is_installed
from setup import BUILD, GOALS, LACKING, TEST, TOOLS, UnreadyError, explain, main, prepare

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
NPM_LOCKS = sorted((ROOT / "requirements").glob("*/package-lock.json"))
UBUNTU = System("apt", snaps=True)


def need(name: str, *, present: bool = False) -> Need:
    return Need(name, lambda: present, {manager: f"{manager}-{name}" for manager in ("apt", "dnf", "brew")})


def program(folder: Path, name: str, text: str) -> None:
    """A shell script that stands for a program."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


# The machine


@pytest.mark.parametrize(
    ("system", "command"),
    [
        (System("apt"), "sudo apt-get install -y python-venv chromium"),
        (UBUNTU, "sudo apt-get install -y python-venv && sudo snap install chromium"),
        (System("dnf"), "sudo dnf install -y python3 chromium"),
        (System("brew"), "brew install python3 google-chrome"),
    ],
    ids=("debian", "ubuntu", "fedora", "macos"),
)
def test_one_command_installs_what_is_lacking(system: System, command: str) -> None:
    venv = Need("venv", lambda: False, {"apt": "python-venv", "dnf": "python3", "brew": "python3"})
    browser = next(need for need in TEST_NEEDS if need.name == "Chromium")
    assert commands((venv, browser), system) == (command,)


def test_a_snap_alone_needs_no_apt() -> None:
    browser = next(need for need in TEST_NEEDS if need.name == "Chromium")
    assert commands((browser,), UBUNTU) == ("sudo snap install chromium",)


def test_an_unknown_system_is_told_the_command_of_each_manager() -> None:
    starts = [command.split(" install")[0] for command in commands(BUILD_NEEDS, System(""))]
    assert starts == ["sudo apt-get", "sudo dnf", "brew"]


def test_two_needs_met_by_one_package_name_it_once() -> None:
    assert commands(BUILD_NEEDS, System("brew")) == ("brew install pango harfbuzz python3",)


def test_only_what_is_absent_is_lacking() -> None:
    absent = need("absent")
    assert lacking((need("present", present=True), absent)) == (absent,)


def test_a_library_is_present_only_if_it_opens() -> None:
    assert not loads("libdoes-not-exist.so.0", "libdoes-not-exist.dylib")


def test_ubuntus_browser_that_only_names_a_snap_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("machine.MAC_BROWSERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path, "chromium-browser", 'echo "Command requires the chromium snap to be installed."')
    assert find_chromium() is None
    program(tmp_path, "google-chrome", "true")
    assert find_chromium() == str(tmp_path / "google-chrome")


# Nothing happens before the machine is ready


def test_everything_lacking_is_named_before_anything_is_downloaded(tmp_path: Path) -> None:
    environments = (Environment("env", "no-such-lock", ("no-such-lock",)),)
    with pytest.raises(UnreadyError) as raised:
        prepare((need("uno"), need("due")), environments, System("apt"), tmp_path)
    assert "uno, due" in str(raised.value)
    assert "sudo apt-get install -y apt-uno apt-due" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_lacking_something_is_exit_3_in_two_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("setup.GOALS", {"build": ((need("Pango"),), ())})
    monkeypatch.setattr("setup.this_system", lambda: System("brew"))
    assert main(["build"]) == LACKING == 3
    said = capsys.readouterr().err
    assert "A questo computer manca: Pango" in said
    assert "Missing on this machine: Pango" in said
    assert "brew install brew-Pango" in said


def test_root_on_debian_installs_with_apt_and_says_so_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path / "bin", "apt-get", f'echo "$@" >> {tmp_path}/calls')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    called = tmp_path / "calls"
    pango = Need("Pango", called.exists, {"apt": "libpango"})
    prepare((pango,), (), System("apt", root=True), tmp_path)
    assert called.read_text().splitlines() == ["update -qq", "install -y -qq --no-install-recommends libpango"]
    assert re.fullmatch(r"Installo con apt.*libpango.*\n", capsys.readouterr().err)


def test_root_on_ubuntu_is_told_of_the_snap(tmp_path: Path) -> None:
    browser = next(need for need in TEST_NEEDS if need.name == "Chromium")
    absent = Need(browser.name, lambda: False, browser.packages)
    with pytest.raises(UnreadyError, match="sudo snap install chromium"):
        prepare((absent,), (), System("apt", snaps=True, root=True), tmp_path)


def test_someone_who_is_not_root_is_never_helped_by_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither apt-get nor sudo is run."""
    for name in ("apt-get", "sudo"):
        program(tmp_path / "bin", name, f"touch {tmp_path}/called")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    with pytest.raises(UnreadyError):
        prepare((need("Pango"),), (), System("apt"), tmp_path)
    assert not (tmp_path / "called").exists()


# An environment is installed once, from its lock


def write_wheel(folder: Path) -> Path:
    """The smallest package that pip installs, so that these tests need no network."""
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": "",
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "tiny-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return wheel


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two locks for the same small package, and its environment installed from the larger."""
    root = tmp_path_factory.mktemp("project")
    wheel = write_wheel(root)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (root / "requirements").mkdir()
    for name in ("build", "test"):
        (root / "requirements" / f"{name}.txt").write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{digest}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        install(TEST, root)
    return root


def test_make_after_make_test_installs_nothing(project: Path) -> None:
    assert is_ready(TEST, project)
    assert is_ready(BUILD, project)


def test_an_environment_that_is_ready_is_left_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing should be installed")

    monkeypatch.setattr("setup.install", refuse)
    prepare((), (TEST, BUILD), System(""), project)


def test_another_lock_or_another_python_asks_for_an_installation(project: Path) -> None:
    lock, stamp = project / "requirements" / "test.txt", project / ".venv" / STAMP
    lines, marks = lock.read_text(), stamp.read_text()
    lock.write_text(f"# changed\n{lines}")
    assert not is_ready(TEST, project)
    assert is_ready(BUILD, project)
    lock.write_text(lines)
    stamp.write_text(marks.replace("python python3", "python python2"))
    assert not is_ready(TEST, project)
    stamp.write_text(marks)


def test_a_package_that_is_not_the_expected_one_leaves_no_stamp(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, stamp = project / "requirements" / "test.txt", project / ".venv" / STAMP
    lines, marks = lock.read_text(), stamp.read_text()
    lock.write_text(re.sub(r"sha256:\w+", "sha256:" + "0" * 64, lines))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    try:
        with pytest.raises(subprocess.CalledProcessError) as raised:
            install(TEST, project)
        assert explain(raised.value).startswith("Un pacchetto scaricato non è quello previsto")
        assert not stamp.exists()
    finally:
        lock.write_text(lines)
        stamp.write_text(marks)


# Words for what fails, never a traceback


@pytest.mark.parametrize(
    ("output", "start"),
    [
        ("WARNING: Retrying (Retry(total=4)) after\nERROR: No matching distribution found for x", "Lo scaricamento"),
        ("ERROR: No matching distribution found for x", "Un pacchetto non c’è"),
        ("Temporary failure resolving 'deb.example'", "Lo scaricamento"),
        ("something never seen", "Un comando non è riuscito"),
    ],
)
def test_a_failed_command_is_explained_by_its_first_cause(output: str, start: str) -> None:
    said = explain(subprocess.CalledProcessError(1, ["pip", "install"], output))
    assert said.startswith(start)
    assert "$ pip install" in said
    assert output.splitlines()[-1] in said


@pytest.mark.parametrize(
    ("error", "code"),
    [(PermissionError(13, "Permission denied"), 3), (KeyboardInterrupt(), 130), (UnreadyError("x"), 3)],
    ids=("disk", "interrupted", "unready"),
)
def test_no_traceback_reaches_anybody(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("setup.prepare", fail)
    assert main(["build"]) == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_goal_that_does_not_exist_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["everything"]) == 2
    assert "build|test" in capsys.readouterr().err


def test_this_machine_is_ready_for_the_tests() -> None:
    """The tests run here, so the real probes find all that they look for."""
    assert lacking(TEST_NEEDS) == ()


# The files


@pytest.mark.parametrize("name", ["setup", "machine", "environment", "npm", "lock"])
def test_what_runs_before_installation_uses_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((ROOT / "scripts" / f"{name}.py").read_text(encoding="utf-8"))
    modules = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    modules |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= {*sys.stdlib_module_names, "machine", "environment", "npm"}


def versions(lock: Path) -> Mapping[str, str]:
    """The packages of a lock and their pinned versions."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_pins_every_package_and_names_no_address(lock: Path) -> None:
    """One version for every Python, at least one hash each, no index, no path of the machine that made it."""
    text = lock.read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if block]
    assert all(
        re.match(r"[a-z0-9.-]+==\S+ .*\\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+\Z", block) for block in blocks
    )
    assert len(blocks) == len(versions(lock)), "a package is there twice"
    assert "/" not in text and "--index" not in text and "--find-links" not in text


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=lambda lock: lock.parent.name)
def test_a_lock_of_npm_pins_every_package_and_names_no_address(lock: Path) -> None:
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"]
    assert all(package["integrity"] and "resolved" not in package for package in packages.values())
    assert {f"node_modules/{name}": version for name, version in wanted.items()}.items() <= {
        name: package["version"] for name, package in packages.items()
    }.items()


def test_every_tool_of_npm_has_its_lock() -> None:
    assert {tool for tools in TOOLS.values() for tool in tools} <= {lock.parent.name for lock in NPM_LOCKS}


def test_an_interrupted_installation_leaves_no_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", "npm", "echo npm error EINTEGRITY; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    shutil.copytree(ROOT / "requirements" / "vnu", tmp_path / "requirements" / "vnu")
    with pytest.raises(subprocess.CalledProcessError) as raised:
        install_tool("vnu", tmp_path)
    assert explain(raised.value).startswith("Un pacchetto scaricato non è quello previsto")
    assert not is_installed("vnu", tmp_path)
    program(tmp_path / "bin", "npm", "true")
    install_tool("vnu", tmp_path)
    assert is_installed("vnu", tmp_path)


def test_every_environment_has_its_lock() -> None:
    assert {path.stem for path in LOCKS} == {e.lock for _, environments in GOALS.values() for e in environments}


def test_the_lock_of_the_tests_holds_all_of_the_builds() -> None:
    assert versions(ROOT / "requirements/build.txt").items() <= versions(ROOT / "requirements/test.txt").items()


def test_ci_runs_the_commands_of_the_readme() -> None:
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block
    promised = {line.split("#")[0].strip() for line in block[1].splitlines()}
    ran = {line.split("|")[0].strip() for line in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()}
    assert promised == {command for command in ran if command.startswith("make")}


def make(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Runs make where the only programs are those of one folder and the shell's."""
    program_path = shutil.which("make")
    assert program_path
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    settings["PATH"] = str(path)
    command = [program_path, *arguments]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def test_an_old_python3_gives_way_to_a_recent_one(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    program(tmp_path, "python3.12", '[ "$1" = -c ] || echo "ran $@"')
    assert "ran scripts/lock.py" in make("lock", path=tmp_path).stdout


def test_no_recent_python_is_said_with_exit_3(tmp_path: Path) -> None:
    program(tmp_path, "python3", "exit 1")
    result = make("lock", path=tmp_path)
    assert "Serve Python 3.11" in result.stderr
    assert "Error 3" in result.stderr


COMMANDS = sorted(
    file.name
    for file in (ROOT / "scripts").glob("*.py")
    if file.name != "attempt.py"  # what it is given it gives to another: its own tests start it
    and '__name__ == "__main__"' in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_starts_by_itself(name: str) -> None:
    """As a person starts it: none of the folders that only the tests know is on its path. It says how it is used."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [sys.executable, str(ROOT / "scripts" / name), "--help"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert re.search(rf"(usage|uso): {name}|^scripts/{name} ", done.stdout + done.stderr)


def test_every_target_of_make_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert targets
    assert set(re.findall(r"^([a-z-]+):.*## \S", text, re.MULTILINE)) == set(targets[1].split())
