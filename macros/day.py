"""A date as readers say it."""

from __future__ import annotations


def spoken_date(date: str, months: str) -> str:
    """`2026-03-05` → «5 marzo 2026»; shorter dates stay short. `months` are the twelve names, in order, with spaces."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = months.split()[int(rest[0]) - 1]
    return " ".join([*(str(int(day)) for day in rest[1:]), month, year])
