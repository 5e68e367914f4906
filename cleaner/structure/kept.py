"""What is left of each line after its removals and repairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cleaner import edit
from cleaner.model import Article, Line, Mark, Removal, Repair, Role

# Line breaks of other conventions and other control whitespace mean a space inside of a line.
_CONTROL_SPACE = re.compile("[\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that is left.

    role          None where it is still to be inferred
    indent        how many characters of whitespace stood before the text
    gap           whether blank or removed lines lie before it
    goes_on       whether a repair joins the line before to it
    above_credit  whether the next line of the reading, blank lines aside, was a credit that is removed
    credited      whether a credit was cut from it: it is the caption of a picture
    """

    number: int
    text: str
    role: Role | None = None
    marks: tuple[Mark, ...] = ()
    indent: int = 0
    gap: bool = True
    goes_on: bool = False
    above_credit: bool = False
    credited: bool = False

    def given(self, role: Role) -> Kept:
        """The line with a role."""  # many times as fast as `replace`, and done for every line
        return Kept(
            self.number,
            self.text,
            role,
            self.marks,
            self.indent,
            self.gap,
            self.goes_on,
            self.above_credit,
            self.credited,
        )


def kept_lines(article: Article, removals: Sequence[Removal], repairs: Sequence[Repair]) -> list[Kept]:
    """Apply findings to each line; leave out those of which nothing is left.

    Rules, which have no text, and blank lines of code that are not removed are left in.
    """
    removed: dict[int, list[Removal]] = defaultdict(list)
    repaired: dict[int, list[Repair]] = defaultdict(list)
    for removal in removals:
        removed[removal.line].append(removal)
    for repair in repairs:
        repaired[repair.line].append(repair)
    wrapped = {repair.line + 1 for repair in repairs if repair.category == "wrap"}
    kept: list[Kept] = []
    gap = True
    severed = _severed_rules(article, removed)
    for line in article.lines:
        if line.number in severed:
            continue
        line_removals = removed.get(line.number, ())
        left = _left(line, line_removals, repaired.get(line.number, ()), gap)
        credited = bool(line_removals) and any(removal.category == "credit" for removal in line_removals)
        if left is not None:
            goes_on = not gap and line.number in wrapped
            kept.append(replace(left, goes_on=goes_on, credited=credited) if goes_on or credited else left)
            gap = False
            continue
        gap = True
        if kept and credited:
            kept[-1] = replace(kept[-1], above_credit=True)
    return kept


def _severed_rules(article: Article, removed: Mapping[int, Sequence[Removal]]) -> set[int]:
    """The numbers of the rules that part nothing any more, since what stood right above or below is removed whole."""
    if not any(line.role and line.role.kind == "rule" for line in article.lines):
        return set()
    solid = [line for line in article.lines if line.text.strip() or (line.role and line.role.kind == "rule")]
    severed: set[int] = set()
    for lines in (solid, reversed(solid)):
        gone = False
        for line in lines:
            if line.role and line.role.kind == "rule" and not line.text:
                severed |= {line.number} if gone else set()
            else:
                gone = any(r.start == 0 and r.end >= len(line.text) for r in removed.get(line.number, ()))
    return severed


def _left(line: Line, removals: Sequence[Removal], repairs: Sequence[Repair], gap: bool) -> Kept | None:
    if removals and removals[0].start == 0 and removals[0].end >= len(line.text):
        return None
    text, marks = edit.apply(line, removals, repairs) if removals or repairs else (line.text, line.marks)
    kind = line.role.kind if line.role else None
    if not text or text.isspace():
        stays = kind in {"code", "rule"} and not removals
        return Kept(line.number, text if kind == "code" else "", line.role, gap=gap) if stays else None
    if kind == "code":
        return Kept(line.number, text, line.role, marks, gap=gap)
    if not text.isprintable():
        text = _CONTROL_SPACE.sub(" ", text)
    if kind == "row":  # the tabs at its ends are empty cells
        return Kept(line.number, text, line.role, marks, gap=gap)
    indent = len(text) - len(text.lstrip())
    if indent or text[-1].isspace():
        text, marks = edit.trimmed(text, marks)
    return Kept(line.number, text, line.role, marks, indent, gap)
