"""The last pass over a built site: what only now is known, the downloads and the security policy of every page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from macros.day import spoken_date

_DOWNLOADS = re.compile(r'(<div class="downloads" id="downloads">).*?(</div>)', re.DOTALL)
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_CHARSET = re.compile(r"<meta charset=[^>]+>")


@dataclass(frozen=True)
class Download:
    """A file the reader can take away."""

    name: str
    """File name, in the folder of the downloads."""
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash that a reader can compare."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def kind(self) -> str:
        """`pdf` or `epub`."""
        return self.name.rpartition(".")[2]

    def size(self, language: str) -> str:
        """The size in megabytes, or kilobytes if small, as that language writes numbers."""
        thousands = len(self.content) / 1000
        text = (
            f"{thousands / 1000:.1f}\N{NO-BREAK SPACE}MB"
            if thousands >= 1000
            else f"{thousands:.0f}\N{NO-BREAK SPACE}kB"
        )
        return text.replace(".", ",") if language == "it" else text


def seal(html: str, downloads: tuple[Download, ...], words: Mapping[str, str], edition: Mapping[str, str]) -> str:
    """A page with its downloads filled in, if it offers them, and with its security policy."""
    listed = "".join(_listed(download, words, edition) for download in downloads)
    filled = html if not downloads else _DOWNLOADS.sub(lambda found: f"{found[1]}<ul>{listed}</ul>{found[2]}", html)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy(filled)}">'
    return _CHARSET.sub(lambda found: found[0] + policy, filled, count=1)


def _listed(download: Download, words: Mapping[str, str], edition: Mapping[str, str]) -> Markup:
    return Markup(
        '<li><a class="download" href="{href}" download>{label}</a> <span class="size">{size}</span>'
        '<span class="edition">{word} {edition}, <time datetime="{date}">{spoken}</time></span>'
        '<span class="sha256">SHA-256 <code>{sha256}</code></span></li>'
    ).format(
        href=words["address_downloads"] + download.name,
        label=words[f"download_{download.kind}"],
        size=download.size(edition["language"]),
        word=words["edition"],
        edition=edition["edition"],
        date=edition["published"],
        spoken=spoken_date(edition["published"], words["book_months"]),
        sha256=download.sha256,
    )


def _policy(html: str) -> str:
    """A policy that lets a page load only its own files and run only the scripts it came with.

    Content Security Policy Level 3; scripts that stand in the page are named by their hash.
    """
    runnable = (body for head, body in _INLINE_SCRIPT.findall(html) if "application/json" not in head)
    hashes = sorted(
        {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in runnable}
    )
    own = "'self'"
    rules = {
        "default-src": "'none'",
        "script-src": " ".join([own, *hashes]),
        "style-src": own,
        "img-src": f"{own} data:",
        "font-src": own,
        "connect-src": own,
        "worker-src": own,
        "base-uri": own,
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
