"""The page's visible text in reading order, one line for each block of text.

One iterative walk over the tree: entering and leaving an element calls what its tag is listed with in `ENTER`, text
goes to a buffer, and every border between blocks makes a line of the buffer. Time is linear in the size of the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from cleaner.model import Line, Mark, Role
from cleaner.read.html import tags
from cleaner.read.html.inline import Buffer
from cleaner.read.html.path import Element
from cleaner.read.html.scope import Item, ListCounter, Scope, role
from cleaner.read.html.tables import Row, Table, integer, is_data, span

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from cleaner.read.html.links import Resolver

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:^|\s)(?:(?:language|lang|highlight-source)-|brush:\s*)([\w+#.-]{1,40})", re.IGNORECASE)
_LANGUAGE_NAME = re.compile(r"[\w+#.-]{1,40}")
_NEW_BLOCK = 2


def linearise(body: LexborNode, links: Resolver) -> list[Line]:
    """The lines of a body and all within it."""
    walk = Walk(links)
    root = _root(body)
    element = root
    node = body.first_child
    while node is not None:
        tag = node.tag
        child = None
        if tag == "-text":
            walk.text(node.text_content or "")
        elif tag is not None and tag[0] != "-":
            entered = Element(node, tag, node.attributes, element, element.scope)
            if tag not in tags.INVISIBLE and (not entered.attributes or _is_shown(entered.attributes)):
                walk.enter(entered)
                child = node.first_child
                if child is None:
                    walk.leave(entered)
                else:
                    element = entered
        node = child if child is not None else node.next
        while node is None and element is not root:
            walk.leave(element)
            node = element.node.next
            element = element.parent or root
    walk.border(root)
    return walk.lines


def _root(body: LexborNode) -> Element:
    """The open element of the body, with its parent."""
    html = Element(body, "html", {}, None, Scope())
    return Element(body, "body", body.attributes, html, html.scope)


def _is_shown(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's attributes leave it visible."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return False
    style = attributes.get("style")
    return not (style and _HIDDEN.search(style))


class Walk:
    """The state of a walk: the line in the making and the blocks around it.

    breaks  line breaks since the last line: 0 none, 1 the block goes on, 2 and more a new block begins
    """

    def __init__(self, links: Resolver) -> None:
        self.lines: list[Line] = []
        self.links = links
        self.buffer = Buffer()
        self.text: Callable[[str], None] = self.buffer.add
        self.breaks = _NEW_BLOCK
        self.group = 0
        self.table: Table | None = None
        self.row: Row | None = None

    def enter(self, element: Element) -> None:
        """Begin an element: its border, its mark, its scope."""
        tag = element.tag
        if tag in tags.INLINE or ":" in tag:
            element.block = False
            enter = ENTER_INLINE.get(tag)
        else:
            self.border(element.parent)
            enter = ENTER.get(tag)
            if self.row is not None and tag not in _CELLS:
                enter = None
        if enter is not None:
            enter(self, element)

    def leave(self, element: Element) -> None:
        """End an element."""
        if element.block:
            self.border(element)
            if element.tag in LEAVE:
                LEAVE[element.tag](self, element)
        if element.mark:
            self.buffer.close()

    def border(self, element: Element | None) -> None:
        """End a block of text; in a table's row, only words end. `element` is the innermost one around the text."""
        if self.row is not None:
            self.buffer.add(" ")
            return
        if element is not None and self.buffer:
            self.end_line(element)
        self.breaks = _NEW_BLOCK

    def end_line(self, element: Element) -> None:
        """Make a line of the text so far, if there is any."""
        text, marks = self.buffer.take()
        owner = element.owner
        scope = owner.scope
        if scope.kind == "code":
            self._code(text, owner)
        elif text.strip():
            self.emit(text, role(scope, scope.group or self._block_group()), owner, marks)

    def _block_group(self) -> int:
        if self.breaks >= _NEW_BLOCK:
            self.group += 1
        return self.group

    def new_group(self) -> int:
        """A number for a further list, quote, table or other element that forms a block."""
        self.group += 1
        return self.group

    def _code(self, text: str, owner: Element) -> None:
        code = role(owner.scope, owner.scope.group)
        for line in text.removesuffix("\n").split("\n"):
            self.emit(line, code, owner)

    def emit(self, text: str, line_role: Role, owner: Element, marks: tuple[Mark, ...] = ()) -> None:
        """Add a line to the reading."""
        self.lines.append(Line(len(self.lines) + 1, text, line_role, marks, path=owner.path))
        self.breaks = 0


def _enter_mark(walk: Walk, element: Element) -> None:
    if element.scope.kind != "code":
        walk.buffer.open(tags.MARKS[element.tag])
        element.mark = True
    elif not element.scope.language:
        owner = element.owner
        owner.scope = owner.scope._replace(language=_language(element))


def _enter_link(walk: Walk, element: Element) -> None:
    href = element.attributes.get("href")
    target = walk.links.resolve(href) if href else ""
    if target and element.scope.kind != "code":
        walk.buffer.open("link", target)
        element.mark = True


def _enter_heading(walk: Walk, element: Element) -> None:
    element.scope = element.scope._replace(
        kind="heading", heading=tags.HEADINGS[element.tag], group=walk.new_group()
    )


def _enter_caption(walk: Walk, element: Element) -> None:
    element.scope = element.scope._replace(kind="caption")


def _enter_quote(walk: Walk, element: Element) -> None:
    scope = element.scope
    element.scope = scope._replace(
        kind="quote", depth=scope.lists, quote=scope.quote + 1, container=walk.new_group(), item=None, group=0
    )


def _enter_list(walk: Walk, element: Element) -> None:
    scope = element.scope
    ordered = element.tag == "ol"
    start = integer(element.attributes.get("start"))
    backwards = ordered and "reversed" in element.attributes
    if backwards and start is None:
        start = sum(child.tag == "li" for child in element.node.iter())
    counter = ListCounter(ordered, 1 if start is None else start, -1 if backwards else 1)
    element.scope = scope._replace(
        kind="paragraph",
        depth=scope.lists + 1,
        container=walk.new_group(),
        counter=counter,
        item=None,
        group=0,
    )


def _enter_item(walk: Walk, element: Element) -> None:
    scope = element.scope
    if scope.counter is None:  # an item of no list
        _enter_list(walk, element)
        scope = element.scope
    counter = scope.counter or ListCounter(ordered=False)
    number = counter.number(integer(element.attributes.get("value")))
    element.scope = scope._replace(kind="paragraph", item=Item(number), group=0)


def _enter_term(walk: Walk, element: Element) -> None:
    walk.buffer.open("strong")
    element.mark = True


def _enter_code(walk: Walk, element: Element) -> None:
    language = _language(element) or (_language(element.parent) if element.parent else "")
    element.scope = element.scope._replace(kind="code", group=walk.new_group(), language=language)
    walk.text = walk.buffer.add_verbatim


def _leave_code(walk: Walk, element: Element) -> None:
    if element.parent is None or element.parent.scope.kind != "code":
        walk.text = walk.buffer.add


def _language(element: Element) -> str:
    attributes = element.attributes
    named = _LANGUAGE.search(attributes.get("class") or "")
    if named:
        return named[1]
    name = attributes.get("data-lang") or attributes.get("data-language") or ""
    return name if _LANGUAGE_NAME.fullmatch(name) else ""


def _enter_break(walk: Walk, element: Element) -> None:
    """A `<br>` ends a line, and the next goes on with the block."""
    if element.scope.kind == "code":
        walk.text("\n")
    elif walk.row is not None:
        walk.text(" ")
    else:
        walk.end_line(element)
        walk.breaks += 1


def _enter_rule(walk: Walk, element: Element) -> None:
    walk.emit("", replace(role(element.scope, walk.new_group()), kind="rule"), element)
    walk.breaks = _NEW_BLOCK


def _enter_table(walk: Walk, element: Element) -> None:
    if element.scope.kind != "code" and is_data(element.node, element.attributes):
        walk.table = Table(walk.new_group())


def _leave_table(walk: Walk, element: Element) -> None:
    walk.table = None


def _enter_row(walk: Walk, element: Element) -> None:
    if walk.table is not None:
        walk.row = Row(in_head=element.parent is not None and element.parent.tag == "thead")


def _leave_row(walk: Walk, element: Element) -> None:
    row, table = walk.row, walk.table
    if row is None or table is None:
        return
    walk.row = None
    text, marks = walk.buffer.take()
    if not text.strip():
        return
    scope = element.scope
    spans = tuple(row.spans) if any(cell != (1, 1) for cell in row.spans) else ()
    walk.emit(
        text,
        Role(
            "row",
            scope.level,
            quote=scope.quote,
            group=table.group,
            container=scope.container,
            header=table.is_header(row),
            spans=spans,
        ),
        element,
        marks,
    )
    walk.breaks = _NEW_BLOCK


def _enter_cell(walk: Walk, element: Element) -> None:
    row = walk.row
    if row is None:
        return
    if row.spans:
        walk.buffer.separate()
    row.spans.append(span(element.attributes))
    row.data_cells += element.tag == "td"


Handler = Callable[[Walk, Element], None]

_CELLS = frozenset(("td", "th"))

ENTER_INLINE: Mapping[str, Handler] = MappingProxyType(
    {"a": _enter_link, "br": _enter_break} | dict.fromkeys(tags.MARKS, _enter_mark)
)

ENTER: Mapping[str, Handler] = MappingProxyType(
    dict.fromkeys(tags.HEADINGS, _enter_heading)
    | dict.fromkeys(tags.LISTS, _enter_list)
    | dict.fromkeys(("caption", "figcaption"), _enter_caption)
    | dict.fromkeys(("td", "th"), _enter_cell)
    | dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _enter_code)
    | {
        "li": _enter_item,
        "dt": _enter_term,
        "blockquote": _enter_quote,
        "hr": _enter_rule,
        "table": _enter_table,
        "tr": _enter_row,
    }
)

LEAVE: Mapping[str, Handler] = MappingProxyType(
    {"table": _leave_table, "tr": _leave_row} | dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _leave_code)
)
