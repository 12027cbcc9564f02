"""A page of the built site, as the book receives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the website: what stands between `<article>` and `</article>`."""

    path: str
    """Its address in the site, without leading slash: `scenari/pippo/`; the home is the empty string."""
    source: str
    """The file in `docs/` it comes from: `scenari/pippo.md`."""
    title: str
    """The text of its first heading."""
    html: str
    """The inner HTML of the article."""
