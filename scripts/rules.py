"""The rules of the checklists against another version of them, and the files that keep those of each edition."""

from __future__ import annotations

import pathlib
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from io import BytesIO

from terminal import OK, RULES, USE, console

from macros.checklist.compiled import Compiled
from macros.checklist.difference import Difference, NotComparableError, difference
from macros.checklist.lock import lock_name, lock_text, read_lock
from macros.crosscheck import compiled_rules
from macros.desk import Desk
from macros.library import Library
from macros.model import Checklist
from macros.problem import ContentError, Language, label
from macros.reading import read_library
from macros.sheet import sheet_data


def compare(root: pathlib.Path, library: Library, revision: str, lang: Language) -> int:
    """Print what the rules change from a git revision, or from the kept ones where `revision` is empty.

    Exit code 0 if they were compared; 2 if there is no such version, or its content has errors.
    """
    try:
        before = _at(root, revision) if revision else _kept(root, library)
    except (subprocess.CalledProcessError, ContentError):
        console.print(label("no_version", lang).format(rev=revision), markup=False)
        return USE
    print(report(library, before, rules_of(library), lang))
    return OK


def keep(root: pathlib.Path, library: Library) -> int:
    """Write the files that keep the rules of this edition."""
    folder = root / RULES
    folder.mkdir(parents=True, exist_ok=True)
    for id in rules_of(library):
        file = folder / lock_name(id, library.book.edition)
        file.write_text(lock_text(_sheet(library, id)), encoding="utf-8")
        print(file.relative_to(root))
    return OK


def _sheet(library: Library, id: str) -> Mapping[str, object]:
    """What the page of a checklist reads, with the links of that page."""
    value = library.items[id].value
    assert isinstance(value, Checklist)
    address = Desk(library, str).address(id)
    return sheet_data(Desk(library, lambda: address), id, value)


def rules_of(library: Library) -> dict[str, Compiled]:
    """The compiled rules of every checklist that has some."""
    return {id: compiled for id, (_, compiled) in compiled_rules(library).items()}


def _kept(root: pathlib.Path, library: Library) -> dict[str, Compiled]:
    files = {id: root / RULES / lock_name(id, library.book.edition) for id in rules_of(library)}
    return {id: read_lock(file.read_text(encoding="utf-8")) for id, file in files.items() if file.is_file()}


def _at(root: pathlib.Path, revision: str) -> dict[str, Compiled]:
    """The rules as they are in a revision; its content is read by the code of today."""
    command = ["git", "-C", str(root), "archive", "--format=zip", "--end-of-options", revision, "content"]
    archive = subprocess.run(command, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(BytesIO(archive)) as files:
            files.extractall(folder)
        return rules_of(read_library(pathlib.Path(folder)))


def report(library: Library, before: dict[str, Compiled], current: dict[str, Compiled], lang: Language) -> str:
    """What a change of rules does, as Markdown, one section per checklist of `library`, the later one."""
    sections = []
    for id, compiled in current.items():
        value = library.items[id].value
        assert isinstance(value, Checklist) and value.rules is not None
        title = f"## {value.title}"
        if id not in before:
            sections.append(f"{title}\n\n{label('rules_new', lang)}")
            continue
        try:
            found = difference(before[id], compiled, value.rules.golden)
        except NotComparableError:
            sections.append(f"{title}\n\n{label('rules_not_comparable', lang)}")
        else:
            sections.append("\n".join([title, "", *_lines(found, lang)]))
    return "\n\n".join(sections)


def _lines(found: Difference, lang: Language) -> list[str]:
    count = label("rules_changed", lang).format(changed=_number(found.changed, lang), all=_number(found.profiles, lang))
    moves = [f"- {a} → {b}: {_number(n, lang)}" for (a, b), n in found.scenario_moves.items()]
    verdicts = [f"- {id}: {_number(n, lang)}" for id, n in found.verdict_changes.items()]
    risks = [f"- {id}: {_number(n, lang)}" for id, n in found.risk_changes.items()]
    flips = [f"- {id}: {a} → {b}" for id, a, b in found.flipped]
    lines = [count, *moves]
    for name, rows in (("rules_verdicts", verdicts), ("rules_risks", risks), ("rules_flipped", flips)):
        if rows:
            lines += ["", label(name, lang), *rows]
    return lines


def _number(number: int, lang: Language) -> str:
    return f"{number:,}".replace(",", ".") if lang == "it" else f"{number:,}"
