"""Run the site engine and read its pages: with the package's `__init__`, the only file that knows the engine.

Turns a project folder into a built site and the pages of it, in the order of the menu.
Every warning of the engine is a fault: nothing it noticed is published.
"""

from __future__ import annotations

import contextlib
import datetime
import html
import io
import logging
import os
import pathlib
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.book.front import whole_date
from macros.book.page import Page
from macros.model import BookData

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class SiteError(Exception):
    """The engine could not build the site, or noticed something; carries its lines, in order."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class Site:
    """A built site: its folder, and its pages in the order of the menu."""

    folder: pathlib.Path
    pages: tuple[Page, ...]


def build_site(root: pathlib.Path, folder: pathlib.Path, data: BookData) -> Site:
    """The site of the project under `root`, built into `folder`; raises SiteError with all the engine said."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # a banner of the theme, not about this site
    edition = datetime.datetime.fromisoformat(f"{whole_date(data.published)}T00:00:00+00:00")
    os.environ["SOURCE_DATE_EPOCH"] = f"{edition.timestamp():.0f}"  # else the engine dates its files today
    from mkdocs.commands.build import build  # late, as below

    with _heard() as lines:
        config = _config(root, folder, data)
        build(config)
    if lines:
        raise SiteError(tuple(lines))
    return Site(folder, tuple(_pages(folder, tuple(_sources(config.nav)))))


def render_pages(root: pathlib.Path, data: BookData, sources: Collection[str]) -> tuple[Page, ...]:
    """Some pages of the site as they are now, without building it; `sources` are files of `docs/`: `scenari/pippo.md`.

    Links to what those pages do not have are not noticed here. Raises SiteError with all the engine said.
    """
    from mkdocs.structure.files import get_files
    from mkdocs.structure.nav import get_navigation

    with _heard() as lines:
        config = _config(root, root / "build", data)
        config = config.plugins.on_config(config)
        files = config.plugins.on_files(get_files(config), config=config)
        config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        pages = [file.page for file in files.documentation_pages() if file.src_uri in sources and file.page]
        for page in pages:
            page.read_source(config)
            page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
            page.render(config, files)
    if lines:
        raise SiteError(tuple(lines))
    return tuple(
        Page(
            path=page.url,
            source=page.file.src_uri,
            title=html.unescape(str(page.title)),
            html=page.content or "",
        )
        for page in pages
    )


def _config(root: pathlib.Path, folder: pathlib.Path, data: BookData) -> MkDocsConfig:
    from mkdocs.config import load_config  # late: importing the engine takes longer than checking the content

    return load_config(
        str(root / "mkdocs.yml"),
        site_dir=str(folder),
        site_name=html.escape(data.title),  # the theme prints it as it comes
        site_description=html.escape(data.summary),
        site_url=data.addresses.site or "",
        strict=False,  # strict stops at the end with a count; here every line is kept and shown
    )


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Collects what the engine warns of; what it prints while stopping becomes one more line."""
    lines: list[str] = []
    handler = _Ear(lines)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            yield lines
    except SystemExit as stop:
        raise SiteError((*lines, said.getvalue().strip() or f"exit {stop.code}")) from stop
    finally:
        logger.removeHandler(handler)


class _Ear(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _sources(nav: object) -> Iterator[str]:
    """The pages of the menu, in order: `scenari/pippo.md`."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for inner in nav.values():
            yield from _sources(inner)
    elif isinstance(nav, list):
        for inner in nav:
            yield from _sources(inner)


def _pages(folder: pathlib.Path, sources: tuple[str, ...]) -> Iterator[Page]:
    for source in sources:
        path = re.sub(r"(^|/)index\.md$", r"\1", source).removesuffix(".md")
        path = f"{path}/" if path and not path.endswith("/") else path
        text = (folder / path / "index.html").read_text(encoding="utf-8")
        article = re.search(r'<article class="md-content__inner[^>]*>(.*)</article>', text, re.DOTALL)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
        if article is None or heading is None:
            raise SiteError((f"{source}: no article, or no heading",))
        title = re.sub(r"<a class=\"headerlink\".*?</a>|<[^>]+>", "", heading[1])
        yield Page(path=path, source=source, title=html.unescape(title).strip(), html=article[1])


def serve_site(
    rebuild: Callable[[], None], folder: pathlib.Path, watched: tuple[pathlib.Path, ...], address: tuple[str, int]
) -> None:
    """Serve a folder until interrupted; when a watched file changes, rebuild and let the open pages reload."""
    from mkdocs.livereload import LiveReloadServer  # late, as above

    server = LiveReloadServer(rebuild, *address, root=str(folder), polling_interval=0.2)
    for path in watched:
        server.watch(str(path))
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
