"""Addresses that have changed → the pages that stand there now, and in a page what stands where a part of it was.

An old address leads to the new one at once, without a script; where nothing takes its place, it says why.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from markupsafe import Markup

from macros.book.seal import reseal
from macros.model import BookData, Moved

_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_ARTICLE_END = "</article>"
_LEADS = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">\n"
    '<meta http-equiv="refresh" content="0; url={href}">\n<meta name="viewport" content="width=device-width">\n'
    '<meta name="robots" content="noindex">\n<link rel="canonical" href="{canonical}">\n<title>{title}</title>\n'
    '</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{said} <a href="{href}">{name}</a></p>\n</main>\n</body>\n</html>\n'
)


def moved_pages(data: BookData, words: Mapping[str, str], titles: Mapping[str, str], lost: str) -> dict[str, str]:
    """What stands at every old address of a page, by the name of its file.

    `titles` are those of the pages by address, `lost` is the page for wrong addresses, which gives its look.
    """
    pages = [moved for moved in data.moved if "#" not in moved.address]
    return {
        f"{moved.address}index.html": _leads(moved, data, words, titles) if moved.to else _gone(moved, words, lost)
        for moved in pages
    }


def with_moved_places(html: str, file: str, data: BookData, words: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """A page with what stands where entries and passages were that are no longer in it; `file` is its name in the site."""
    page = file.removesuffix("index.html")
    said = Markup("").join(
        Markup('<p id="{}">{}</p>').format(moved.address.partition("#")[2], words_said)
        for moved, words_said in _places(page, data, words, titles)
    )
    if not said:
        return html
    before, end, after = html.rpartition(_ARTICLE_END)
    return f'{before}<div class="moved" data-site-only>{said}</div>{end}{after}'


def _places(
    page: str, data: BookData, words: Mapping[str, str], titles: Mapping[str, str]
) -> Iterator[tuple[Moved, Markup | str]]:
    for moved in data.moved:
        old, sign, _ = moved.address.partition("#")
        if sign and old == page:
            said = (
                Markup('{} <a href="{}">{}</a>').format(words["moved_place"], *_link(moved, titles)) if moved.to else ""
            )
            yield moved, said or moved.why or ""


def _link(moved: Moved, titles: Mapping[str, str]) -> tuple[str, str]:
    """From the old address to the new one, and how the new one is called."""
    to, sign, place = (moved.to or "").partition("#")
    here = posixpath.dirname(moved.address.partition("#")[0])
    return f"{posixpath.relpath(to, here)}/{sign}{place}", titles.get(to, to)


def _leads(moved: Moved, data: BookData, words: Mapping[str, str], titles: Mapping[str, str]) -> str:
    href, name = _link(moved, titles)
    site = data.addresses.site
    canonical = f"{site.rstrip('/')}/{(moved.to or '').partition('#')[0]}" if site else href.partition("#")[0]
    values = {"language": data.language, "href": href, "name": name, "canonical": canonical}
    return str(_LEADS.format(**values, title=words["moved_title"], said=words["moved_to"]))


def _gone(moved: Moved, words: Mapping[str, str], lost: str) -> str:
    """The page for wrong addresses, saying why there is nothing here."""
    title = Markup("<title>{}</title>").format(words["moved_gone"])
    said = Markup('<h1 id="{}">{}</h1><p class="summary">{}</p>').format(
        words["lost_anchor"], words["moved_gone"], moved.why or ""
    )
    beginning = re.compile(r"<h1\b.*?(?=<h2>" + re.escape(words["lost_ways"]) + ")", re.DOTALL)
    return reseal(beginning.sub(lambda _: said, _TITLE.sub(lambda _: title, lost, count=1), count=1))
