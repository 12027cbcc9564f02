"""The Nu validator on every page of a built site."""

from __future__ import annotations

import json
import pathlib
import subprocess
from dataclasses import dataclass

from npm import folder_of


@dataclass(frozen=True)
class Fault:
    """Something that the validator says of a page."""

    page: str
    line: int
    is_error: bool
    message: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.message}"


def html_faults(site: pathlib.Path, root: pathlib.Path) -> tuple[Fault, ...]:
    """Every error and warning, in the order of the pages; raises CalledProcessError if the validator does not run."""
    done = _run(root, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", str(site))
    messages = json.loads(done)["messages"]
    faults = (
        Fault(
            page=pathlib.Path(message["url"].removeprefix("file:")).relative_to(site).as_posix(),
            line=message.get("lastLine", 0),
            is_error=message["type"] != "info",
            message=message["message"],
        )
        for message in messages
    )
    return tuple(sorted(faults, key=lambda fault: (fault.page, fault.line)))


def version(root: pathlib.Path) -> str:
    """The version of the validator: `26.9.27`."""
    return _run(root, "--version").split()[0]


def _run(root: pathlib.Path, *arguments: str) -> str:
    jar = folder_of("vnu", root) / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(["java", "-jar", str(jar), *arguments], capture_output=True, text=True, check=True)
    return done.stdout
