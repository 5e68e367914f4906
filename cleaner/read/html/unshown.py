"""What a page holds and does not show: `<noscript>`, templates, the data of its scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.model import Line
from cleaner.read.html.data import page_data, unshown_body
from cleaner.read.html.depth import limited
from cleaner.read.html.reading import Reading, Way, reading

#: A page that shows less than this without its scripts is read with what they would show.
FEW_CHARACTERS = 200

#: Template elements are renamed to be read: a parser keeps what is in them apart from the page.
TEMPLATE = "x-template"
_TEMPLATE = re.compile(r"<(/?)template\b", re.IGNORECASE)

_SHOWN = frozenset(("", "noscript", "template"))


def fullest(shown: Reading, html: str, way: Way) -> tuple[Reading, str]:
    """The reading of a bare page that has text at last, and where that comes from; "" where there is none."""
    if "<noscript" in html.lower():
        unscripted = reading(html, replace(way, scripting=False))
        if not is_bare(unscripted.lines):
            return unscripted, "noscript"
    if _TEMPLATE.search(html):
        opened = reading(_TEMPLATE.sub(rf"<\1{TEMPLATE}", html), way)
        if not is_bare(opened.lines):
            return opened._replace(lines=list(map(_renamed, opened.lines))), "template"
    if sum(len(line.text) for line in shown.lines) < FEW_CHARACTERS:
        data, origin = page_data(shown.tree)
        if data:
            return _with_data(shown, reading(limited(data)[0], way).lines, origin), origin
    return shown, ""


def with_body(shown: Reading, html: str, way: Way) -> tuple[Reading, str]:
    """The reading with the article that a page has in its JSON-LD but does not show; "" where there is none such."""
    if '"articleBody"' not in html:
        return shown, ""
    data = unshown_body(shown.tree, " ".join(line.text for line in shown.lines))
    return (_with_data(shown, reading(limited(data)[0], way).lines, "json-ld"), "json-ld") if data else (shown, "")


def is_bare(lines: Iterable[Line]) -> bool:
    """Whether a page shows next to nothing."""
    return sum(len(line.text) for line in lines if line.origin in _SHOWN) < FEW_CHARACTERS


def _renamed(line: Line) -> Line:
    return replace(line, path=line.path.replace(TEMPLATE, "template")) if TEMPLATE in line.path else line


def _with_data(shown: Reading, lines: Sequence[Line], origin: str) -> Reading:
    """Add lines that stand in no element, each text once."""
    known = {line.text for line in shown.lines}
    last = max((max(line.role.group, line.role.container) for line in shown.lines if line.role), default=0)
    added = list(_numbered(lines, known, len(shown.lines), last, origin))
    outline = replace(shown.outline, owners=shown.outline.owners + (-1,) * len(added))
    return shown._replace(lines=[*shown.lines, *added], outline=outline)


def _numbered(lines: Iterable[Line], known: set[str], before: int, last: int, origin: str) -> Iterator[Line]:
    for line in lines:
        if line.role is None or (line.text and line.text in known and line.role.kind != "code"):
            continue
        known.add(line.text)
        before += 1
        role = line.role
        role = replace(role, group=role.group + last, container=role.container and role.container + last)
        if role.kind == "title":  # the page has its own
            role = replace(role, kind="heading")
        yield replace(line, number=before, role=role, origin=origin, path="")
