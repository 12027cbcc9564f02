"""The files an edition is made of ↔ one zip archive, which the PDF carries.

The same files give the same bytes. An archive that comes from elsewhere is read within limits, whatever it says of itself.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping

TOOLS = "tools.json"
"""The file of the archive that names the tools that made the book, with their versions."""
MOST_FILES = 10_000
MOST_BYTES = 100_000_000


class UnreadableArchiveError(Exception):
    """It is not an archive, or it is larger than any of ours."""


def pack(files: Mapping[str, bytes], date: str) -> bytes:
    """An archive of these files, by name and in alphabetical order; all bear the date, AAAA-MM-GG."""
    year, month, day = (int(number) for number in date.split("-"))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)
    return output.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The files of an archive, by name; raises `UnreadableArchiveError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info for info in archive.infolist() if not info.is_dir()]
            if len(names) > MOST_FILES:
                raise UnreadableArchiveError("files")
            files: dict[str, bytes] = {}
            left = MOST_BYTES
            for info in names:
                with archive.open(info) as member:
                    files[info.filename] = member.read(left + 1)
                left -= len(files[info.filename])
                if left < 0:
                    raise UnreadableArchiveError("bytes")
            return files
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise UnreadableArchiveError(type(error).__name__) from error


def written_tools(tools: tuple[str, ...]) -> bytes:
    """The tools as the archive names them."""
    return (json.dumps(tools, ensure_ascii=False, indent=1) + "\n").encode()


def read_tools(content: bytes) -> tuple[str, ...]:
    """The tools that an archive names; none if it says nothing that can be read."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()
