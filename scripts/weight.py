"""How much a visit weighs: the files of a site as a good host sends them, compressed."""

from __future__ import annotations

import gzip
import pathlib
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote, urlsplit

CLOSED = (".woff2", ".png", ".jpg", ".webp", ".pdf", ".epub", ".zip", ".gz")
"""Files that are compressed already."""


def weight_of(site: pathlib.Path, asked: Iterable[str]) -> int:
    """The bytes of all that a page asked for, each address once; what the site has not, weighs nothing."""
    paths = {unquote(urlsplit(address).path).lstrip("/") for address in asked if address.startswith("http")}
    return sum(len(sent(site / path)) for path in paths)


def sent(file: pathlib.Path) -> bytes:
    """What a host sends for a file, or for the page of a folder; nothing if there is none."""
    page = file / "index.html" if file.is_dir() else file
    return _compressed(page) if page.is_file() else b""


@cache
def _compressed(file: pathlib.Path) -> bytes:
    content = file.read_bytes()
    return content if file.suffix in CLOSED else gzip.compress(content, compresslevel=9, mtime=0)
