"""Take the pictures of the README and of CONTRIBUTING from the site that was built last, in the browser of the tests."""

from __future__ import annotations

import pathlib
import sys

from terminal import ENVIRONMENT, OK, USE, arguments, console, run

from machine import find_chromium
from playwright.sync_api import Browser, Page, sync_playwright

from macros.problem import label
from tests.browser import ARGUMENTS, FRESH, served

PLACE = pathlib.Path("docs/assets")
COMMENT = "Da noi sono in due, una del marketing e una dell’assistenza.\nFunziona perché si siedono vicine."
"""The one of CONTRIBUTING's examples: nobody wrote it."""


def main() -> int:
    """Exit code 0 if they were taken, 2 if no site was built, 3 if there is no browser."""
    options = arguments("Fotografa il sito già costruito per README e CONTRIBUTING.").parse_args()
    root: pathlib.Path = options.root.resolve()
    site, browser = root / "build" / "site", find_chromium()
    if not (site / "index.html").exists() or browser is None:
        console.print(label("measure_lacking" if browser is None else "measure_no_site", options.lang), markup=False)
        return ENVIRONMENT if browser is None else USE
    with served(site) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        for name, picture in _pictures(chromium, address).items():
            (root / PLACE / name).write_bytes(picture)
            print(PLACE / name)
        chromium.close()
    return OK


def _pictures(browser: Browser, address: str) -> dict[str, bytes]:
    home = _open(browser, address, 1302, 1017, scale=960 / 1302)
    pictures = {"home.png": home.screenshot()}
    entry = _open(browser, f"{address}principi/core-team-interno/", 800, 600)
    entry.locator(".comment-this").last.scroll_into_view_if_needed()
    pictures["contributing-1.png"] = entry.screenshot()
    form = _open(browser, f"{address}commenta/#voce=core-team-interno", 800, 820)
    form.locator("#form-position-adds").check()
    form.locator("#form-text").fill(COMMENT)
    form.locator(".form-published p:not(.form-hint)").first.wait_for()
    form.locator("fieldset[data-field=position] legend").evaluate("legend => legend.scrollIntoView()")
    pictures["contributing-2.png"] = form.screenshot()
    form.locator("#form-form-anonymous").check()
    form.locator("#form-consent").check()
    form.locator("form.contribution-form button[type=submit]").click()
    pictures["contributing-3.png"] = form.screenshot()
    return pictures


def _open(browser: Browser, address: str, width: int, height: int, scale: float = 1) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.add_init_script(FRESH)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page


if __name__ == "__main__":
    sys.exit(run(main))
