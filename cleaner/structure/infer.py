"""Roles for the lines of plain text, which bring none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner import edit, words
from cleaner.model import Role
from cleaner.structure import headings, lists
from cleaner.structure.kept import Kept

VERSE_WIDTH = 60  # characters: lines of verse are shorter
VERSE_LINES = 3

_RULE = re.compile(r"(?:[*_=~#-][ \t]*){3,}|(?:[—–][ \t]*){2,}")
_PARAGRAPH = Role("paragraph")


def infer(lines: Sequence[Kept]) -> list[Kept]:
    """Give each line without a role one: list item, heading, title, rule, or paragraph. Unsure means paragraph."""
    if all(line.role is not None for line in lines):
        return list(lines)
    items = lists.find(lines)
    body = words.Body([line.text for line in lines])
    roles: list[Role | None] = [line.role for line in lines]
    for index, line in enumerate(lines):
        if line.role is not None:
            continue
        if index in items:
            roles[index] = items[index].role
        elif _RULE.fullmatch(line.text):
            roles[index] = Role("rule")
        elif headings.is_title_of_text(index, lines, body):
            roles[index] = Role("title", 1)
        elif headings.is_heading(index, lines, items, body):
            roles[index] = Role("heading", 2)
    for stanza in _stanzas(lines, roles):
        for index in stanza:
            roles[index] = Role("paragraph", group=lines[stanza[0]].number)
    given = zip(lines, roles, strict=True)
    return [_given(line, role or _PARAGRAPH, items.get(index)) for index, (line, role) in enumerate(given)]


def _given(line: Kept, role: Role, item: lists.Marked | None) -> Kept:
    if item is not None:
        text, marks = edit.cut(line.text, line.marks, item.start, len(line.text))
        return replace(line, text=text, marks=marks, role=role)
    if role.kind == "rule" and line.role is None:
        return replace(line, text="", marks=(), role=role)
    return line if line.role is role else replace(line, role=role)


def _stanzas(lines: Sequence[Kept], roles: Sequence[Role | None]) -> Iterator[list[int]]:
    """Runs of short lines without blank lines between: verse, addresses, signatures. Their line breaks are meant."""
    run: list[int] = []
    for index, line in enumerate(lines):
        short = roles[index] is None and len(line.text) < VERSE_WIDTH and not words.is_prose(line.text)
        if run and (not short or line.gap):
            if len(run) >= VERSE_LINES:
                yield run
            run = []
        if short:
            run.append(index)
    if len(run) >= VERSE_LINES:
        yield run
