"""A new entry of any kind: the file with every field and its meaning, filled with what was answered, and its page."""

from __future__ import annotations

import argparse
import pathlib
import re
from collections.abc import Mapping

from terminal import CONTENT, OK, USE, console, has_errors

from interview import Draft, Interview
from meant import asked_entry
from putting import (
    UnfitNameError,
    asked_name,
    fit_name,
    keeping,
    new_draft,
    put,
    show_faults,
    taken,
    tell_left,
    tell_next,
)
from trial import faults_of

from macros.contribution import free_name, short_id
from macros.draft import Question, Said, field_lines, questions
from macros.guide import blank, json_schemas
from macros.library import Library
from macros.model import ID_PATTERN, KINDS, Source
from macros.pages import page_of
from macros.problem import label
from macros.reading import read_words
from macros.similar import similar

PLAIN = ("line", "text", "number", "choice", "entry")
"""Questions that an option can answer."""


def write_blank(root: pathlib.Path, kind: str, options: argparse.Namespace) -> int:
    """Write the file with everything to be filled in; exit code 2 if its name cannot be that of a new file."""
    if not options.id:
        console.print(label("contribute_lacks", options.lang).format(flags="id"), markup=False)
        return USE
    try:
        fit_name(root, options.id, options.lang)
    except UnfitNameError as error:
        console.print(str(error), markup=False)
        return USE
    _put(root, kind, options.id, blank(kind), options)
    return OK


def add_entry(
    root: pathlib.Path, library: Library, kind: str, options: argparse.Namespace, interview: Interview | None
) -> int:
    """Exit code 0 if the entry was added, 1 if it was but must be mended, 2 if something was said in a wrong way."""
    draft = new_draft(root, KINDS[kind].__name__.lower())
    with keeping(draft, root, f"content/{kind}/", options.lang):
        try:
            said = _given(kind, options)
            if options.id:
                fit_name(root, options.id, options.lang)
        except UnfitNameError as error:
            console.print(str(error), markup=False)
            return USE
        asked = questions(kind)
        if interview:
            tell_left(root, interview)
            said = _Asking(interview, library, kind, draft).all(asked, said)
        text = _text(kind, asked, said)
        draft.keep(text)
        name = options.id or free_name(short_id(str(said.get("title", ""))) or draft.file.stem, taken(root))
        if interview and not options.id:
            name = asked_name(root, name, interview)
        files = _put(root, kind, name, text, options)
        draft.drop()
    left = [one.name for one in asked if one.name not in said]
    if left:
        console.print(label("contribute_todo", options.lang).format(fields=", ".join(left)), markup=False)
        return OK
    return _tell_faults(root, library, name, files, options)


def _given(kind: str, options: argparse.Namespace) -> dict[str, Said]:
    """What the options say of the fields; raises UnfitNameError for what is no field, or not to be filled so."""
    legal = {one.name: one for one in questions(kind) if one.kind in PLAIN and not one.many}
    found: dict[str, Said] = {}
    for given in options.set:
        name, sign, value = given.partition("=")
        if not sign:
            raise UnfitNameError(label("contribute_not_so", options.lang))
        if name not in legal:
            values = {"kind": kind, "field": name, "legal": ", ".join(legal)}
            raise UnfitNameError(label("contribute_no_place", options.lang).format(**values))
        found[name] = value
    return found


def _text(kind: str, asked: tuple[Question, ...], said: Mapping[str, Said]) -> str:
    return blank(kind, {one.name: field_lines(one, said[one.name]) for one in asked if one.name in said})


def _put(root: pathlib.Path, kind: str, id: str, text: str, options: argparse.Namespace) -> dict[str, str]:
    """Write the entry's file, its page if its kind has pages, and the hints for editors; the files of the first two."""
    files = {f"content/{kind}/{id}.yml": text}
    page = page_of(kind, id, read_words(root))
    if page:
        files[f"docs/{page[0]}"] = f"---\nrender_macros: true\n---\n{page[1]}\n"
    put(root, files)
    hints = root / "build" / "schema"
    hints.mkdir(parents=True, exist_ok=True)
    for file, schema in json_schemas().items():
        (hints / file).write_text(schema, encoding="utf-8")
    for file in files:
        print(file)
    if page:
        console.print(label("menu_line", options.lang).format(line=f"- {page[0]}"), markup=False)
    return files


def _tell_faults(
    root: pathlib.Path, library: Library, name: str, files: Mapping[str, str], options: argparse.Namespace
) -> int:
    problems = faults_of(root, files)
    if problems:
        console.print(label("contribute_advice", options.lang), markup=False)
        show_faults(problems, files, root, options.lang)
    tell_next(library, name, tuple(files), anonymous=False, lang=options.lang)
    return CONTENT if has_errors(problems) else OK


class _Asking:
    """The questions of an entry; every answer is kept before the next is asked."""

    def __init__(self, interview: Interview, library: Library, kind: str, draft: Draft) -> None:
        self.interview, self.library, self.kind, self.draft = interview, library, kind, draft

    def all(self, asked: tuple[Question, ...], given: Mapping[str, Said]) -> dict[str, Said]:
        """The answers by field, those that were given included; a field left for later is not among them."""
        said = dict(given)
        for one in asked:
            if one.name not in said:
                answer = self.answer(one, {}, lambda text, name=one.name: self._keep(asked, {**said, name: text}))
                if answer is not None:
                    said[one.name] = answer
                    self._keep(asked, said)
                if one.name in ("body", "definition"):
                    self._tell_similar(said)
        return said

    def answer(self, one: Question, beside: Mapping[str, Said], keep: object = None) -> Said | None:
        """The answer to a question, None for none; `beside` are the answers in the same group."""
        self.interview.show(f"\n{one.name} – {one.meaning}")
        if not one.many:
            return self._single(one, beside, keep)
        items: list[Said] = []
        while (item := self._single(one, beside, None)) is not None:
            items.append(item)
            self.interview.say("another")
        return tuple(items) or None

    def _single(self, one: Question, beside: Mapping[str, Said], keep: object) -> Said | None:
        if one.kind == "group":
            return self._group(one)
        if one.kind == "choice":
            chosen = self.interview.choice(one.name, one.choices, optional=True)
            return None if chosen is None else one.choices[chosen]
        if one.kind == "entry":
            return self._entry(one)
        if one.kind == "number":
            return self._number()
        if one.kind == "id":
            return self._id(one, beside)
        if one.kind == "text" and callable(keep):
            return self.interview.text(self.interview.label("long"), keep) or None
        return self.interview.line(self.interview.label("skip" if one.required else "none")) or None

    def _group(self, one: Question) -> Said | None:
        """The answers of a group; None if the first of them is left out."""
        said: dict[str, Said] = {}
        for inner in one.inner:
            answer = self.answer(inner, said)
            if answer is not None:
                said[inner.name] = answer
            elif not said:
                return None
        return said

    def _entry(self, one: Question) -> Said | None:
        while said := self.interview.line(self.interview.label("skip")):
            if found := asked_entry(self.interview, self.library, said, one.target):
                return found
        return None

    def _number(self) -> Said | None:
        orders = [
            getattr(item.value, "order", 0) or 0 for item in self.library.items.values() if item.kind == self.kind
        ]
        while True:
            said = self.interview.line(self.interview.label("order"), str(max(orders, default=0) + 1))
            if re.fullmatch(r"-?[0-9]{1,6}", said):
                return said
            self.interview.say("digits")

    def _id(self, one: Question, beside: Mapping[str, Said]) -> Said | None:
        """A name inside the entry; where a source was named before it, one of its passages."""
        item = self.library.items.get(str(beside.get("source", "")))
        if item and isinstance(item.value, Source):
            passages = item.value.passages
            chosen = self.interview.choice(one.name, [f"{part.label} ({part.id})" for part in passages], optional=True)
            return None if chosen is None else passages[chosen].id
        while said := self.interview.line(self.interview.label("skip")):
            if re.fullmatch(ID_PATTERN, said):
                return said
            console.print(label("bad_id", self.interview.lang).format(proposal=short_id(said) or "…"), markup=False)
        return None

    def _tell_similar(self, said: Mapping[str, Said]) -> None:
        words = " ".join(str(said.get(name, "")) for name in ("title", "summary", "body", "definition"))
        found = similar(words, self.library, self.kind)
        if found:
            self.interview.say("similar")
        for one in found:
            self.interview.show(f"  {self.library.title(one.id)} ({one.id})")

    def _keep(self, asked: tuple[Question, ...], said: Mapping[str, Said]) -> None:
        self.draft.keep(_text(self.kind, asked, said))
