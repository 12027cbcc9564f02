"""The small Markdown that authors may write → a safe, well-formed XHTML fragment.

Paragraphs, emphasis, lists, quotations and links; a citation mark `[@source/passage]`; a cross reference `[[id]]` or `[[id|words]]`.
Everything else stays literal text: there is no way to write a tag, an attribute or a heading.
Knows nothing of the library: whoever calls says what a mark becomes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from macros.model import ID_PATTERN

_ID = ID_PATTERN.strip("^$")
_CITATION = re.compile(rf"\[@(?P<source>{_ID})/(?P<passage>{_ID})\]")
_REFERENCE = re.compile(rf"\[\[(?P<id>{_ID})(\|(?P<words>[^\[\]|\n]+))?\]\]")
_QUOTES = {"it": "«»“”", "en": "“”‘’"}
"""What straight quotation marks become: the outer two, the inner two."""
_SCHEME = re.compile(r"^(https?://|mailto:)[^\s]+$", re.IGNORECASE)


@dataclass(frozen=True)
class CitationMark:
    """`[@source/passage]` as it stands in a text."""

    source: str
    passage: str


@dataclass(frozen=True)
class ReferenceMark:
    """`[[id]]` or `[[id|words]]` as it stands in a text; `words` is empty where the title is wanted."""

    id: str
    words: str


Mark = CitationMark | ReferenceMark


@dataclass(frozen=True)
class ProseFault:
    """Something a text may not contain: `kind` is link, heading or mark; `excerpt` is as typed."""

    kind: str
    excerpt: str


def fragment(text: str, resolve: Callable[[Mark], Markup], *, inline: bool = False, language: str = "it") -> Markup:
    """Well-formed XHTML of a text; `resolve` gives what stands in place of each mark.

    With `inline` the text is one run without paragraphs (for list items and table cells).
    Straight quotation marks become those of the language.
    """
    parser = _parser(language)
    tokens = parser.parseInline(text.strip()) if inline else parser.parse(text)
    for token in _all(tokens):
        if token.type == "mark":
            token.content = str(resolve(token.meta["mark"]))
    rendered = parser.renderer.render(tokens, parser.options, {})
    return Markup(rendered.strip())


def marks(text: str) -> tuple[Mark, ...]:
    """Every citation mark and cross reference of a text, in order."""
    return tuple(token.meta["mark"] for token in _all(_parser().parse(text)) if token.type == "mark")


def plain(text: str, language: str = "it") -> str:
    """The words of a text without marks and markup, on one line: for descriptions and search."""
    tokens = _all(_parser(language).parse(text))
    words = (token.content if token.type in ("text", "mark") else _gap(token) for token in tokens)
    return re.sub(r"\s+", " ", "".join(words)).strip()


def blocks(text: str, language: str = "it") -> tuple[tuple[str | Mark, ...], ...]:
    """The words and the marks of each paragraph and list item of a text, in order."""
    tokens = _parser(language).parse(text)
    return tuple(tuple(_parts(token.children or [])) for token in tokens if token.type == "inline")


def _parts(tokens: list[Token]) -> Iterator[str | Mark]:
    for token in tokens:
        if token.type == "mark":
            yield token.meta["mark"]
        else:
            yield token.content if token.type == "text" else _gap(token)


def strong(text: str) -> tuple[str, ...]:
    """The words of a text that stand between `**`, each run of them on one line."""
    runs: list[str] = []
    inside = False
    for token in _all(_parser().parse(text)):
        if token.type in ("strong_open", "strong_close"):
            inside = token.type == "strong_open"
            runs += [""] if inside else []
        elif inside:
            runs[-1] += token.content if token.type in ("text", "mark") else _gap(token)
    return tuple(run for run in (re.sub(r"\s+", " ", run).strip() for run in runs) if run)


def gist(text: str) -> str:
    """A text in as few words as its author chose: those in bold, or all of them where none is."""
    return " ".join(strong(text)) or plain(text)


def faults(text: str) -> Iterator[ProseFault]:
    """What a text contains that would not be published as its author expects."""
    for line in text.splitlines():
        if re.match(r"\s{0,3}#{1,6}\s", line):
            yield ProseFault("heading", line.strip())
    stripped = _REFERENCE.sub("", _CITATION.sub("", text))
    for found in re.finditer(r"\[@[^\]\n]*\]?|\[\[[^\]\n]*(\]\])?", stripped):
        yield ProseFault("mark", found.group())
    for found in re.finditer(r"\]\(\s*<?([^)\s>]*)", stripped):
        if not _SCHEME.match(found.group(1)):
            yield ProseFault("link", found.group(1) or found.group())


def _gap(token: Token) -> str:
    return " " if token.block or token.type in ("softbreak", "hardbreak") else ""


@cache
def _parser(language: str = "it") -> MarkdownIt:
    """markdown-it with every rule off but ours: `zero` turns raw HTML, headings and code off."""
    parser = MarkdownIt("zero", {"quotes": _QUOTES.get(language, _QUOTES["it"]), "typographer": True, "xhtmlOut": True})
    # The original leaves a line indented by four alone even where it makes no code of it; the port only with this rule on.
    # The form on the site previews a text with the original: so the two agree.
    parser.block.ruler.at("code", _no_code)
    parser.enable(["emphasis", "link", "list", "blockquote", "newline", "escape", "entity", "smartquotes", "code"])
    parser.validateLink = _allowed  # type: ignore[method-assign, assignment]
    parser.inline.ruler.before("link", "mark", _mark_rule)
    parser.add_render_rule("mark", _print_mark)
    return parser


def _no_code(_state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    return False


def _print_mark(_self: object, tokens: list[Token], index: int, *_: object) -> str:
    return tokens[index].content


def _allowed(address: str) -> bool:
    return bool(_SCHEME.match(address))


def _mark_rule(state: StateInline, silent: bool) -> bool:
    for pattern in (_CITATION, _REFERENCE):
        found = pattern.match(state.src, state.pos)
        if found:
            if not silent:
                token = state.push("mark", "", 0)
                token.meta = {"mark": _mark(found)}
                token.content = found.groupdict().get("words") or ""
            state.pos = found.end()
            return True
    return False


def _mark(found: re.Match[str]) -> Mark:
    groups = found.groupdict()
    if "source" in groups:
        return CitationMark(groups["source"], groups["passage"])
    return ReferenceMark(groups["id"], groups["words"] or "")


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def heading(text: str) -> Markup:
    """A title as it may stand in a Markdown heading: every sign that could mean something is a numeric entity."""
    return Markup("".join(c if c.isalnum() or c == " " else f"&#{ord(c)};" for c in text))
