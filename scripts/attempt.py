"""Run a command of the review of a proposal, and say whose fault it is if it cannot finish.

A proposal goes red only for what its author can mend: a machine without network and a fault of ours are told as such, in
the log and in the summary of the run, and the step passes.
It runs on the machine's own Python before anything is installed, so it uses the standard library alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from machine import HOMEBREW, this_system
from setup import BUILD, GOALS, SIGNS, UnreadyError, explain, prepare

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from macros.problem import label  # noqa: E402
from macros.review.github import command, fenced, harmless  # noqa: E402

MINUTES = 10
LONG: dict[str, float] = {"preview.py": 30}
"""Minutes for what takes more than the others: the preview builds the book twice."""
DONE, MEND, USE = 0, 1, 2
"""Exit codes by which a command says that it did its work: nothing to mend, something to mend, wrong use."""
LAST_LINES = 40
HIDDEN = ("GITHUB_", "ACTIONS_", "INPUT_", "RUNNER_")
"""Settings of GitHub that a command has no use for: through some of them a step could be made to do more than its own."""


def main(arguments: list[str]) -> int:
    """The exit code of the command, 0 if it could not finish; the summary goes where GitHub says, if this is GitHub."""
    if not arguments:
        print("scripts/attempt.py SCRIPT …", file=sys.stderr)
        return USE
    summary = os.environ.get("GITHUB_STEP_SUMMARY", "")
    try:
        prepare(*GOALS["build"], this_system(), ROOT)
    except UnreadyError as reason:
        return tell("network", str(reason), summary)
    except subprocess.CalledProcessError as failure:
        return tell("network" if _is_network(failure) else "ours", explain(failure), summary)
    except OSError as error:
        return tell("ours", str(error), summary)
    python = str(ROOT / BUILD.folder / "bin" / "python")
    minutes = LONG.get(Path(arguments[0]).name, MINUTES)
    return attempt([python, *arguments, *(("--summary", summary) if summary else ())], summary, minutes)


def _is_network(failure: subprocess.CalledProcessError) -> bool:
    return any(sign in str(failure.stdout) for sign in SIGNS["network"])


def attempt(words: list[str], summary: str, minutes: float = MINUTES) -> int:
    """Run a command; what it says on its error stream is shown harmless, because it may quote the proposal."""
    before = _size(summary)
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env=_settings(os.environ),
            timeout=minutes * 60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return tell("ours", label("review_too_long", "it").format(n=minutes), summary)
    # Python itself exits with 1 when it breaks: a command that judged has written its summary.
    judged = done.returncode in (DONE, USE) or (done.returncode == MEND and (not summary or _size(summary) > before))
    if judged:
        print(harmless(done.stderr), end="", file=sys.stderr)
        return done.returncode
    last = "\n".join([*done.stderr.splitlines()[-LAST_LINES:], f"exit {done.returncode}"])
    return tell("ours", last, summary)


def _size(summary: str) -> int:
    return Path(summary).stat().st_size if summary and Path(summary).exists() else 0


def _settings(given: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in given.items() if not name.startswith(HIDDEN)}
    return {**kept, "DYLD_FALLBACK_LIBRARY_PATH": f"{':'.join(HOMEBREW)}:/usr/lib"}


def tell(whose: str, lines: str, summary: str) -> int:
    """Say that the command could not finish, and why it is not the proposal's fault; always 0."""
    title, means = (label(f"review_{whose}{part}", "it") for part in ("", "_means"))
    said = harmless(lines)
    if summary:
        print(command("warning", {"title": title}, means))
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(f"# {title}\n\n{means}\n\n{fenced(said)}\n")
    print(f"{title}. {means}\n\n{said}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
