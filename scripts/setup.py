"""Makes this folder ready for `build` or `test`: what the machine lacks is installed or named, then the environments.

It runs on the machine's own Python before anything is installed, so it uses the standard library alone,
and its words, Italian first, stand here and not in `content/`.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from environment import Environment, install, is_ready, run
from machine import (
    ACE_NEEDS,
    BUILD_NEEDS,
    MEASURE_NEEDS,
    TEST_NEEDS,
    Need,
    System,
    commands,
    lacking,
    packages,
    this_system,
)
from npm import install_tool, is_installed

ROOT = Path(__file__).resolve().parent.parent
OK, USE, LACKING, INTERRUPTED = 0, 2, 3, 130

BUILD = Environment(".venv", "build", ("build",))
TEST = Environment(".venv", "test", ("test", "build"))
"""The same folder as BUILD: its lock holds all of the other's, so that `make` after `make test` installs nothing."""
ZENSICAL = Environment(".venv-zensical", "zensical", ("zensical",))
PDFCHECK = Environment(".venv-pdfcheck", "pdfcheck", ("pdfcheck",))

GOALS: Mapping[str, tuple[tuple[Need, ...], tuple[Environment, ...]]] = {
    "build": (BUILD_NEEDS, (BUILD,)),
    "test": (TEST_NEEDS, (TEST, ZENSICAL, PDFCHECK)),
    "accessibility": (ACE_NEEDS, (BUILD,)),
    "measure": (MEASURE_NEEDS, (TEST, PDFCHECK)),
}
TOOLS: Mapping[str, tuple[str, ...]] = {"test": ("vnu", "typescript"), "measure": ("vnu", "lighthouse")}
"""What npm brings, by goal."""


class UnreadyError(Exception):
    """This machine lacks something that is not ours to install; carries what to tell the person."""


def main(arguments: list[str]) -> int:
    """Exit code 0 when ready, 3 when something must be done first."""
    if len(arguments) != 1 or arguments[0] not in GOALS:
        print(f"scripts/setup.py {'|'.join(GOALS)}", file=sys.stderr)
        return USE
    try:
        prepare(*GOALS[arguments[0]], this_system(), ROOT, TOOLS.get(arguments[0], ()))
    except UnreadyError as reason:
        print(f"\n{reason}\n", file=sys.stderr)
    except subprocess.CalledProcessError as failure:
        print(f"\n{explain(failure)}\n", file=sys.stderr)
    except OSError as error:
        print(f"\n{say('disk')}\n\n    {error}\n", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\n{say('interrupted')}\n", file=sys.stderr)
        return INTERRUPTED
    else:
        return OK
    return LACKING


def prepare(
    needs: tuple[Need, ...],
    environments: tuple[Environment, ...],
    system: System,
    root: Path,
    tools: tuple[str, ...] = (),
) -> None:
    """Make everything ready; raises UnreadyError, with all that is lacking, before anything is downloaded."""
    missing = lacking(needs)
    if missing and system.manager == "apt" and system.root:
        missing = installed_by_apt(missing, system)
    if missing:
        lines = "\n".join(f"    {command}" for command in commands(missing, system))
        raise UnreadyError(f"{say('missing', names=', '.join(need.name for need in missing))}\n\n{lines}")
    for environment in environments:
        if not is_ready(environment, root):
            tell("installing", folder=environment.folder)
            install(environment, root)
    for tool in tools:
        if not is_installed(tool, root):
            tell("installing", folder=f"build/tools/{tool}")
            install_tool(tool, root)


def installed_by_apt(missing: tuple[Need, ...], system: System) -> tuple[Need, ...]:
    """What is still lacking after apt has installed what it can."""
    names = packages("apt", missing, snaps=system.snaps)
    if names:
        tell("apt", packages=" ".join(names))
        run(["apt-get", "update", "-qq"])
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], quiet)
    return lacking(missing)


SIGNS = {
    "network": (
        *("Retrying (", "ProxyError", "Temporary failure", "Could not resolve", "Network is unreachable"),
        *("ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ECONNREFUSED", "ECONNRESET"),  # as npm says it
    ),
    "hashes": ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
    "no-wheel": ("No matching distribution found",),
}
"""Words for a cause → what a failed command prints then; the root cause first, because pip goes on to print the others."""


def explain(failure: subprocess.CalledProcessError) -> str:
    """What to tell a person of a command that failed: the cause if we know it, the command, its last lines."""
    output = str(failure.stdout)
    cause = next((key for key, signs in SIGNS.items() if any(sign in output for sign in signs)), "failed")
    lines = [line[:160] for line in output.splitlines() if line.strip()][-6:]
    return "\n    ".join([f"{say(cause)}\n", f"$ {shlex.join(failure.cmd)}", *lines])


def tell(key: str, **values: str) -> None:
    """Say in one line what is being done, at once."""
    print(" · ".join(say(key, **values).splitlines()), file=sys.stderr, flush=True)


def say(key: str, **values: str) -> str:
    """The words for a key: a line in Italian, one in English."""
    return "\n".join(line.format(**values) for line in WORDS[key])


WORDS: Mapping[str, tuple[str, str]] = {
    "missing": (
        "A questo computer manca: {names}. Si installa con il comando qui sotto; poi si ripete make.",
        "Missing on this machine: {names}. Install it with the command below, then repeat make.",
    ),
    "apt": ("Installo con apt (da root): {packages}", "installing with apt, as root"),
    "installing": ("Preparo {folder}, solo questa volta: un minuto o due", "preparing it, this once: a minute or two"),
    "network": (
        "Lo scaricamento non riesce: manca la rete, o serve un proxy (variabile HTTPS_PROXY). Poi si ripete make.",
        "The download fails: no network, or a proxy is needed (variable HTTPS_PROXY). Then repeat make.",
    ),
    "hashes": (
        "Un pacchetto scaricato non è quello previsto e non è stato installato. Da dove arriva? Lo dice «pip config list».",
        "A downloaded package is not the expected one and was not installed. Where from? See `pip config list`.",
    ),
    "no-wheel": (
        "Un pacchetto non c’è per questo sistema o per questo Python. Forse per un altro: make PYTHON=python3.13",
        "A package does not exist for this system or Python. Perhaps for another: make PYTHON=python3.13",
    ),
    "failed": (
        "Un comando non è riuscito. Si ripete make; se succede di nuovo, queste righe dicono perché.",
        "A command failed. Repeat make; if it happens again, these lines say why.",
    ),
    "disk": (
        "Non riesco a leggere o a scrivere qui: spazio finito, permessi?",
        "Cannot read or write here: no space left, permissions?",
    ),
    "interrupted": (
        "Interrotto. Si ripete make: riprende da qui.",
        "Interrupted. Repeat make: it goes on from here.",
    ),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
