"""What this machine lacks for the build or for the tests, and the one command that installs it.

Every probe tries the thing itself — loads the library, runs the program — because package lists say what was
installed, not what works: macOS has a `java` that only offers a download, Ubuntu a `chromium-browser` that only names a snap.
Nothing here installs: `setup` does, and only as root on a Debian-like system.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

HOMEBREW = ("/opt/homebrew/lib/", "/usr/local/lib/")
"""Where Homebrew puts libraries (Apple silicon, Intel); the Makefile names the same two to the commands it runs."""

BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@dataclass(frozen=True)
class Need:
    """Something outside Python: whether it is here, and the packages that bring it, by package manager."""

    name: str
    present: Callable[[], bool]
    packages: Mapping[str, str]


@dataclass(frozen=True)
class System:
    """How software is installed here: `manager` is apt, dnf, brew or empty."""

    manager: str
    snaps: bool = False
    """On Ubuntu the browser is a snap: apt only has a package that says so."""
    root: bool = False


def loads(*names: str, mac: bool = sys.platform == "darwin") -> bool:
    """Whether one of the libraries opens, under the names that WeasyPrint tries."""
    for path in [folder + name for name in names for folder in ("", *(HOMEBREW if mac else ()))]:
        try:
            ctypes.CDLL(path)
        except OSError:
            continue
        return True
    return False


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome that can be started, or None."""
    installed = [path for path in map(shutil.which, BROWSERS) if path]
    installed += [path for path in MAC_BROWSERS if Path(path).exists()]
    return next((path for path in installed if not names_only_a_snap(Path(path))), None)


def names_only_a_snap(browser: Path) -> bool:
    """Whether the file is Ubuntu's script that starts no browser and asks to install a snap."""
    with browser.open("rb") as file:
        return b"requires the chromium snap" in file.read(4096)


def runs_java() -> bool:
    """Whether `java -version` answers."""
    try:
        return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def runs_node() -> bool:
    """Whether `node` answers, and is recent enough for Ace and Lighthouse."""
    try:
        done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    version = done.stdout.removeprefix("v").partition(".")[0]
    return version.isdecimal() and int(version) >= 20


STARTS = {"apt": "sudo apt-get install -y", "dnf": "sudo dnf install -y", "brew": "brew install"}
VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

BUILD_NEEDS = (
    Need("Pango", lambda: loads("libpango-1.0.so.0", "libpango-1.0.dylib"),
         {"apt": "libpango-1.0-0", "dnf": "pango", "brew": "pango"}),
    Need("PangoFT2", lambda: loads("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
         {"apt": "libpangoft2-1.0-0", "dnf": "pango", "brew": "pango"}),
    Need("HarfBuzz subset", lambda: loads("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
         {"apt": "libharfbuzz-subset0", "dnf": "harfbuzz", "brew": "harfbuzz"}),
    Need("Python venv", lambda: importlib.util.find_spec("ensurepip") is not None,
         {"apt": VENV, "dnf": "python3", "brew": "python3"}),
)  # fmt: skip
CHROMIUM = Need("Chromium", lambda: find_chromium() is not None,
                {"apt": "chromium", "snap": "chromium", "dnf": "chromium", "brew": "google-chrome"})  # fmt: skip
NODE = Need("Node.js 20", runs_node, {"apt": "nodejs", "dnf": "nodejs", "brew": "node"})
NPM = Need("npm", lambda: shutil.which("npm") is not None, {"apt": "npm", "dnf": "nodejs-npm", "brew": "node"})
TEST_NEEDS = (
    *BUILD_NEEDS,
    CHROMIUM,
    Need("Java", runs_java,
         {"apt": "default-jre-headless", "dnf": "java-latest-openjdk-headless", "brew": "temurin"}),
    NPM,
)  # fmt: skip
ACE_NEEDS = (*BUILD_NEEDS, CHROMIUM, NODE, NPM)
MEASURE_NEEDS = (*TEST_NEEDS, NODE)


def lacking(needs: Iterable[Need]) -> tuple[Need, ...]:
    """The needs that this machine does not meet, in the order given."""
    return tuple(need for need in needs if not need.present())


def this_system() -> System:
    """The system that runs this program."""
    if sys.platform == "darwin":
        return System("brew")
    manager = next((name for name, program in (("apt", "apt-get"), ("dnf", "dnf")) if shutil.which(program)), "")
    try:
        name = platform.freedesktop_os_release().get("ID", "")
    except OSError:
        name = ""
    return System(manager, snaps=name == "ubuntu", root=os.geteuid() == 0)


def commands(needs: tuple[Need, ...], system: System) -> tuple[str, ...]:
    """The one command that installs these needs here; on a system we do not know, one for each manager we do."""
    managers = (system.manager,) if system.manager in STARTS else tuple(STARTS)
    return tuple(_command(name, needs, snaps=system.snaps) for name in managers)


def _command(manager: str, needs: tuple[Need, ...], *, snaps: bool) -> str:
    parts = {STARTS[manager]: packages(manager, needs, snaps=snaps)}
    if snaps:
        parts["sudo snap install"] = packages("snap", (need for need in needs if "snap" in need.packages))
    return " && ".join(f"{start} {' '.join(names)}" for start, names in parts.items() if names)


def packages(manager: str, needs: Iterable[Need], *, snaps: bool = False) -> tuple[str, ...]:
    """The packages of one manager, each once, less those that are `snaps` on this system."""
    return tuple(dict.fromkeys(need.packages[manager] for need in needs if not (snaps and "snap" in need.packages)))
