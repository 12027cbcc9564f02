"""The bill of materials of a release: what makes the books and the site, and what the site carries to the reader's browser."""

from __future__ import annotations

import base64
import datetime
import json
import os
import pathlib
import subprocess

from vendor import CARRIED

LOCK = pathlib.Path("requirements", "build.txt")
CARRIED_LOCK = pathlib.Path("requirements", "form", "package-lock.json")


def write_bill(root: pathlib.Path, file: pathlib.Path, program: pathlib.Path, date: str) -> None:
    """List every package with its hashes, in CycloneDX 1.6; the same locks give the same bytes.

    `program` is the one of cyclonedx-bom, which lists what Python installs; `date` is the day of the edition, AAAA-MM-GG.
    """
    day = datetime.datetime.fromisoformat(f"{date}T00:00:00+00:00")
    command = [program, "requirements", root / LOCK, "--pyproject", root / "pyproject.toml", "--output-reproducible"]
    command += ["--spec-version", "1.6", "--output-format", "JSON", "--output-file", file]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": f"{day.timestamp():.0f}", "PYTHONWARNINGS": "ignore"}
    subprocess.run([str(word) for word in command], check=True, capture_output=True, env=environment)
    bill = json.loads(file.read_text(encoding="utf-8"))
    carried = _carried(root)
    bill["components"] += carried
    bill["dependencies"] += [{"ref": one["bom-ref"]} for one in carried]
    file.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")


def _carried(root: pathlib.Path) -> list[dict[str, object]]:
    """The packages whose code stands in a page's script, as components; the hash is that of the package."""
    packages = json.loads((root / CARRIED_LOCK).read_text(encoding="utf-8"))["packages"]
    return [_component(name, packages[f"node_modules/{name}"]) for name in CARRIED]


def _component(name: str, package: dict[str, str]) -> dict[str, object]:
    algorithm, _, content = package["integrity"].partition("-")
    address = f"pkg:npm/{name}@{package['version']}"
    return {
        "bom-ref": address,
        "type": "library",
        "name": name,
        "version": package["version"],
        "purl": address,
        "licenses": [{"license": {"id": package["license"]}}],
        "hashes": [{"alg": algorithm.upper().replace("SHA", "SHA-"), "content": base64.b64decode(content).hex()}],
    }
