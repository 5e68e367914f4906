"""Roles for the lines of plain text, which bring none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cleaner import edit, words
from cleaner.model import Role
from cleaner.structure import headings, lists
from cleaner.structure.kept import Kept

VERSE_WIDTH = 60  # characters: lines of verse are shorter
VERSE_LINES = 3  # or two, where blank lines stand on both sides

_RULE = re.compile(r"(?:[*_=~#-][ \t]*){3,}|(?:[—–][ \t]*){2,}")
_PARAGRAPH, _HEADING = Role("paragraph"), Role("heading", 2)


def infer(lines: Sequence[Kept]) -> list[Kept]:
    """Give each line without a role one: list item, heading, title, rule, or paragraph. Unsure means paragraph."""
    if all(line.role is not None for line in lines):
        return list(lines)
    items = lists.find(lines)
    text = headings.layout(lines, items.keys())
    roles = [line.role or _role(index, text, items) for index, line in enumerate(lines)]
    for index in headings.likely(text, {index for index, role in enumerate(roles) if role is not None}):
        roles[index] = _HEADING
    for index, line in enumerate(lines):
        if line.goes_on:
            roles[index - 1] = roles[index - 1] or _PARAGRAPH
            roles[index] = replace(roles[index - 1] or _PARAGRAPH, soft=True)
    for stanza in _stanzas(lines, roles):
        for index in stanza:
            roles[index] = Role("paragraph", group=lines[stanza[0]].number)
    given = zip(lines, roles, strict=True)
    return [_given(line, role or _PARAGRAPH, items.get(index)) for index, (line, role) in enumerate(given)]


def _role(index: int, text: headings.Layout, items: Mapping[int, lists.Marked]) -> Role | None:
    """What a plain line is, but for paragraphs and stanzas."""
    if text.lines[index].goes_on:
        return None
    if index in items:
        return items[index].role
    if _RULE.fullmatch(text.lines[index].text):
        return Role("rule")
    if index not in text.speech and headings.is_title_of_text(index, text):
        return Role("title", 1)
    return _HEADING if headings.is_heading(index, text) else None


def _given(line: Kept, role: Role, item: lists.Marked | None) -> Kept:
    if item is not None:
        text, marks = edit.cut(line.text, line.marks, item.start, len(line.text))
        return replace(line, text=text, marks=marks, role=role)
    if role.kind == "rule" and line.role is None:
        return replace(line, text="", marks=(), role=role)
    return line if line.role is role else line.given(role)


def _stanzas(lines: Sequence[Kept], roles: Sequence[Role | None]) -> Iterator[list[int]]:
    """Runs of short lines without blank lines between: verse, addresses, signatures. Their line breaks are meant."""
    run: list[int] = []
    for index, line in enumerate(lines):
        short = roles[index] is None and _is_verse(line.text)
        if run and (not short or line.gap):
            if _is_stanza(run, lines):
                yield run
            run = []
        if short:
            run.append(index)
    if _is_stanza(run, lines):
        yield run


def _is_verse(text: str) -> bool:
    """Whether a line is short; in dialogue each speaker has a paragraph."""
    return len(text) < VERSE_WIDTH and text[0] not in "-–—" and not words.is_prose(text)


def _is_stanza(run: Sequence[int], lines: Sequence[Kept]) -> bool:
    """Whether so many short lines stand together on purpose."""
    if len(run) >= VERSE_LINES:
        return True
    after = run[-1] + 1 if run else 0
    return len(run) == 2 and lines[run[0]].gap and (after == len(lines) or lines[after].gap)
