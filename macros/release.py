"""What is known of a project that is about to be released → what is still missing, each thing by a name that has words.

Everything it judges is handed to it as values: the state of the files, of git and of the last build.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from macros.book.citation import citation_cff
from macros.library import Library
from macros.problem import Problem, level

OUTPUTS = (".pdf", ".epub", ".zip")
"""What readers download: the book in two forms, and the site to be read without a network."""
RULES_NOT_KEPT = "MB126"
_HEADING = re.compile(r"^## \[([^\]]+)\](?: - (\S+))?\s*$", re.MULTILINE)
_OWNER = re.compile(r"^[^#\n]*\s@\S+", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a release depends on, as it was found."""

    library: Library | None
    """None if the content has errors."""
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    """The texts that a release needs, by path; those that are not there are left out."""
    pages_kept: bool
    """Whether the page map and the entries of this edition are kept."""
    pages_moved: int = 0
    """How many places the last build has on another page than the kept map says."""
    outputs: Mapping[str, int] = field(default_factory=dict)
    """The downloads of the last build, by suffix: how many there are."""
    uncommitted: tuple[str, ...] = ()
    version: str = ""
    """The version in `pyproject.toml`."""
    measured: str = ""
    """The day on which the newest of the results that readers see was measured: AAAA-MM-GG; empty if nothing was."""
    tag: str = ""
    """The name under which it would be released; empty if nobody asked yet."""
    today: str
    """AAAA-MM-GG."""


@dataclass(frozen=True)
class Missing:
    """One thing to do before a release: the name of its words, and their values."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


def missing(facts: Facts) -> tuple[Missing, ...]:
    """Everything that is missing, in the order in which it is best done; nothing if the edition can go out."""
    checks = (_content, _addresses, _dates, _words, _kept, _owners, _outputs, _git)
    return tuple(found for check in checks for found in check(facts))


def _content(facts: Facts) -> Iterator[Missing]:
    errors = sum(level(problem) == "errore" for problem in facts.problems)
    if errors:
        yield Missing("content", {"n": str(errors)})


def _addresses(facts: Facts) -> Iterator[Missing]:
    if facts.library:
        for name in ("site", "repository", "editors"):
            if getattr(facts.library.book.addresses, name) is None:
                yield Missing(f"no_{name}")


def _dates(facts: Facts) -> Iterator[Missing]:
    """The edition, its day, the changelog and the version say the same."""
    if facts.library is None:
        return
    edition, published = facts.library.book.edition, facts.library.book.published
    if published > facts.today[: len(published)]:
        yield Missing("not_yet", {"date": published, "today": facts.today})
    if len(published) < len(facts.today):
        yield Missing("no_day", {"date": published})
    if facts.measured > published:
        yield Missing("measured_later", {"date": published, "measured": facts.measured})
    if edition.split(".")[0] != published[:4]:
        yield Missing("other_year", {"edition": edition, "date": published})
    if facts.version != edition:
        yield Missing("other_version", {"edition": edition, "version": facts.version or "—"})
    if facts.tag and facts.tag != edition:
        yield Missing("other_tag", {"edition": edition, "tag": facts.tag})
    told = changelog_dates(facts.files.get("CHANGELOG.md", ""))
    if edition not in told:
        yield Missing("no_changelog", {"edition": edition, "date": published})
    elif told[edition] != published:
        yield Missing("changelog_date", {"edition": edition, "date": published, "found": told[edition] or "—"})


def _words(facts: Facts) -> Iterator[Missing]:
    """The licences, and how the edition is cited."""
    for name in ("LICENSE", "content/LICENSE"):
        if not facts.files.get(name, "").strip():
            yield Missing("no_licence", {"file": name})
    if facts.library:
        data, words = facts.library.book, facts.library.words
        if facts.files.get("CITATION.cff") != citation_cff(data, words):
            yield Missing("no_citation", {"edition": data.edition})


def _kept(facts: Facts) -> Iterator[Missing]:
    """What lets an old link and an old citation lead to the same place for ever."""
    edition = facts.library.book.edition if facts.library else ""
    if not facts.pages_kept:
        yield Missing("no_pages", {"edition": edition})
    elif facts.pages_moved:
        yield Missing("pages_moved", {"edition": edition, "n": str(facts.pages_moved)})
    if any(problem.code == RULES_NOT_KEPT for problem in facts.problems):
        yield Missing("no_rules", {"edition": edition})


def _owners(facts: Facts) -> Iterator[Missing]:
    if not _OWNER.search(facts.files.get(".github/CODEOWNERS", "")):
        yield Missing("no_owners")


def _outputs(facts: Facts) -> Iterator[Missing]:
    for suffix in absent(facts.outputs):
        yield Missing(f"no_{suffix.removeprefix('.')}")


def _git(facts: Facts) -> Iterator[Missing]:
    if facts.uncommitted:
        shown = ", ".join(facts.uncommitted[:5]) + ("…" if len(facts.uncommitted) > 5 else "")
        yield Missing("uncommitted", {"n": str(len(facts.uncommitted)), "files": shown})


def absent(outputs: Collection[str]) -> tuple[str, ...]:
    """The suffixes of the downloads that a build did not make."""
    return tuple(suffix for suffix in OUTPUTS if suffix not in outputs)


def changelog_dates(changelog: str) -> dict[str, str]:
    """Every edition that the changelog tells, with its day as written there; the heading of what is to come is none."""
    return {name: date for name, date in _HEADING.findall(changelog) if name.lower() != "unreleased"}


def changelog_of(changelog: str, edition: str) -> str:
    """What the changelog tells of an edition, less its heading; empty if it tells nothing."""
    headings = list(_HEADING.finditer(changelog))
    for number, heading in enumerate(headings):
        if heading[1] == edition:
            end = headings[number + 1].start() if number + 1 < len(headings) else len(changelog)
            return changelog[heading.end() : end].strip() + "\n"
    return ""
