"""Inline markdown to lines: text and marks, split where the source's lines were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaner.model import Mark, MarkKind
from cleaner.read.maths import formula_end

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    _Rule = Callable[[StateInline, bool], bool]

# How deep blocks and brackets may nest; the parser goes no deeper.
_DEEPEST = 40
_STYLES: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong", "s": "strikethrough", "a": "link"}
_TAGS: dict[str, MarkKind] = {"<sub>": "subscript", "<sup>": "superscript"}


class InlineLine(NamedTuple):
    """One line of a paragraph.

    offset  how many source lines lie between it and the paragraph's first
    soft    whether the break before it is only the source's, and means a space
    """

    offset: int
    text: str
    marks: tuple[Mark, ...]
    soft: bool


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, strikethrough, footnotes and formulas, addresses as written, no HTML blocks; made once.

    Footnotes stay where they stand (no inline ones, which pandoc alone has).
    """
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import backtick, html_inline, image, link
    from mdit_py_plugins.footnote import footnote_plugin

    class Parser(MarkdownIt):
        def normalizeLink(self, url: str) -> str:  # noqa: N802 (the parser's own name)
            return url

        def normalizeLinkText(self, link: str) -> str:  # noqa: N802
            return link

        def validateLink(self, url: str) -> bool:  # noqa: N802
            return True

    made = Parser("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("html_block")
    for name, rule in (("backticks", backtick), ("html_inline", html_inline), ("image", image), ("link", link)):
        made.inline.ruler.at(name, _counting(rule))
    made.inline.ruler.before("escape", "formula", _counting(_formula))
    return made.use(footnote_plugin, inline=False, move_to_end=False)


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula between dollar signs, as markdown-it's rules are: whether one opens here."""
    if state.src[state.pos] != "$":
        return False
    end = formula_end(state.src, state.pos)
    if end is None or end > state.posMax:
        return False
    if not silent:
        state.push("formula", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


def _counting(rule: _Rule) -> _Rule:
    """The rule, noting on the last token that it makes how many line breaks of the source it took."""

    def counting(state: StateInline, silent: bool) -> bool:
        start = state.pos
        found = rule(state, silent)
        if found and not silent and (breaks := state.src.count("\n", start, state.pos)):
            state.tokens[-1].meta["breaks"] = breaks
        return found

    return counting


def plain_info(info: str) -> str:
    """A fence's info string without escapes (CommonMark 4.5)."""
    from markdown_it.common.utils import unescapeAll

    return unescapeAll(info).strip()


def lines_of(tokens: Sequence[Token]) -> list[InlineLine]:
    """The lines of one inline run of tokens."""
    walk = _Walk(_paired_tags(tokens))
    for index, token in enumerate(tokens):
        walk.read(index, token)
    walk.end_line(soft=False)
    return walk.lines


def _paired_tags(tokens: Sequence[Token]) -> dict[int, int]:
    """Indexes of `<sub>` and `<sup>` that are closed on their own level, and of what closes them: each to its other."""
    paired: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        tag = token.content.lower() if token.type == "html_inline" else ""
        if tag in _TAGS:
            opened.append(index)
        elif tag.replace("/", "") in _TAGS and opened:
            start = tokens[opened[-1]]
            if start.content.lower() == tag.replace("/", "") and start.level == token.level:
                paired[index] = opened.pop()
                paired[paired[index]] = index
    return paired


class _Opened(NamedTuple):
    kind: MarkKind
    target: str
    title: str
    start: int
    breaks: int  # taken before it

    def until(self, end: int) -> Mark:
        return Mark(self.start, end, self.kind, self.target, self.title)


class _Walk:
    """The walk over one run of inline tokens, a line at a time."""

    def __init__(self, tags: dict[int, int]) -> None:
        self.lines: list[InlineLine] = []
        self._tags = tags
        self._text = ""
        self._marks: list[Mark] = []
        self._opened: list[_Opened] = []
        self._breaks = 0  # of the source, up to here
        self._line = 0  # the breaks before this line
        self._soft = False

    def read(self, index: int, token: Token) -> None:
        """Take up the next token."""
        match token.type:
            case "softbreak" | "hardbreak":
                self._breaks += 1
                self.end_line(soft=token.type == "softbreak")
            case "code_inline" | "image" | "formula" | "footnote_ref":
                self._atom(token)
            case "html_inline" if index not in self._tags:
                self._text += token.content.replace("\n", " ")
            case "html_inline" if self._tags[index] < index:
                self._close(token)
            case "html_inline":
                self._open(_TAGS[token.content.lower()])
            case _ if token.nesting > 0:
                self._open(_STYLES[token.tag], _attribute(token, "href"), _attribute(token, "title"))
            case _ if token.nesting < 0:
                self._close(token)
            case _:
                self._text += token.content
        if not token.nesting:
            self._breaks += token.meta.get("breaks", 0)

    def end_line(self, *, soft: bool) -> None:
        """Close the line; marks that are open go on in the next, which `soft` is about."""
        text = self._text.rstrip(" \t")
        going_on = [mark.until(len(self._text)) for mark in self._opened]
        clipped = [
            replace(mark, end=min(mark.end, len(text)))
            for mark in (*going_on, *reversed(self._marks))
            if mark.start < min(mark.end, len(text))
        ]
        marks = tuple(sorted(clipped, key=lambda mark: (mark.start, -mark.end)))
        self.lines.append(InlineLine(self._line, text, marks, self._soft))
        self._text, self._marks, self._line, self._soft = "", [], self._breaks, soft
        self._opened = [mark._replace(start=0) for mark in self._opened]

    def _atom(self, token: Token) -> None:
        """Something that is one mark, whatever is in it."""
        start = len(self._text)
        match token.type:
            case "code_inline":
                text, mark = token.content, Mark(0, 0, "code")
            case "formula":
                text, mark = token.content.replace("\n", " "), Mark(0, 0, "math")
            case "footnote_ref":
                text, mark = token.meta["label"], Mark(0, 0, "footnote", token.meta["label"])
            case _:
                text, mark = (
                    _alternative(token),
                    Mark(0, 0, "image", _attribute(token, "src"), _attribute(token, "title")),
                )
        self._text += text
        self._marks.append(replace(mark, start=start, end=len(self._text)))

    def _open(self, kind: MarkKind, target: str = "", title: str = "") -> None:
        self._opened.append(_Opened(kind, target, title, len(self._text), self._breaks))

    def _close(self, token: Token) -> None:
        mark = self._opened.pop()
        self._marks.append(mark.until(len(self._text)))
        if token.meta.get("breaks"):  # a link's own: those in its text and those in its address
            self._breaks = mark.breaks + int(token.meta["breaks"])


def _attribute(token: Token, name: str) -> str:
    return str(token.attrs.get(name, ""))


def _alternative(image: Token) -> str:
    """An image's words; its text may hold marks, which say nothing here."""
    return "".join(
        " " if token.type.endswith("break") else _alternative(token) if token.type == "image" else token.content
        for token in image.children or ()
    )
