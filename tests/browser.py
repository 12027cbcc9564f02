"""A built site as a browser shows it: every page opened, in every look, and what was seen.

The site is served from this machine under the path of its public address; any other address leads nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import json
import pathlib
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, Response, async_playwright

AT_ONCE = 2
"""Pages open at the same time: one for each core of a small machine."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
INDEX = "search/search_index.json"
LEFT = "net::ERR_ABORTED"
"""What a request says that was under way when the visitor went to the next page."""
WATCH = """
window.seen = [];
document.addEventListener("securitypolicyviolation", e => seen.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
"""
ASK_AXE = """
async () => (await axe.run({resultTypes: ["violations"], preload: false})).violations
    .map(rule => `${rule.id}: ${rule.nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | ")}`)
"""
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@dataclass(frozen=True)
class Look:
    """How a reader looks at a page."""

    scheme: str
    width: int


@dataclass
class Visit:
    """What was seen of one page in one look."""

    page: str
    look: Look
    asked: list[str] = field(default_factory=list)
    """Every address the page asked for."""
    errors: list[str] = field(default_factory=list)
    """Errors of scripts, of the policy and of files that were not there."""
    violations: list[str] = field(default_factory=list)
    """What axe found."""
    wider: int = 0
    """Pixels by which the page is wider than the window."""
    scheme: str = ""
    """The palette the theme chose."""

    def __str__(self) -> str:
        return f"{self.page} ({self.look.scheme}, {self.look.width} px)"


def chromium() -> str:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("there is no Chromium on this machine: run `make test`, which says how to install it")
    return found


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under a path, with some files in place of others; browsers may keep what they got."""

    def __init__(self, *args: Any, base: str, instead: Mapping[str, pathlib.Path], **more: Any) -> None:
        self.base, self.instead = base, instead
        super().__init__(*args, **more)

    def translate_path(self, path: str) -> str:
        """The file of an address; there is none outside the path of the site."""
        name = path.removeprefix(self.base) if path.startswith(self.base) else "nowhere"
        return str(self.instead[name]) if name in self.instead else super().translate_path(f"/{name}")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what goes wrong is seen from the browser."""


@contextlib.contextmanager
def served(
    folder: pathlib.Path, base: str = "/", instead: Mapping[str, pathlib.Path] = MappingProxyType({})
) -> Iterator[str]:
    """The address of the site while it is served; `instead` maps a name in the site to the file served for it."""
    handler = functools.partial(_Handler, directory=str(folder), base=base, instead=instead)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{base}"
        server.shutdown()
        thread.join()


def pages_of(folder: pathlib.Path) -> tuple[str, ...]:
    """Every page of a built site, by its file."""
    return tuple(file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.html")))


def visit_all(folder: pathlib.Path, looks: tuple[Look, ...], base: str = "/") -> tuple[Visit, ...]:
    """Every page of a site in every one of these looks, with axe run on each."""
    visits = tuple(Visit(page, look) for look in looks for page in pages_of(folder))
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as short:
        short.write(_short_index(folder))
        short.flush()
        with served(folder, base, {INDEX: pathlib.Path(short.name)}) as origin:
            asyncio.run(_visit_all(visits, origin))
    return visits


def _short_index(folder: pathlib.Path) -> str:
    """The index of the search with its first entry alone: the theme indexes it again on every page it shows.

    The search itself has tests of its own, with the whole index.
    """
    index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return json.dumps({**index, "docs": index["docs"][:1]})


async def _visit_all(visits: tuple[Visit, ...], origin: str) -> None:
    waiting = deque(visits)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        await asyncio.gather(*(_visitor(browser, waiting, origin) for _ in range(AT_ONCE)))
        await browser.close()


async def _visitor(browser: Browser, waiting: deque[Visit], origin: str) -> None:
    """Open pages one after the other until none waits; a new window for each look."""
    while waiting:
        look = waiting[0].look
        scheme: Any = look.scheme
        context = await browser.new_context(color_scheme=scheme, viewport={"width": look.width, "height": 800})
        await context.add_init_script(WATCH)
        await context.add_init_script(path=AXE_FILE_PATH)  # before the policy of a page can refuse it
        page = await context.new_page()
        while waiting and waiting[0].look == look:
            await _visit(page, waiting.popleft(), origin)
        await context.close()


class _Ears:
    """What is heard while a page is open, by the name of the event."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def request(self, request: Request) -> None:
        self.visit.asked.append(request.url)

    def requestfailed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.visit.errors.append(f"{request.failure}: {request.url}")

    def response(self, response: Response) -> None:
        if response.status >= 400:
            self.visit.errors.append(f"{response.status}: {response.url}")

    def console(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.visit.errors.append(line.text)

    def pageerror(self, error: Error) -> None:
        self.visit.errors.append(str(error))


EVENTS = ("request", "requestfailed", "response", "console", "pageerror")


async def _visit(page: Page, visit: Visit, origin: str) -> None:
    heard = _Ears(visit)
    ears = {event: getattr(heard, event) for event in EVENTS}
    for event, ear in ears.items():
        page.on(event, ear)  # type: ignore[call-overload]
    await page.goto(origin + visit.page.removesuffix("index.html"), wait_until="load")
    scroll, client = await page.evaluate(WIDTHS)
    visit.wider = max(0, scroll - client)
    visit.scheme = await page.evaluate("document.body.getAttribute('data-md-color-scheme')") or ""
    visit.violations += await page.evaluate(ASK_AXE)
    visit.errors += await page.evaluate("seen")
    for event, ear in ears.items():
        page.remove_listener(event, ear)
