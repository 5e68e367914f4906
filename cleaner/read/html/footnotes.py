"""Footnotes of a page: a short link to a note of the same page, and the note, which mostly links back.

Pages say this in many ways (`<sup><a href="#fn1">`, `role="doc-noteref"`, Wikipedia's `#cite_note-1`, Word's
`#_ftn1`); what they share is that the link is a number or sign and leads to an element whose id sounds like a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.edit import cut
from cleaner.model import Line, Mark, Outline, Role
from cleaner.read.labels import label_of

_NOTE = re.compile(r"[\w:.-]*(?:_ftn|_edn|fn|note|ftnt)[\w:.-]*", re.IGNORECASE)
_BACK = re.compile(r"[\w:.-]*(?:ref|back|anc|src|body|return|fn|note)[\w:.-]*", re.IGNORECASE)
_BACK_TEXT = re.compile(r"[\W\d_]{0,6}|jump up(?: to)?:?|back(?: to (?:text|content|top))?|return", re.IGNORECASE)
_SIGN = re.compile(r"[\[({^]?(?:\d{1,4}|[a-z]|[ivxlc]{1,6}|[*†‡§¶#]{1,3}|(?:foot)?note \d{1,3})[\])}]?", re.IGNORECASE)
_LONGEST = 100  # characters of an id
_SEPARATOR = re.compile(r"[\s.:)\]|–-]+")


class _Reference(NamedTuple):
    """A link that may refer to a note: which line's, which mark, where to, and the label that it shows."""

    line: int
    mark: Mark
    fragment: str
    label: str


def with_footnotes(lines: list[Line], outline: Outline) -> list[Line]:
    """Give notes the role of footnotes and references to them their marks; links back are no text of the page."""
    references = list(_references(lines))
    if not references:
        return lines
    notes = _notes(lines, outline, {reference.fragment for reference in references})
    outside = [reference for reference in references if reference.line not in notes[reference.fragment]]
    labels = _labels(outside, notes)
    if not labels:
        return lines
    made = list(lines)
    for reference in outside:
        if labels.get(reference.fragment) == reference.label:
            made[reference.line] = _referring(made[reference.line], reference)
    for fragment, label in labels.items():
        for number, index in enumerate(notes[fragment]):
            made[index] = _note(made[index], label, first=number == 0)
    return made


def _references(lines: Sequence[Line]) -> Iterator[_Reference]:
    for index, line in enumerate(lines):
        for mark in line.marks:
            if mark.kind == "link" and "#" in mark.target and mark.end - mark.start <= 16:
                shown = line.text[mark.start : mark.end]
                fragment = _fragment(mark)
                label = label_of(shown) if _SIGN.fullmatch(shown.strip()) and _NOTE.fullmatch(fragment) else ""
                if label:
                    yield _Reference(index, mark, fragment, label)


def _fragment(mark: Mark) -> str:
    """What stands behind an address's `#`; "" where that is too long for an id that people made."""
    fragment = mark.target.rpartition("#")[2]
    return fragment if len(fragment) <= _LONGEST else ""


def _notes(lines: Sequence[Line], outline: Outline, fragments: set[str]) -> Mapping[str, Mapping[int, None]]:
    """The lines of the elements that have these ids, in order; those of a note in a note are the inner one's."""
    names = [next((name[1:] for name in look.split() if name[:1] == "#"), "") for look in outline.names]
    note_of: list[str] = []  # by element: the innermost note around it
    for parent, look in zip(outline.parents, outline.looks, strict=True):
        name = names[look]
        note_of.append(name if name in fragments else note_of[parent] if parent >= 0 else "")
    found: dict[str, dict[int, None]] = {fragment: {} for fragment in fragments}
    for index, (line, owner) in enumerate(zip(lines, outline.owners, strict=True)):
        fragment = note_of[owner] if owner >= 0 else ""
        if fragment and line.role and line.role.kind in ("paragraph", "list_item", "quote", "caption"):
            found[fragment][index] = None
    return found


def _labels(references: Sequence[_Reference], notes: Mapping[str, Mapping[int, None]]) -> dict[str, str]:
    """The label of each note: what the first reference to it shows, if no other note has it."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    for reference in references:
        if notes[reference.fragment] and reference.fragment not in labels and reference.label not in taken:
            labels[reference.fragment] = reference.label
            taken.add(reference.label)
    return labels


def _referring(line: Line, reference: _Reference) -> Line:
    mark = replace(reference.mark, kind="footnote", target=reference.label)
    return replace(line, marks=tuple(mark if other == reference.mark else other for other in line.marks))


def _note(line: Line, label: str, *, first: bool) -> Line:
    """A line of a note: its links back and, at its beginning, its own label are markup."""
    for mark in reversed(line.marks):
        back = "#" in mark.target and mark.kind == "link" and _BACK.fullmatch(_fragment(mark))
        if back and _BACK_TEXT.fullmatch(line.text[mark.start : mark.end].strip()):
            line = _without(line, mark)
    role = line.role or Role("paragraph")
    start = 0
    if first:
        sign = next((sign for sign in (f"[{label}]", f"({label})", label) if line.text.startswith(sign)), "")
        gap = _SEPARATOR.match(line.text, len(sign)) if sign else None
        start = gap.end() if gap else 0
    text, marks = cut(line.text, line.marks, start, len(line.text))
    return replace(line, text=text, marks=marks, role=Role("footnote", group=role.group, label=label))


def _without(line: Line, mark: Mark) -> Line:
    """The line without the text of one of its marks, which stands at its beginning or end."""
    start, end = mark.start, mark.end
    if line.text[end:].strip():
        if line.text[:start].strip("^↑ "):
            return line
        end += len(line.text[end:]) - len(line.text[end:].lstrip())
        text, marks = cut(line.text, line.marks, end, len(line.text))
    else:
        text, marks = cut(line.text, line.marks, 0, len(line.text[:start].rstrip()))
    return replace(line, text=text, marks=marks)
