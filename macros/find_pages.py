"""The pages that help to find: lists to look through, what is tied to what, what is still open.

Views like those of `views`, which gives them to the site engine.
"""

from __future__ import annotations

import unicodedata

from macros.connections import FEW, connections, disagreements, sorted_by_facets, uncommented
from macros.desk import Desk
from macros.figures.ties import tie_map
from macros.model import KINDS, Activity, Comment, Term
from macros.render import render
from macros.threads import REPLY, STANCES, balance, balances, opening, standing


def entry_list(desk: Desk, kind: str) -> str:
    """Every entry of a kind with its summary, each a link, and the ways of looking through them."""
    found = sorted_by_facets(desk.library, KINDS[kind])
    return render(
        desk, "entry_list.md", kind=kind, entries=desk.library.of(KINDS[kind]), sorted=found, label=choice_names(desk)
    )


def comment_list(desk: Desk) -> str:
    """How many think what of each entry, then every comment, by position, then the replies, as links with its first words."""
    groups: dict[str, list[tuple[str, Comment]]] = {}
    comments = desk.library.of(Comment)
    for group in (*STANCES, REPLY):
        groups[group] = [(id, comment) for id, comment in comments if standing(comment) == group]
    found = sorted_by_facets(desk.library, Comment)
    return render(
        desk,
        "comment_list.md",
        groups=groups,
        sorted=found,
        label=choice_names(desk),
        opening=opening,
        balances=balances(desk.library),
        whole=balance(comment for _, comment in comments),
    )


def connection_map(desk: Desk) -> str:
    """What is tied to what: the map, and the lists behind it."""
    tied = connections(desk.library)
    verdicts = {
        verdict: tuple(id for id, found in desk.library.of(Activity) if verdict in {p.verdict for p in found.positions})
        for verdict in ("make", "buy", "together", "depends")
    }
    groups = tuple(
        (kind, tuple(one for one in tied if one.kind == kind)) for kind in dict.fromkeys(t.kind for t in tied)
    )
    by_kind = {
        one.id: tuple(
            (kind, ids)
            for kind, _ in groups
            if (ids := tuple(id for id in one.to if desk.library.items[id].kind == kind))
        )
        for one in tied
    }
    return render(
        desk,
        "connections.md",
        groups=groups,
        by_kind=by_kind,
        figure=tie_map(tied, desk.library.words),
        verdicts=verdicts,
    )


def open_disagreements(desk: Desk) -> str:
    """The activities on which sources give different answers, each answer with its passage: opposite answers first."""
    found = disagreements(desk.library)
    groups = (
        ("opposite", [one for one in found if one.opposite]),
        ("nuance", [one for one in found if not one.opposite]),
    )
    return render(desk, "disagreements.md", groups=groups, found=found)


def without_comments(desk: Desk) -> str:
    """The entries that nobody has commented yet, by kind."""
    return render(desk, "uncommented.md", found=uncommented(desk.library))


def first_of_each_letter(desk: Desk) -> dict[str, str]:
    """The letters with which terms begin, without accents, and the first term of each; none where the terms are few."""
    terms = desk.library.of(Term)
    found: dict[str, str] = {}
    for id, term in terms:
        found.setdefault(unicodedata.normalize("NFD", term.title)[0].upper(), id)
    return found if len(terms) >= FEW else {}


def choice_names(desk: Desk) -> dict[str, str]:
    """What each choice of a facet is called: a short name where the entry has one, or the word of a position."""
    words = desk.library.words
    named = {
        id: str(getattr(item.value, "label", "") or desk.library.title(id)) for id, item in desk.library.items.items()
    }
    return {**named, **{key: word for key, word in words.items() if key.startswith(("verdict_", "stance_", "strand_"))}}
