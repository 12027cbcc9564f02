"""The shape of the code: the import contract of `pyproject.toml`, types and style."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from npm import folder_of, is_installed

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


def scripts_of_the_pages() -> list[Path]:
    """Ours: those of others are known by their licence, which lies beside them."""
    files = [file for file in (ROOT / "theme").rglob("*") if file.suffix in (".mjs", ".js")]
    return sorted(file for file in files if not list(file.parent.glob("LICENSE*")))


def types_of_scripts(*files: Path) -> subprocess.CompletedProcess[str]:
    """What the TypeScript compiler says of the types that the comments of these scripts declare."""
    if not is_installed("typescript", ROOT):
        pytest.fail("build/tools/typescript is not there: run `make test`, which installs it")
    compiler = folder_of("typescript", ROOT) / "node_modules" / "typescript" / "bin" / "tsc"
    how = ("--noEmit", "--allowJs", "--strict", "--target", "es2022", "--lib", "es2023,dom,dom.iterable")
    modules = ("--module", "esnext", "--moduleResolution", "bundler")
    command = ["node", str(compiler), *how, *modules, *map(str, files)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_types_of_the_scripts_are_strict() -> None:
    files = scripts_of_the_pages()
    assert len(files) > 30
    assert [file.name for file in files if not file.read_text(encoding="utf-8").startswith("// @ts-check\n")] == []
    result = types_of_scripts(*files)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_wrong_type_in_a_script_is_seen(tmp_path: Path) -> None:
    (tmp_path / "wrong.mjs").write_text("// @ts-check\nexport const n = Math.max('1');\n", encoding="utf-8")
    result = types_of_scripts(tmp_path / "wrong.mjs")
    assert result.returncode != 0
    assert "wrong.mjs(2," in result.stdout


def test_style_is_kept() -> None:
    result = run("-m", "ruff", "check", "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr
