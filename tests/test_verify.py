"""A built site with a broken link or a lost anchor is not published."""

from __future__ import annotations

import pathlib

from macros.book.proof.verify import read_site, site_faults


def site(folder: pathlib.Path, **pages: str) -> pathlib.Path:
    """A site with these pages; `a_b` stands for `a/b/index.html`, `home` for the first page."""
    for name, html in pages.items():
        file = folder / ("" if name == "home" else name.replace("_", "/")) / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><html><body>{html}</body></html>", "utf-8")
    (folder / "site.css").write_text("", "utf-8")
    return folder


def found(folder: pathlib.Path, base: str = "/") -> list[str]:
    return [str(fault) for fault in site_faults(read_site(folder), base)]


def test_a_sound_site_has_no_faults(tmp_path: pathlib.Path) -> None:
    home = '<link href="site.css"><a href="a/b/#qui">b</a> <a href="https://esempio.it">e</a> <a href="#">su</a>'
    assert found(site(tmp_path, home=home, a_b='<p id="qui"><a href="../../">home</a></p>')) == []


def test_links_and_anchors_that_lead_nowhere_are_named(tmp_path: pathlib.Path) -> None:
    broken = '<a href="mai/">1</a><a href="a/#zero">2</a><img src="x.png"><a href="javascript:x()">3</a>'
    assert found(site(tmp_path, home=broken, a="")) == [
        "index.html: link-dangling: mai/",
        "index.html: anchor-dangling: a/#zero",
        "index.html: link-dangling: x.png",
        "index.html: link-scheme: javascript:x()",
    ]


def test_a_link_may_ask_what_a_script_of_the_page_answers(tmp_path: pathlib.Path) -> None:
    asking = '<a href="a/#voce=x">1</a><a href="a/#voce=x&amp;risposta=y">2</a><a href="a/#voce=z">3</a>'
    folder = site(tmp_path, home=asking, a='<div data-answers="voce=x voce=x&amp;risposta=y"></div>')
    assert found(folder) == ["index.html: anchor-dangling: a/#voce=z"]


def test_whole_addresses_are_read_from_the_public_one(tmp_path: pathlib.Path) -> None:
    folder = site(tmp_path, home='<a href="/manuale/a/">a</a><a href="/manuale/b/">b</a>', a="")
    assert found(folder, base="/manuale/") == ["index.html: link-dangling: /b/"]
