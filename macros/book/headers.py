"""A finished site → `_headers`: what a host that reads this file (Netlify, Cloudflare Pages) says with every answer.

A header holds for every page, so its policy is the sum of those that the pages carry in themselves: each page stays under
its own, which is narrower, and under this one, which adds what a page cannot say of itself.
GitHub Pages ignores the file: there the policies in the pages are all there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path

NAME = "_headers"
LONGEST = 2000
"""Characters of a line that Cloudflare Pages accepts."""
MONTH = 30 * 24 * 60 * 60  # seconds; fonts change rarely, but under the same name
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
_FALLBACK = "default-src"
_NOT_FETCHING = frozenset({"base-uri", "form-action", "frame-ancestors", "sandbox"})
"""Directives that do not fall back on `default-src` (Content Security Policy Level 3, 6.1 and 6.3)."""
EVERYWHERE: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ALWAYS_DOWN = "frame-ancestors 'none'"


def headers_of(site: Path, base: str = "/") -> str:
    """The text of the file for a built site; `base` is the path of its public address."""
    policies = [
        policy
        for page in sorted(site.rglob("*.html"))
        for policy in map(unescape, _POLICY.findall(page.read_text(encoding="utf-8")))
    ]
    said = {"Content-Security-Policy": f"{joined(policies)}; {_ALWAYS_DOWN}", **EVERYWHERE}
    blocks = {
        f"{base}*": said,
        f"{base}assets/fonts/*": {"Cache-Control": f"public, max-age={MONTH}"},
    }
    return "\n".join(_block(path, lines) for path, lines in blocks.items())


def joined(policies: Iterable[str]) -> str:
    """A policy that allows what any of the given ones allows, and no more; `default-src 'none'` if there is none."""
    read = [_read(policy) for policy in dict.fromkeys(policies)]
    names = dict.fromkeys((_FALLBACK, *(name for policy in read for name in policy)))
    return "; ".join(f"{name} {_sum(name, read)}" for name in names)


def _read(policy: str) -> dict[str, tuple[str, ...]]:
    parts = (part.split() for part in policy.split(";"))
    return {words[0]: tuple(words[1:]) for words in parts if words}


def _sum(name: str, policies: Iterable[Mapping[str, tuple[str, ...]]]) -> str:
    """Every source that some policy allows for a directive, those of its fallback where it does not name it."""
    allowed: dict[str, None] = {}
    for policy in policies:
        fallback = ("*",) if name in _NOT_FETCHING else policy.get(_FALLBACK, ("*",))
        allowed |= dict.fromkeys(policy.get(name, fallback))
    sources = sorted(source for source in allowed if source != "'none'")
    return " ".join(sources) or "'none'"


def _block(path: str, lines: Mapping[str, str]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in lines.items())
