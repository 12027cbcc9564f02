"""The shape of the code: the import contract of `pyproject.toml`, types and style."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_point_one_way() -> None:
    result = run("-c", LINT, "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("book/page.py", "import macros.library"),
        ("book/page.py", "import macros.source"),
        ("problem.py", "import macros.model"),
        ("library.py", "import macros.views"),
        ("views.py", "import yaml"),
        ("views.py", "import mkdocs"),
        ("nowhere.py", ""),
    ],
)
def test_contract_catches(module: str, line: str, tmp_path: Path) -> None:
    """An import that goes the wrong way, and a module that has no place in the order, break the contract."""
    shutil.copytree(ROOT / "macros", tmp_path / "macros", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "macros" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = run("-c", LINT, "--no-cache", folder=tmp_path)
    assert "BROKEN" in result.stdout or "undefined" in result.stdout.lower(), result.stdout + result.stderr
    assert result.returncode == 1


def test_types_are_strict() -> None:
    result = run("-m", "mypy", "macros", "scripts", "tests")
    assert result.returncode == 0, result.stdout + result.stderr


def test_style_is_kept() -> None:
    result = run("-m", "ruff", "check", "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr
