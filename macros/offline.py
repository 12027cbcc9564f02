"""A finished site → the same site to be read from a disk, with no network: in a browser, by `file://`.

Browsers open no folder as a page, load no modules and start no workers from files. So addresses name the file they lead
to, the modules of each page become one classic script, the index of the search is a script too, and the search is made
in the page (`theme/assets/find/disk.js`). What cannot be taken along – the books, and what is there for hosts – leads to
the public site, or is plain words while that has no address.
"""

from __future__ import annotations

import base64
import html
import json
import pathlib
import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from urllib.parse import unquote

from jinja2.utils import htmlsafe_json_dumps

from macros.book.seal import fill_downloads, reseal
from macros.bundle import bundled
from macros.model import BookData
from macros.search import INDEX

HOME = "index.html"
SEARCH, DISK = "assets/find/search.js", "assets/find/disk.js"
SCRIPT = "search/search_index.js"
"""Where the theme looks for the index of the search when it finds itself on a disk."""
_LEFT = (
    "404.html", "_*", "robots.txt", "sitemap.xml*", "*.pdf", "*.epub", "*.zip", "*.map", "*.mjs", "*.woff2", "*/SHA256SUMS",
    "assets/javascripts/lunr/*", "assets/javascripts/workers/*", INDEX,
)  # fmt: skip
"""What is of no use on a disk, or too heavy to be there twice."""
_PATH = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_OWN = "'self' file:"
"""What is a page’s own when it has no origin: browsers do not agree on what *self* means on a disk."""
_POLICY = {"connect-src": "'none'", "worker-src": "'none'", "font-src": "data:", "base-uri": "'none'"}
"""Nothing is asked for by a script: on a disk that is refused anyway, or would leave it."""
_MODULE = re.compile(r'<script type="module" src="([^"]+)\.mjs"></script>')
_THEME = re.compile(r'<script src="([^"]*)assets/javascripts/bundle\.')
_CONFIG = re.compile(r'(id="__config"[^<]*"search": ")[^"]*(")')
_FACE = re.compile(r'url\("([^":]+\.woff2)"\)')
_PRELOAD = re.compile(r'\s*<link rel="preload"[^<>]*>')
_SHEET = re.compile(r"(?:(?<=data-sheet=')|(?<=data-form='))[^']*(?=')")
_TAG = re.compile(r"<(?:a|link|img|source|use|image)\s[^<>]*>")
_ATTRIBUTE = re.compile(r'\s(href|src)="([^"]*)"')
_DOWNLOAD = re.compile(r'\sdownload(?:="[^"]*")?(?=[\s>])')


@dataclass(frozen=True)
class _Disk:
    """Where things are on the disk: the names of the files there, and the public site."""

    names: Collection[str]
    site: str

    def address(self, address: str, page: str) -> str | None:
        """An address as a page on the disk writes it; None if what it leads to is not there and has no public address."""
        found = _PATH.match(address)
        if not found or _ELSEWHERE.match(address):
            return address
        path, rest = found[1], found[2]
        name = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path) or posixpath.basename(page)))
        if name in self.names:
            return address
        if posixpath.normpath(posixpath.join(name, HOME)) in self.names:
            return f"{path.rstrip('/') or '.'}/{HOME}{rest}".removeprefix("./")
        return f"{self.site}{name}{rest}" if self.site else None


def offline_site(site: pathlib.Path, data: BookData, words: Mapping[str, str]) -> dict[str, bytes]:
    """The files to put on a disk of the finished site in a folder, by name, all in one folder that names the edition.

    The first to open is `index.html`.
    """
    files = {name: file for name, file in _files(site) if not any(fnmatch(name, left) for left in _LEFT)}
    public = f"{data.addresses.site.rstrip('/')}/" if data.addresses.site else ""
    disk = _Disk(files.keys(), public)
    made = {name: file.read_bytes() for name, file in files.items()}
    modules: dict[str, None] = {}
    for name in files:
        if name.endswith(".html") and not name.startswith(words["address_downloads"]):
            text = made[name].decode()
            modules |= dict.fromkeys(posixpath.normpath(f"{name}/../{one}") for one in _MODULE.findall(text))
            made[name] = _page(text, name, disk, words).encode()
        elif name.endswith(".css"):
            made[name] = _style(made[name].decode(), (site / name).parent).encode()
    for module in modules:
        made[f"{module}.js"] = bundled(site, module).encode()
    if (site / INDEX).is_file():
        made[SCRIPT] = _index((site / INDEX).read_text(encoding="utf-8"), disk).encode()
    return {f"{data.id}-{data.edition}/{name}": content for name, content in made.items()}


def offline_name(data: BookData, words: Mapping[str, str]) -> str:
    """The name of the archive that holds it."""
    return "{}-{}.zip".format(data.id, words["book_offline_name"])


def _files(site: pathlib.Path) -> list[tuple[str, pathlib.Path]]:
    return [(file.relative_to(site).as_posix(), file) for file in sorted(site.rglob("*")) if file.is_file()]


def _page(text: str, name: str, disk: _Disk, words: Mapping[str, str]) -> str:
    """A page with its addresses, its scripts and its policy as they must be on a disk."""
    pending = html.escape(words["downloads_pending"])
    said = f'<a href="{html.escape(disk.site)}">{pending}</a>' if disk.site else pending
    text = fill_downloads(_PRELOAD.sub("", text), f"<p>{said}</p>")
    text = _MODULE.sub(r'<script defer src="\1.js"></script>', text)
    text = _THEME.sub(rf'<script src="\1{SEARCH}"></script><script src="\1{DISK}"></script>\g<0>', text)
    text = _CONFIG.sub(rf"\g<1>{SEARCH}\g<2>", text)
    text = _TAG.sub(lambda found: _tag(found[0], name, disk), text)
    text = _SHEET.sub(lambda found: _sheet(found[0], name, disk), text)
    return reseal(text, _OWN, _POLICY)


def _style(text: str, folder: pathlib.Path) -> str:
    """A style sheet with its faces in it: some browsers take none from another folder of a disk.

    On the site they are asked for before all else and, if late, done without; here they cannot be late.
    """

    def face(found: re.Match[str]) -> str:
        content = base64.b64encode((folder / found[1]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{content}")'

    return _FACE.sub(face, text).replace("font-display: optional", "font-display: block")


def _tag(tag: str, page: str, disk: _Disk) -> str:
    """A tag whose address fits the disk; without it, if what it leads to is not there."""

    def fitted(found: re.Match[str]) -> str:
        address = disk.address(html.unescape(found[2]), page)
        return f' {found[1]}="{html.escape(address)}"' if address is not None else ""

    fit = _ATTRIBUTE.sub(fitted, tag)
    return fit if _ATTRIBUTE.search(fit) else _DOWNLOAD.sub("", fit)


def _sheet(text: str, page: str, disk: _Disk) -> str:
    """The data of a checklist, or of the form, in its attribute, with links that fit the disk."""

    def fitted(value: object, key: str = "") -> object:
        if isinstance(value, dict):
            return {inner: fitted(one, inner) for inner, one in value.items()}
        if isinstance(value, list):
            return [fitted(one) for one in value]
        if not isinstance(value, str):
            return value
        return (
            disk.address(value, page) or "" if key == "href" else _TAG.sub(lambda tag: _tag(tag[0], page, disk), value)
        )

    return str(htmlsafe_json_dumps(fitted(json.loads(html.unescape(text)))))


def _index(text: str, disk: _Disk) -> str:
    """The index of the search as a script that leaves it where the theme takes it: `__index`."""
    index = json.loads(text)
    docs = [{**doc, "location": address} for doc in index["docs"] if (address := _location(doc["location"], disk))]
    made = json.dumps({**index, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
    return f"var __index = {made};\n"


def _location(location: str, disk: _Disk) -> str | None:
    """Where a result leads, from the folder of the site; one of the first page, or of a part of it, names no page."""
    return f"{HOME}{location}" if location[:1] in ("", "#") else disk.address(location, HOME)
