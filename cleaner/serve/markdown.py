"""A cleaned version as it is shown: rendered and sanitised, and line by line; both know which lines they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cleaner.model import Block
from cleaner.read.markdown_inline import parser
from cleaner.serve.facts import front_matter

if TYPE_CHECKING:
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

MAX_SHOWN = 400_000  # characters of a cleaned version that a page shows
LOOK_AHEAD = 40  # blocks among which a rendered paragraph's own is looked for
_NO_WORD = re.compile(r"\W+")
_SAFE_TAGS = re.compile(r"</?(?:sub|sup)>", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}
_LEADING_OUT = ("http://", "https://", "mailto:")
_TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "s", "section", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"class"},
    **{tag: {"data-line"} for tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "tr", "li")},
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of markdown, and the line of the reading that it came from; 0 where that is not known."""

    number: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class View:
    """A cleaned version: HTML that is safe to show, its lines, and whether it goes on beyond what is shown."""

    html: str
    lines: tuple[SourceLine, ...]
    cut: bool


def view(markdown: str, blocks: Sequence[Block]) -> View:
    """Show a cleaned version. `blocks` say which lines of the reading each paragraph came from."""
    shown = markdown
    if len(markdown) > MAX_SHOWN:
        shown = markdown[:MAX_SHOWN].rpartition("\n")[0] or markdown[:MAX_SHOWN]
    environment: dict[str, Any] = {}
    front, body = front_matter(shown)  # it is shown in the source alone
    tokens = parser().parse(body, environment)
    origins = _origins(tokens, blocks)
    for token in tokens:
        if token.map and token.nesting >= 0 and (line := origins.get(token.map[0])):
            token.attrSet("data-line", str(line))
    html = _renderer().render(tokens, parser().options, environment)
    offset = front.count("\n")
    lines = (
        SourceLine(number, text, origins.get(number - 1 - offset, 0))
        for number, text in enumerate(shown.removesuffix("\n").split("\n") if shown else (), 1)
    )
    return View(sanitised(html), tuple(lines), len(shown) < len(markdown))


def sanitised(html: str) -> str:
    """HTML without anything that runs, loads or looks like the page around it."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """An attribute's value, or None for one that goes: a link that would lead into the viewer, a class of its own."""
    if name == "href":
        return value if value.lower().startswith(_LEADING_OUT) else None
    if name == "class":
        return value if value == "image" else None
    return value


def _origins(tokens: Sequence[Token], blocks: Sequence[Block]) -> Mapping[int, int]:
    """For lines of markdown, from 0, the line of the reading that a block came from: both go in one order."""
    found: dict[int, int] = {}
    keys = [_key(block.text) for block in blocks]
    at = 0
    for begin, text in _texts(tokens):
        wanted = _key(text)
        for index in range(at, min(at + LOOK_AHEAD, len(keys))):
            if wanted and keys[index].startswith(wanted) and blocks[index].lines:
                found[begin] = blocks[index].lines[0]
                at = index + (keys[index] == wanted)
                break
    return found


def _texts(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Texts of paragraphs, headings, cells and code, and the lines of markdown that they begin in."""
    for token in tokens:
        if token.type == "inline" and token.map:
            yield token.map[0], _plain(token)
        elif token.type in {"fence", "code_block"} and token.map:
            yield token.map[0], token.content


def _plain(token: Token) -> str:
    return "".join(" " if child.type.endswith("break") else child.content for child in token.children or ())


def _key(text: str) -> str:
    return _NO_WORD.sub("", text)[:200]


@cache
def _renderer() -> RendererHTML:
    """Renders what the reader's own parser gives: what is shown is what is read. Images are named, not loaded."""
    from markdown_it.renderer import RendererHTML

    made = RendererHTML(parser())
    theirs: Any = parser().renderer  # footnotes have rules of their own in it
    ours: Any = {"image": _image, "html_inline": _html, "formula": _formula}
    made.rules = {**theirs.rules, **ours}
    return made


def _escaped(text: str) -> str:
    from markdown_it.common.utils import escapeHtml

    return escapeHtml(text)


def _image(tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    alternative = _renderer().renderInlineAsText(tokens[index].children or (), options, environment)
    return f'<span class="image">Image: {_escaped(alternative or "without a description")}</span>'


def _html(tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    text = tokens[index].content
    return text if _SAFE_TAGS.fullmatch(text) else _escaped(text)


def _formula(tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    return f"<code>{_escaped(tokens[index].content)}</code>"
