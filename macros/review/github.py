"""Findings and claims → what GitHub shows of them: annotations beside the lines, and the summary of the run.

Both are commands or Markdown that GitHub interprets, and both quote texts of strangers: everything is escaped here, as
the runner's own toolkit does (github.com/actions/toolkit, `command.ts`), and quoted texts stand in fenced blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from macros.problem import Language, Level, Problem, label, level, visible, word
from macros.review.claim import KINDS, Claim
from macros.review.whose import LEVELS, Finding, Seen

COMMANDS: Mapping[Level, str] = {"errore": "error", "avviso": "warning", "consiglio": "notice"}
MOST = 10
"""Annotations of one kind that GitHub shows for a step; the others it drops in silence."""
LONGEST_SUMMARY = 900_000
"""Bytes: GitHub refuses a summary of more than a mebibyte, whole."""


@dataclass(frozen=True)
class Remark:
    """Something that whoever reviews should know, and that is nobody's fault: a label and the files or names it is about."""

    name: str
    about: tuple[str, ...]


def beside_lines(
    found: Sequence[Finding], asserted: Sequence[Claim] = (), *, project: str, lang: Language
) -> tuple[str, ...]:
    """The workflow commands that annotate what is to be verified and what is the author's: no more of a kind than GitHub shows.

    A claim warns, and comes before every advice: whoever reviews must not miss it.
    """
    lines: list[str] = []
    for kind in LEVELS:
        ours = [_beside(one.seen, project, lang) for one in found if one.whose == "yours" and one.level == kind]
        if COMMANDS[kind] == "warning":
            ours = [_to_verify(claim, project, lang) for claim in asserted] + ours
        lines += ours if len(ours) <= MOST else ours[: MOST - 1]
        if len(ours) > MOST:
            more = label("review_more", lang).format(n=len(ours) - MOST + 1)
            lines.append(command(COMMANDS[kind], {}, more))
    return tuple(lines)


def _to_verify(claim: Claim, project: str, lang: Language) -> str:
    place = claim.place
    stretch = {"file": _file(place.file, project), "line": str(place.line), "col": str(place.column)}
    message = f"{label(f'verify_{claim.kind}', lang)}\n{claim.said}".replace("**", "")
    return command("warning", {**stretch, "title": label("review_verify", lang)}, message)


def _file(file: str, project: str) -> str:
    return file if project == "." else f"{project}/{file}"


def _beside(seen: Seen, project: str, lang: Language) -> str:
    return annotation(seen.problem, seen.line, project=project, lang=lang, more=seen.page)


def annotation(problem: Problem, line: str, *, project: str, lang: Language, more: str = "") -> str:
    """The workflow command that shows a problem beside its line; `project` is its folder in the repository."""
    place, file = problem.place, _file(problem.place.file, project)
    first, *rest = word(problem, lang=lang, line=line, more=more).split("\n")
    title = first.partition("  ")[2].replace("  ", " ")
    stretch = {"line": str(place.line), "endLine": str(place.line), "col": str(place.column)}
    ends = {"endColumn": str(place.column + place.width)}
    return command(COMMANDS[level(problem)], {"file": file, **stretch, **ends, "title": title}, "\n".join(rest))


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """One workflow command, on one line whatever its values hold."""
    given = ",".join(f"{key}={_escaped(value, property_=True)}" for key, value in properties.items())
    return f"::{name} {given}::{_escaped(message)}" if given else f"::{name}::{_escaped(message)}"


def _escaped(text: str, *, property_: bool = False) -> str:
    # The line ends that are not in the toolkit's list break nothing at the runner, but would in a terminal.
    seen = "".join(part if part in "\n\r" else visible(part, spaces_stay=True) for part in re.split(r"([\n\r])", text))
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *((":", "%3A"), (",", "%2C")) * property_):
        seen = seen.replace(sign, code)
    return seen


def harmless(said: str) -> str:
    """What another program said, fit for a log that the runner reads: nothing in it can be a command, in any line of it."""
    # The runner looks for `::name` at the beginning of a line, spaces apart, and for `##[name]` anywhere in one.
    lines = re.split(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", said)
    return "\n".join(visible(line, spaces_stay=True).replace("::", ": :").replace("##[", "# #[") for line in lines)


def summary(
    found: Sequence[Finding],
    asserted: Sequence[Claim],
    remarks: Sequence[Remark],
    rules: str,
    *,
    project: str,
    files: int,
    lang: Language,
) -> str:
    """The whole list as Markdown: the outcome first, then what is to be verified, each class with its problems, and what
    reviewers should know.
    """
    yours = [one for one in found if one.whose == "yours"]
    before = [one for one in found if one.whose == "before"]
    blocking = sum(one.level == "errore" for one in yours)
    parts = [_heading(blocking, asserted, lang), _table(yours, before, lang), *_claimed(asserted, project, lang)]
    for name, some in (("yours", yours), ("before", before)):
        if some:
            parts += [f"## {label(f'review_{name}', lang)}", *_quoted(some, project, lang)]
    parts += _for_reviewers(remarks, rules, lang)
    parts.append(label("review_checked", lang).format(n=files))
    return _cut(parts, lang)


def _heading(blocking: int, asserted: Sequence[Claim], lang: Language) -> str:
    fine = "review_fine_verify" if asserted else "review_fine"
    name = fine if not blocking else "review_blocked_one" if blocking == 1 else "review_blocked_many"
    return f"# {label(name, lang).format(n=blocking)}"


def _table(yours: Sequence[Finding], before: Sequence[Finding], lang: Language) -> str:
    rows = [("yours", yours), ("before", before)]
    lines = [f"| {label('review_whose', lang)} | {label('review_how_many', lang)} | {label('review_meaning', lang)} |"]
    lines.append("|---|---|---|")
    for name, some in rows:
        means = label(f"review_{name}_means", lang)
        lines.append(f"| **{label(f'review_{name}', lang)}** | {_counted(some, lang)} | {means} |")
    return "\n".join(lines)


def _counted(some: Sequence[Finding], lang: Language) -> str:
    counted = Counter(level(one.seen.problem) for one in some)
    parts = [
        label(f"{name}_{'one' if counted[name] == 1 else 'many'}", lang).format(n=counted[name])
        for name in LEVELS
        if counted[name]
    ]
    return ", ".join(parts) or label("none", lang).lower()


def _claimed(asserted: Sequence[Claim], project: str, lang: Language) -> Iterator[str]:
    if asserted:
        yield f"## {label('review_verify', lang)}\n\n{label('review_verify_means', lang)}"
    for kind in KINDS:
        if some := [one for one in asserted if one.kind == kind]:
            yield label(f"verify_{kind}", lang)
            lines = (f"{_file(one.place.file, project)}:{one.place.line}  {one.said}" for one in some)
            yield fenced("\n".join(visible(line, spaces_stay=True) for line in lines))


def _quoted(some: Iterable[Finding], project: str, lang: Language) -> Iterator[str]:
    for one in some:
        text = word(one.seen.problem, lang=lang, line=one.seen.line, more=one.seen.page)
        yield fenced(_file(text, project))


def _for_reviewers(remarks: Sequence[Remark], rules: str, lang: Language) -> Iterator[str]:
    if remarks or rules:
        yield f"## {label('review_look', lang)}"
    for remark in remarks:
        yield label(remark.name, lang)
        yield fenced("\n".join(visible(name) for name in remark.about))
    if rules:
        yield label("review_rules", lang)
        yield fenced(rules)


def fenced(text: str) -> str:
    """A text shown as it is: the fence is longer than any run of its sign inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _cut(parts: Sequence[str], lang: Language) -> str:
    """The parts that fit in what GitHub accepts, and a line that says how many did not."""
    kept, room = list[str](), LONGEST_SUMMARY
    for number, part in enumerate(parts):
        room -= len(part.encode()) + 2
        if room < 0:
            kept.append(label("review_cut", lang).format(n=len(parts) - number))
            break
        kept.append(part)
    return "\n\n".join(kept) + "\n"
