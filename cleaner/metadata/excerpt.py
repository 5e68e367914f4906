"""Elements of a page, written into a small page of their own; long ones by their beginning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: What is looked at of each element. A longer one names no author, and begins with its date if it has one.
MOST_CHARACTERS, MOST_NODES = 600, 200

_KEPT = frozenset(("class", "id", "itemprop", "data-component", "title"))
_UNREAD = frozenset(("script", "style", "noscript", "label", "iframe", "object", "video", "audio", "title"))


def page(head: str, body: str) -> str:
    """A page of this head and this body."""
    return f"<html><head>{head}</head><body>{body}</body></html>"


def nested(nodes: Iterable[LexborNode]) -> str:
    """Elements in document order, each within the bare elements that it stands in; a long one with its beginning."""
    pieces: list[str] = []
    opened: list[tuple[int, str]] = []
    whole: set[int] = set()
    for node in nodes:
        above = _above(node)
        if any(outer.mem_id in whole for outer in above):
            continue
        common = _common(opened, above)
        pieces += (f"</{tag}>" for _, tag in reversed(opened[common:]))
        opened = opened[:common] + [(outer.mem_id, outer.tag or "") for outer in above[common:]]
        pieces += map(start, above[common:])
        text, complete = beginning(node, MOST_CHARACTERS)
        if complete:
            pieces.append(node.html or "")
            whole.add(node.mem_id)
        else:
            pieces += (start(node), escape(text))
            opened.append((node.mem_id, node.tag or ""))
    return "".join(pieces)


def brief(node: LexborNode) -> str:
    """An element as it is; a long one with its beginning alone."""
    text, complete = beginning(node, MOST_CHARACTERS)
    return (node.html or "") if complete else f"{start(node)}{escape(text)}</{node.tag}>"


def start(node: LexborNode, tag: str | None = None) -> str:
    """A start tag with what names the element."""
    named = node.attributes
    kept = (f' {name}="{escape(value)}"' for name, value in named.items() if value and name in _KEPT)
    return f"<{tag or node.tag}{''.join(kept)}>"


def beginning(node: LexborNode, most: int) -> tuple[str, bool]:
    """The first characters that an element shows, and whether they are all."""
    pieces: list[str] = []
    left = most
    nodes = node.traverse(include_text=True)
    for text in texts(islice(nodes, MOST_NODES)):
        if left < 0:
            return "".join(pieces), False
        shown = text.strip()
        pieces.append(text if len(text) <= 4 * most else f" {shown[:most]} ")
        left -= len(shown)
    return "".join(pieces), left >= 0 and next(nodes, None) is None


def texts(nodes: Iterable[LexborNode]) -> Iterator[str]:
    """The texts among nodes in document order that are shown."""
    tag = None
    for node in nodes:
        if (text := node.text_content) is None:
            tag = node.tag
            continue
        if tag not in _UNREAD:
            yield text
        tag = None  # what comes next is not the first text of that element


def _above(node: LexborNode) -> list[LexborNode]:
    """The elements of the body around another, the outermost first."""
    above = []
    outer = node.parent
    while outer is not None and outer.tag not in ("body", "html", "head", "-document"):
        above.append(outer)
        outer = outer.parent
    return above[::-1]


def _common(opened: Sequence[tuple[int, str]], above: Sequence[LexborNode]) -> int:
    """How many of the elements around another are open already."""
    pairs = zip(opened, above, strict=False)
    return next(
        (at for at, ((name, _), outer) in enumerate(pairs) if name != outer.mem_id), min(len(opened), len(above))
    )
