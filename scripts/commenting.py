"""A reader's comment, from a terminal or from options, to its file among the comments."""

from __future__ import annotations

import argparse
import pathlib
import sys
from dataclasses import replace

from terminal import CONTENT, OK, USE, console, has_errors

from interview import Draft, Interview
from meant import MOST, asked_entry
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

from macros.contribution import CONSENT, FORMS, STANCES, Contribution, comment_file, proposed_name
from macros.library import Library
from macros.model import Comment
from macros.problem import Language, label, visible
from macros.similar import similar

NEEDED = ("on", "position", "text", "form", "consent")


def add_comment(root: pathlib.Path, library: Library, options: argparse.Namespace, interview: Interview | None) -> int:
    """Exit code 0 if the comment was added, 1 if it cannot be published as it is, 2 if something is not answered."""
    draft = new_draft(root, "commento")
    with keeping(draft, root, "content/commentary/", options.lang) as kept:
        try:
            answers = _given(options)
            if options.id:
                fit_name(root, options.id, options.lang)
        except OSError:
            console.print(label("contribute_no_file", options.lang).format(file=options.text_file), markup=False)
            return USE
        except UnfitNameError as error:
            console.print(str(error), markup=False)
            draft.keep(comment_file(answers))
            return kept()
        if answers.text:
            draft.keep(comment_file(answers))
        if interview:
            tell_left(root, interview) if not draft.text else None
            answers = _Asking(interview, library, draft).all(answers)
            if not answers.consents:
                interview.say("no_consent")
                return kept()
        elif lacking := _lacking(answers):
            console.print(label("contribute_lacks", options.lang).format(flags=lacking), markup=False)
            return kept()
        else:
            _tell_similar(answers.text, library, options.lang)
        return _add(root, library, answers, options, interview, draft) or OK
    raise AssertionError  # `keeping` swallows nothing


def _given(options: argparse.Namespace) -> Contribution:
    """What the options say; raises OSError for a text that cannot be read."""
    text = options.text or ""
    if options.text_file == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    elif options.text_file:
        text = pathlib.Path(options.text_file).read_text(encoding="utf-8", errors="replace")
    return Contribution(
        on=options.on or "",
        position=options.position or "",
        text=text,
        form=options.form or "",
        name=options.name or "",
        date=options.date,
        consents=options.consent,
        replies_to=options.replies_to or "",
    )


def _lacking(answers: Contribution) -> str:
    """The options that are missing, as they are written."""
    found = {**vars(answers), "consent": answers.consents}
    names = [name for name in NEEDED if not found[name]]
    names += ["name"] if answers.form in ("name", "initials") and not answers.name else []
    return ", ".join(f"--{name}" for name in names)


def _add(
    root: pathlib.Path,
    library: Library,
    answers: Contribution,
    options: argparse.Namespace,
    interview: Interview | None,
    draft: Draft,
) -> int:
    """Check the comment, and put it among the others; a text that cannot be published is asked for again."""
    while True:
        name = options.id or proposed_name(answers.text, taken(root))
        file = f"content/commentary/{name}.yml"
        files = {file: comment_file(answers)}
        draft.keep(files[file])
        problems = faults_of(root, files)
        if not has_errors(problems):
            break
        console.print(label("contribute_again", options.lang), markup=False)
        show_faults(problems, files, root, options.lang)
        if interview is None or not interview.agrees(interview.label("rewrite")):
            where = draft.file.relative_to(root).as_posix()
            console.print(label("contribute_kept", options.lang).format(file=where, target=file), markup=False)
            return CONTENT
        answers = _Asking(interview, library, draft).text(answers)
    if interview and not options.id:
        name = asked_name(root, name, interview)
        file, files = f"content/commentary/{name}.yml", {f"content/commentary/{name}.yml": files[file]}
    put(root, files)
    draft.drop()
    if problems:
        console.print(label("contribute_advice", options.lang), markup=False)
        moved = [replace(one, place=replace(one.place, file=file)) for one in problems]
        show_faults(moved, files, root, options.lang)
    print(file)
    tell_next(library, name, (file,), anonymous=answers.form == "anonymous", lang=options.lang)
    return OK


class _Asking:
    """The questions of a comment; every answer is kept before the next is asked."""

    def __init__(self, interview: Interview, library: Library, draft: Draft) -> None:
        self.interview, self.library, self.draft = interview, library, draft

    def all(self, answers: Contribution) -> Contribution:
        """The answers that were given, and those that were missing."""
        steps = {
            "on": self.entry,
            "replies_to": self.reply,
            "position": self.position,
            "text": self.text,
            "form": self.form,
            "consents": self.consent,
        }
        for name, ask in steps.items():
            if not getattr(answers, name):
                answers = ask(answers)
                self._keep(answers)
        return answers if answers.name or answers.form == "anonymous" else self._name(answers)

    def entry(self, answers: Contribution) -> Contribution:
        """Which entry it is about: by id, by address, or by what is like its title."""
        while True:
            said = self.interview.line(self.interview.label("on"))
            if said and (found := asked_entry(self.interview, self.library, said)):
                return replace(answers, on=found)

    def reply(self, answers: Contribution) -> Contribution:
        """Which comment it replies to, if the entry has any: only to those that are no replies themselves."""
        found = [(id, one) for id, one in self.library.comments(answers.on) if one.replies_to is None][:MOST]
        if not found:
            return answers
        beginnings = [f"{_beginning(one.text)} ({id})" for id, one in found]
        chosen = self.interview.choice(self.interview.label("replies"), beginnings, optional=True)
        return answers if chosen is None else replace(answers, replies_to=found[chosen][0])

    def position(self, answers: Contribution) -> Contribution:
        """What it thinks of it, in the words of the site."""
        words = [self.library.words.get(f"stance_{stance}", stance) for stance in STANCES]
        chosen = self.interview.choice(self.interview.label("position"), words)
        return replace(answers, position=STANCES[chosen or 0])

    def text(self, answers: Contribution) -> Contribution:
        """What it says; what is like it is shown, and it may be written again."""
        while True:
            text = self.interview.text(
                f"\n{self.interview.label('text')}", lambda said: self._keep(replace(answers, text=said))
            )
            if text.strip() and (
                not _tell_similar(text, self.library, self.interview.lang)
                or self.interview.agrees(self.interview.label("similar_go"))
            ):
                return replace(answers, text=text)

    def form(self, answers: Contribution) -> Contribution:
        """How it is signed, and with what."""
        meanings = [self.interview.label(f"form_{form}") for form in FORMS]
        chosen = self.interview.choice(self.interview.label("form"), meanings)
        answers = replace(answers, form=FORMS[chosen or 0])
        return answers if answers.form == "anonymous" else self._name(answers)

    def _name(self, answers: Contribution) -> Contribution:
        asked = "initials" if answers.form == "initials" else "name"
        while not answers.name:
            answers = replace(answers, name=self.interview.line(self.interview.label(asked)))
        return answers

    def consent(self, answers: Contribution) -> Contribution:
        """Whether it may be published, after what that means."""
        licence = self.library.book.licence.name
        self.interview.show("\n" + self.interview.label("consent", version=CONSENT, licence=licence))
        return replace(answers, consents=self.interview.agrees(self.interview.label("consent_go")))

    def _keep(self, answers: Contribution) -> None:
        if answers.text:
            self.draft.keep(comment_file(answers))


def _tell_similar(text: str, library: Library, lang: Language) -> bool:
    """Show what is like a text among the comments; whether there is any."""
    found = similar(text, library, "commentary")
    if found:
        console.print(label("contribute_similar", lang), markup=False)
    for one in found:
        comment = library.items[one.id].value
        if isinstance(comment, Comment):
            console.print(f"  {one.id}: {visible(_beginning(comment.text), spaces_stay=True)}", markup=False)
    return bool(found)


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"
