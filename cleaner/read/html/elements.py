"""What entering and leaving each element does: marks, scopes, line breaks, tables. The tables at the end list them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from cleaner.model import Role
from cleaner.read.html import tags
from cleaner.read.html.builder import NEW_BLOCK, Builder
from cleaner.read.html.code import language, language_around
from cleaner.read.html.images import address, is_emoji, words
from cleaner.read.html.path import Element
from cleaner.read.html.scope import Item, ListCounter, role
from cleaner.read.html.tables import Row, Table, integer, is_data, span


def _enter_mark(builder: Builder, element: Element) -> None:
    if element.scope.kind != "code":
        builder.buffer.open(tags.MARKS[element.tag])
        element.mark = True
    elif not element.scope.language:
        owner = element.owner
        owner.scope = owner.scope._replace(language=language(element))


def _enter_link(builder: Builder, element: Element) -> None:
    href = element.attributes.get("href")
    target = builder.links.resolve(href) if href else ""
    if target and element.scope.kind != "code":
        builder.buffer.open("link", target)
        element.mark = True


def _enter_heading(builder: Builder, element: Element) -> None:
    element.scope = element.scope._replace(
        kind="heading", heading=tags.HEADINGS[element.tag], group=builder.new_group()
    )


def _enter_caption(builder: Builder, element: Element) -> None:
    element.scope = element.scope._replace(kind="caption")


def _enter_quote(builder: Builder, element: Element) -> None:
    scope = element.scope
    element.scope = scope._replace(
        kind="quote", depth=scope.lists, quote=scope.quote + 1, container=builder.new_group(), item=None, group=0
    )


def _enter_list(builder: Builder, element: Element) -> None:
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
        container=builder.new_group(),
        counter=counter,
        item=None,
        group=0,
    )


def _enter_item(builder: Builder, element: Element) -> None:
    scope = element.scope
    if scope.counter is None:  # an item of no list
        _enter_list(builder, element)
        scope = element.scope
    counter = scope.counter or ListCounter(ordered=False)
    number = counter.number(integer(element.attributes.get("value")))
    element.scope = scope._replace(kind="paragraph", item=Item(number), group=0)


def _enter_noscript(builder: Builder, element: Element) -> None:
    element.scope = element.scope._replace(origin="noscript")


def _enter_template(builder: Builder, element: Element) -> None:
    element.scope = element.scope._replace(origin="template")


def _enter_term(builder: Builder, element: Element) -> None:
    """A term is an item of its definition list; the definition goes on with the item."""
    if element.scope.counter is not None:
        element.scope = element.scope._replace(item=Item(None), group=0)
    builder.buffer.open("strong")
    element.mark = True


def _enter_code(builder: Builder, element: Element) -> None:
    element.scope = element.scope._replace(kind="code", group=builder.new_group(), language=language_around(element))
    builder.text = builder.buffer.add_verbatim


def _leave_code(builder: Builder, element: Element) -> None:
    if element.parent is None or element.parent.scope.kind != "code":
        builder.text = builder.buffer.add


def _enter_break(builder: Builder, element: Element) -> None:
    """A `<br>` ends a line, and the next goes on with the block."""
    if element.scope.kind == "code":
        builder.text("\n")
    elif builder.row is not None:
        builder.text(" ")
    else:
        builder.end_line(element)
        builder.breaks += 1


def _enter_image(builder: Builder, element: Element) -> None:
    """An emoji is the text that it stands for; other images are read where they are asked for."""
    if not element.attributes or element.scope.kind == "code":
        return
    if not builder.buffer.pieces:
        builder.inner = element.parent
    if is_emoji(element.attributes):
        builder.text(element.attributes.get("alt") or "")
    elif builder.images and (place := address(element.attributes)) and (target := builder.links.resolve(place)):
        builder.buffer.open("image", target)
        builder.text(words(element.attributes))
        builder.buffer.close()


def _enter_rule(builder: Builder, element: Element) -> None:
    builder.emit("", replace(role(element.scope, builder.new_group()), kind="rule"), element)
    builder.breaks = NEW_BLOCK


def _enter_table(builder: Builder, element: Element) -> None:
    if element.scope.kind != "code" and is_data(element.node, element.attributes):
        builder.table = Table(builder.new_group())


def _leave_table(builder: Builder, element: Element) -> None:
    builder.table = None


def _enter_row(builder: Builder, element: Element) -> None:
    if builder.table is not None:
        builder.row = Row(in_head=element.parent is not None and element.parent.tag == "thead")


def _leave_row(builder: Builder, element: Element) -> None:
    row, table = builder.row, builder.table
    if row is None or table is None:
        return
    builder.row = None
    text, marks = builder.buffer.take()
    if not text.strip():
        return
    scope = element.scope
    spans = tuple(row.spans) if any(cell != (1, 1) for cell in row.spans) else ()
    builder.emit(
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
    builder.breaks = NEW_BLOCK


def _enter_cell(builder: Builder, element: Element) -> None:
    row = builder.row
    if row is None:
        return
    if row.spans:
        builder.buffer.separate()
    row.spans.append(span(element.attributes))
    row.data_cells += element.tag == "td"


Handler = Callable[[Builder, Element], None]

CELLS = frozenset(("td", "th"))

ENTER_INLINE: Mapping[str, Handler] = MappingProxyType(
    {"a": _enter_link, "br": _enter_break, "img": _enter_image} | dict.fromkeys(tags.MARKS, _enter_mark)
)

ENTER: Mapping[str, Handler] = MappingProxyType(
    dict.fromkeys(tags.HEADINGS, _enter_heading)
    | dict.fromkeys((*tags.LISTS, "dl"), _enter_list)
    | dict.fromkeys(("caption", "figcaption"), _enter_caption)
    | dict.fromkeys(("td", "th"), _enter_cell)
    | dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _enter_code)
    | {
        "li": _enter_item,
        "dt": _enter_term,
        "blockquote": _enter_quote,
        "noscript": _enter_noscript,
        "x-template": _enter_template,
        "hr": _enter_rule,
        "table": _enter_table,
        "tr": _enter_row,
    }
)

LEAVE: Mapping[str, Handler] = MappingProxyType(
    {"table": _leave_table, "tr": _leave_row} | dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _leave_code)
)


class Kind(NamedTuple):
    """What the walk does with the elements of one tag.

    inline  whether they flow within a line; others begin and end one
    """

    inline: bool = False
    enter: Handler | None = None
    leave: Handler | None = None


_BLOCK, _INLINE = Kind(), Kind(inline=True)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {tag: Kind(enter=ENTER.get(tag), leave=LEAVE.get(tag)) for tag in ENTER.keys() | LEAVE.keys()}
    | {tag: Kind(True, ENTER_INLINE.get(tag)) for tag in tags.INLINE}
)


def unknown(tag: str) -> Kind:
    """What the walk does with elements that are not in KINDS: one with a namespace prefix flows within a line."""
    return _INLINE if ":" in tag else _BLOCK
