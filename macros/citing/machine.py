"""A reference → BibTeX and RIS, the forms that reference managers read.

BibTeX counts the braces of a value even after a backslash (btxdoc, 1988): a brace is written as a command.
RIS (Research Information Systems, 2011): two letters, two spaces, a hyphen, a space, a value on one line.
"""

from __future__ import annotations

from urllib.parse import quote

from macros.citing.reference import Reference

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}


def bibtex(reference: Reference) -> str:
    """An entry of a BibTeX file, in UTF-8; titles and names keep their capitals and are not taken apart."""
    names = " and ".join(f"{{{_latex(name)}}}" for name in reference.authors)
    book = f"{{{_latex(reference.book)}}}"
    title = {"title": f"{{{_latex(reference.title)}}}", "booktitle": book} if reference.title else {"title": book}
    fields = {
        "author": names,
        **title,
        "edition": _latex(reference.edition),
        "year": reference.year,
        "pages": reference.page,
        "url": quote(reference.address, safe="!#$%&'()*+,/:;=?@[]~-._"),
        "language": reference.language,
    }
    kind = "incollection" if reference.title else "book"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@{kind}{{{reference.key}-{reference.edition},", *lines, "}"))


def ris(reference: Reference) -> str:
    """A record of an RIS file, its lines apart by line feeds."""
    titles = (("TI", reference.title), ("T2", reference.book)) if reference.title else (("TI", reference.book),)
    fields = (
        ("TY", "CHAP" if reference.title else "BOOK"),
        *(("AU", name) for name in reference.authors),
        *titles,
        ("ET", reference.edition),
        ("PY", reference.year),
        ("DA", reference.published.replace("-", "/")),
        ("SP", reference.page),
        ("UR", reference.address),
        ("LA", reference.language),
    )
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in fields if value]
    return "\n".join((*lines, "ER  - "))


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _one_line(text))


def _one_line(text: str) -> str:
    """A text on one line: every run of spaces and line ends is one space."""
    return " ".join(text.split())
