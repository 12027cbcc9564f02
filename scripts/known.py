"""What the programs that measure find and is left as it is, each with its reason: `docs/assets/measured/known.toml`."""

from __future__ import annotations

import pathlib
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from terminal import ROOT

from macros.measured import FOLDER, Remaining


@dataclass(frozen=True)
class Known:
    """Findings of one program that begin so, and why they stay."""

    program: str
    begins: str
    name: str
    """What they are, in the reader's words."""
    reason: str


def read_known(root: pathlib.Path = ROOT) -> tuple[Known, ...]:
    """The list as it is kept in a project; empty if it keeps none."""
    file = root / FOLDER / "known.toml"
    if not file.is_file():
        return ()
    return tuple(Known(**entry) for entry in tomllib.loads(file.read_text(encoding="utf-8"))["known"])


def explained(program: str, findings: Iterable[str], known: Iterable[Known]) -> tuple[Remaining, ...]:
    """The findings of a program that are known, with how many of them there are, in the order of the list."""
    ours = [entry for entry in known if entry.program == program]
    times = Counter(_known(finding, ours) for finding in findings)
    return tuple(
        Remaining(finding=entry.begins, name=entry.name, times=times[entry], reason=entry.reason)
        for entry in ours
        if times[entry]
    )


def unexplained(program: str, findings: Iterable[str], known: Iterable[Known]) -> tuple[str, ...]:
    """The findings of a program that no entry of the list explains."""
    ours = [entry for entry in known if entry.program == program]
    return tuple(finding for finding in findings if _known(finding, ours) is None)


def _known(finding: str, known: Iterable[Known]) -> Known | None:
    return next((entry for entry in known if finding.startswith(entry.begins)), None)
