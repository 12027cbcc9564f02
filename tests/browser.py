"""A built site as a browser shows it: every page opened, in every look, and what was seen.

The site is served from this machine under the path of its public address; any other address leads nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import pathlib
import re
import shutil
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright import sync_api
from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, Response, async_playwright

AT_ONCE = 2
"""Pages open at the same time: one for each core of a small machine."""
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
LEFT = "net::ERR_ABORTED"
"""What a request says that was under way when the visitor went to the next page."""
WATCH = """
window.seen = [];
document.addEventListener("securitypolicyviolation", e => seen.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
"""
FRESH = """
try { localStorage.clear(); } catch {}
window.moved = 0;
new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
}).observe({type: "layout-shift", buffered: true});
"""
"""Each page as at a first visit; how much of it moved while it was loading is kept count of (Layout Instability, W3C)."""
OPTIONS = """
{resultTypes: ["violations", "incomplete"], preload: false, rules: {
    "target-size": {enabled: matchMedia("screen").matches},
    "scrollable-region-focusable": {enabled: matchMedia("screen").matches},
}}
"""
"""All that axe looks for by itself, and the size of targets (WCAG 2.2, 2.5.8), which it looks for only if asked; paper
has no targets and does not scroll."""
ASK_AXE = f"""
async () => (await axe.run({OPTIONS})).violations
    .map(rule => `${{rule.id}}: ${{rule.nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | ")}}`)
"""
ASK_ALL = f"""
async () => {{
    for (const moving of document.getAnimations()) moving.finish();
    const found = await axe.run({OPTIONS});
    const why = node => /^<(text|tspan)/.test(node.html) ? "svg" : node.any[0]?.data?.messageKey ?? "";
    const nodes = rule => rule.nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | ");
    return {{
        axe: found.testEngine.version,
        violations: found.violations.map(rule => `${{rule.id}}: ${{nodes(rule)}}`),
        unsure: [...new Set(found.incomplete.flatMap(rule => rule.nodes.map(node => `${{rule.id}} ${{why(node)}}`)))],
        rules: [...found.violations, ...found.passes, ...found.incomplete, ...found.inapplicable].map(rule => rule.id),
        applied: [...found.violations, ...found.passes, ...found.incomplete].map(rule => rule.id),
    }};
}}
"""
ASK_PAGE = (pathlib.Path(__file__).parent / "page.js").read_text(encoding="utf-8")
PAINT = """
async scheme => {
    const switches = [...document.querySelectorAll('[data-md-component="palette"] input')];
    switches.find(one => one.dataset.mdColorScheme === scheme)?.click();
    await document.fonts.ready;
}
"""
"""The reader switches to a palette, as the theme does when it is chosen; then the faces that it needs arrive."""
PALETTES = {"light": "default", "dark": "slate"}
MESSAGE = re.compile(r"/MB[0-9]{3}/index\.html$")
"""A page that explains a message of the check."""
PART = re.compile(r"<([a-z0-9]+)(?: [^>]*?class=\"([^\"]*)\")?")
"""A part of a page, as far as its looks go."""
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@dataclass(frozen=True)
class Look:
    """How a reader looks at a page."""

    scheme: str
    width: int
    media: str = "screen"


@dataclass
class Visit:
    """What was seen of one page in one look."""

    page: str
    look: Look
    asked: list[str] = field(default_factory=list)
    """Every address the page asked for: what it needs, in the first look, with nothing kept from other pages."""
    errors: list[str] = field(default_factory=list)
    """Errors of scripts, of the policy and of files that were not there."""
    violations: list[str] = field(default_factory=list)
    """What axe found."""
    unsure: list[str] = field(default_factory=list)
    """What axe leaves for a person to judge: the rule, and why it could not."""
    rules: list[str] = field(default_factory=list)
    """Rules of axe that were evaluated."""
    applied: list[str] = field(default_factory=list)
    """Those among them that found something to judge."""
    axe: str = ""
    """The version of axe."""
    faults: list[str] = field(default_factory=list)
    """What else is wrong, as page.js says it."""
    moved: float = 0
    """How much the page moved by itself while it was loading, in the first look."""
    wider: int = 0
    """Pixels by which the page is wider than the window."""
    scheme: str = ""
    """The palette the theme chose."""

    def __str__(self) -> str:
        return f"{self.page} ({self.look.scheme}, {self.look.width} px, {self.look.media})"


def chromium() -> str:
    """The browser of this machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("there is no Chromium on this machine: run `make test`, which says how to install it")
    return found


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under a path, with some files besides; browsers may keep what they got."""

    def __init__(self, *args: Any, base: str, besides: Mapping[str, pathlib.Path], **more: Any) -> None:
        self.base, self.besides = base, besides
        super().__init__(*args, **more)

    def translate_path(self, path: str) -> str:
        """The file of an address; there is none outside the path of the site."""
        name = path.removeprefix(self.base) if path.startswith(self.base) else "nowhere"
        return str(self.besides[name]) if name in self.besides else super().translate_path(f"/{name}")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what goes wrong is seen from the browser."""


@contextlib.contextmanager
def served(
    folder: pathlib.Path, base: str = "/", besides: Mapping[str, pathlib.Path] = MappingProxyType({})
) -> Iterator[str]:
    """The address of the site while it is served; `besides` maps a name in the site to the file served for it."""
    handler = functools.partial(_Handler, directory=str(folder), base=base, besides=besides)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{base}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def watching(origin: str, levels: tuple[str, ...] = ("error",)) -> Iterator[Callable[[Any], None]]:
    """Gives what keeps an eye on a new page; at the end none may have complained, at these levels of the console, or have
    asked for anything that is not of the site, and their windows are closed."""
    contexts: list[Any] = []
    complaints: list[str] = []
    asked: list[str] = []

    def watch(page: Any) -> None:
        contexts.append(page.context)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type in levels else None)
        page.on("request", lambda request: asked.append(request.url))

    yield watch
    for context in contexts:
        for page in context.pages:
            if page.evaluate("window.seen !== undefined"):
                complaints.extend(page.evaluate("seen"))
        context.close()
    assert complaints == []
    assert not [url for url in asked if not url.startswith((origin, "blob:", "data:"))]


def every_page(folder: pathlib.Path) -> tuple[str, ...]:
    """Every page of a built site, by its file."""
    return tuple(file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.html")))


def pages_of(folder: pathlib.Path) -> tuple[str, ...]:
    """The pages of a built site that the tests open; of those that explain a message of the check, one of each shape.

    One template makes a page for each of the hundred and more messages, and no script runs on it: what may differ is which
    of its parts are there, and how long its lines are. One page of each choice of parts and the one with the longest line
    stand for the others; test_errors looks at the words of them all, the links of all are followed by the build, and
    `make measure` opens them all.
    """
    every = every_page(folder)
    explaining = [page for page in every if MESSAGE.search(page)]
    texts = {page: (folder / page).read_text(encoding="utf-8") for page in explaining}
    shapes = {frozenset(PART.findall(texts[page])): page for page in reversed(explaining)}
    longest = max(explaining, key=lambda page: max(map(len, texts[page].splitlines())), default="")
    left = set(explaining) - {longest, *shapes.values()}
    return tuple(page for page in every if page not in left)


def visit_all(
    folder: pathlib.Path, pages: Iterable[str], looks: tuple[Look, ...], base: str = "/"
) -> tuple[Visit, ...]:
    """These pages of a site in every one of these looks, with axe and page.js run on each.

    A page is opened once, in the first look, and then turned to the others, as a reader would turn it.
    """
    stays = [tuple(Visit(page, look) for look in looks) for page in pages]
    with served(folder, base) as origin:
        asyncio.run(_visit_all(deque(stays), origin))
    return tuple(visit for stay in stays for visit in stay)


async def _visit_all(waiting: deque[tuple[Visit, ...]], origin: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        await asyncio.gather(*(_visitor(browser, waiting, origin) for _ in range(AT_ONCE)))
        await browser.close()


async def _visitor(browser: Browser, waiting: deque[tuple[Visit, ...]], origin: str) -> None:
    """Open pages one after the other, each as if it were the first, until none waits."""
    context = await browser.new_context()
    await context.add_init_script(WATCH + FRESH)
    await context.add_init_script(path=AXE_FILE_PATH)  # before the policy of a page can refuse it
    page = await context.new_page()
    cache = await context.new_cdp_session(page)
    while waiting:
        await cache.send("Network.clearBrowserCache")
        await _stay(page, waiting.popleft(), origin)
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


async def _stay(page: Page, stay: tuple[Visit, ...], origin: str) -> None:
    first = stay[0]
    heard = _Ears(first)
    ears = {event: getattr(heard, event) for event in EVENTS}
    for event, ear in ears.items():
        page.on(event, ear)  # type: ignore[call-overload]
    await _turn(page, first.look)
    await page.goto(origin + first.page.removesuffix("index.html"), wait_until="load")
    first.scheme = await page.evaluate("document.body.getAttribute('data-md-color-scheme')") or ""
    first.moved = await page.evaluate("moved")
    for visit in stay:
        heard.visit = visit
        if visit is not first:
            await _turn(page, visit.look)
            await page.evaluate(PAINT, PALETTES[visit.look.scheme])
            visit.scheme = await page.evaluate("document.body.getAttribute('data-md-color-scheme')") or ""
        await _examine(page, visit)
    first.errors += await page.evaluate("seen")
    for event, ear in ears.items():
        page.remove_listener(event, ear)


async def _turn(page: Page, look: Look) -> None:
    scheme: Any = look.scheme
    media: Any = look.media
    await page.emulate_media(color_scheme=scheme, media=media)
    await page.set_viewport_size({"width": look.width, "height": 800})


async def _examine(page: Page, visit: Visit) -> None:
    for name, value in (await page.evaluate(ASK_ALL)).items():
        setattr(visit, name, value)
    scroll, client = await page.evaluate(WIDTHS)
    visit.wider = max(0, scroll - client)
    visit.faults = await page.evaluate(ASK_PAGE)


def ask(page: sync_api.Page, words: str) -> None:
    """Ask the search of a page one question, all at once, and wait for the answer to that one.

    With an empty field the search says that it waits for words; what it says next is the answer.
    """
    said = page.evaluate("JSON.parse(document.querySelector('#__config').textContent).translations")
    waiting = said["search.result.placeholder"]
    field, told = page.locator(".md-search__input"), page.locator(".md-search-result__meta")
    field.fill("")
    sync_api.expect(told).to_have_text(waiting, timeout=30_000)
    field.fill(words)
    sync_api.expect(told).not_to_have_text(waiting, timeout=30_000)
