"""A reference → what opens at the foot of a page: the page cited in four forms, each ready to be copied."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from macros.citing.machine import bibtex, ris
from macros.citing.paragraphs import Paragraph
from macros.citing.reference import Reference
from macros.citing.styles import apa, plain

SCRIPT = "assets/cite/cite.mjs"
"""The module that copies, in the site."""


def box(
    reference: Reference,
    words: Mapping[str, str],
    root: str,
    paragraphs: tuple[Paragraph, ...] = (),
    *,
    can_copy: bool,
) -> Markup:
    """The box, closed; `root` leads from the page to the first of the site. Without a script it says all the same."""
    runs = (Markup("<cite>{}</cite>" if run.is_title else "{}").format(run.text) for run in apa(reference, words))
    title = words["cite_page_title"] if reference.title else words["cite_book_title"]
    forms = (
        _form("plain", words["cite_plain"], Markup("<p>{}</p>").format(plain(reference, words)), words),
        _form("apa", words["cite_apa"], Markup("<p>{}</p>").format(Markup("").join(runs)), words),
        _form("bibtex", words["cite_bibtex"], _lines(bibtex(reference)), words),
        _form("ris", words["cite_ris"], _lines(ris(reference)), words),
        _addresses(paragraphs, words),
    )
    script = Markup('<script type="module" src="{}"></script>').format(root + SCRIPT) if can_copy else Markup("")
    return Markup(
        '<details class="cite-page" data-site-only><summary>{}</summary>{}'
        '<p class="cite-said" role="status" data-done="{}"></p>{}</details>'
    ).format(title, Markup("").join(forms), words["cite_copied"], script)


def _form(name: str, label: str, citation: Markup, words: Mapping[str, str]) -> Markup:
    return Markup(
        '<div class="cite-form"><p class="cite-name" id="cite-{name}">{label}</p>'
        '<div class="cite-text" id="cite-{name}-text">{citation}</div>'
        '<button type="button" class="cite-copy" hidden data-copy="cite-{name}-text" id="cite-{name}-copy"'
        ' aria-labelledby="cite-{name}-copy cite-{name}">{copy}</button></div>'
    ).format(name=name, label=label, citation=citation, copy=words["cite_copy"])


def _addresses(paragraphs: tuple[Paragraph, ...], words: Mapping[str, str]) -> Markup:
    """The address of every paragraph, as links that the keyboard reaches."""
    if not paragraphs:
        return Markup("")
    items = (Markup('<li><a href="#{}">{}…</a></li>').format(one.id, one.beginning) for one in paragraphs)
    return Markup('<div class="cite-form"><p class="cite-name">{}</p><ul class="cite-text">{}</ul></div>').format(
        words["cite_paragraphs"], Markup("").join(items)
    )


def _lines(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(text)
