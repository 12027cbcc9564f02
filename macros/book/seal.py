"""The last pass over a built site: what only now is known, and the security policy of every page.

What is known last are the downloads, the page of the last released edition on which a page of the site is printed, and
the proof that nothing was lost. A page says where each goes with an element that holds its place.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from macros.book.edition import Kept
from macros.book.xhtml import Element
from macros.day import spoken_date
from macros.model import BookData

SUMS = "SHA256SUMS"
"""The file, among the downloads, that lists the hash of each as `sha256sum` reads it."""
_DOWNLOADS = re.compile(r'(<div class="downloads" id="downloads">).*?(</div>)', re.DOTALL)
_PRINTED = re.compile(r'<p class="printed-page"[^>]*></p>')
_PROOF = re.compile(r'(<div class="completeness" id="completeness">).*?(</div>)', re.DOTALL)
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">')
_CHARSET = re.compile(r"<meta charset=[^>]+>")


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file the reader can take away."""

    name: str
    """File name, in the folder of the downloads."""
    content: bytes
    pages: int | None = None
    """How many pages it has, if it has pages."""

    @property
    def sha256(self) -> str:
        """The hash that a reader can compare."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def kind(self) -> str:
        """`pdf`, `epub` or `zip`."""
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


@dataclass(frozen=True, kw_only=True)
class Last:
    """What is known only when everything is made."""

    data: BookData
    words: Mapping[str, str]
    downloads: tuple[Download, ...] = ()
    kept: Kept | None = None
    """The last released edition, if there is one."""


def seal(html: str, file: str, last: Last) -> str:
    """A page filled in with what it has a place for, and with its security policy; `file` is its name in the site."""
    filled = _PRINTED.sub(lambda _: _printed(file, last), html)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(filled)}">'
    return _CHARSET.sub(lambda found: found[0] + policy, filled, count=1)


def reseal(html: str, own: str = "'self'", others: Mapping[str, str] = MappingProxyType({})) -> str:
    """A sealed page that was changed, with the policy that now fits it: see `policy_of`."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(html, own, others)}">'
    return _POLICY.sub(lambda _: policy, html, count=1)


def list_downloads(html: str, file: str, last: Last) -> str:
    """A sealed page with the list of what can be taken away, if it has a place for it; a list brings no script with it."""
    return fill_downloads(html, str(_listed(last, file))) if _DOWNLOADS.search(html) else html


def fill_downloads(html: str, said: str) -> str:
    """A page with these words, which are HTML, in the place of the list of the downloads."""
    return _DOWNLOADS.sub(lambda found: f"{found[1]}{said}{found[2]}", html)


def has_proof(page: Element) -> bool:
    """Whether a page has a place for the proof of completeness."""
    return any(element.get("id") == "completeness" for element in page.iter("div"))


def fill_proof(html: str, proof: str) -> str:
    """A page with the proof of completeness in its place, if it has one; the proof brings no script with it."""
    return _PROOF.sub(lambda found: f"{found[1]}{proof}{found[2]}", html)


def sums(files: Mapping[str, bytes]) -> str:
    """The hash of every file, by name, as `sha256sum --check` reads them."""
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def _listed(last: Last, file: str) -> Markup:
    """The downloads as a list, and the file of their hashes, for a page of the site."""
    folder = "../" * file.count("/") + last.words["address_downloads"]
    items = Markup("").join(_item(download, folder, last) for download in last.downloads)
    return Markup('<ul>{}</ul><p class="sums">{} <a href="{}">{}</a></p>').format(
        items, last.words["book_sums"], folder + SUMS, SUMS
    )


def _item(download: Download, folder: str, last: Last) -> Markup:
    data, words = last.data, last.words
    count = words["book_pages"].replace("{n}", str(download.pages)) if download.pages else ""
    return Markup(
        '<li><a class="download" href="{href}" download>{label}</a> <span class="size">{size}</span>'
        '<span class="edition">{word} {edition}, <time datetime="{date}">{spoken}</time></span>'
        '{note}<details class="sha256"><summary>SHA-256</summary><code>{sha256}</code></details></li>'
    ).format(
        href=folder + download.name,
        label=words[f"download_{download.kind}"],
        size=", ".join(filter(None, (download.size(data.language), count))),
        word=words["edition"],
        edition=data.edition,
        date=data.published,
        spoken=spoken_date(data.published, words["book_months"]),
        note=Markup('<span class="note">{}</span>').format(words["book_offline_note"])
        if download.kind == "zip"
        else "",
        sha256=download.sha256,
    )


def _printed(file: str, last: Last) -> Markup:
    """The line that says where the page is in the last released edition; nothing if it is not there."""
    page = last.kept.page(file.removesuffix("index.html")) if last.kept else ""
    if not last.kept or not page:
        return Markup("")
    said = last.words["book_printed_page"].replace("{page}", page).replace("{edition}", last.kept.edition)
    return Markup('<p class="printed-page" data-site-only>{}</p>').format(said)


def policy_of(html: str, own: str = "'self'", others: Mapping[str, str] = MappingProxyType({})) -> str:
    """A policy that lets a page load only its own files and run only the scripts it came with.

    `own` says which files are its own, `others` are rules that take the place of those of the site.
    Content Security Policy Level 3; scripts that stand in the page are named by their hash.
    """
    runnable = (body for head, body in _INLINE_SCRIPT.findall(html) if "application/json" not in head)
    hashes = sorted(
        {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in runnable}
    )
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
        **others,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
