"""A page in parts: every line once, and in each part the same elements around it."""

from __future__ import annotations

import pytest

from cleaner.detect.page import parts
from cleaner.model import Line, Outline

OUTLINE = Outline(
    owners=(1, 3, 3, 4, 5),
    parents=(-1, 0, 0, 2, 2, 0),
    looks=(0, 1, 2, 3, 3, 1),
    tags=("html", "nav", "main", "p"),
    names=("", "menu", "", "lead"),
    inline=(False, False, False, False),
)
LINES = [Line(number, f"Line {number}") for number in range(1, 6)]


def chain(outline: Outline, element: int) -> list[tuple[str, str]]:
    """Tags and names from an element up to the root."""
    found = []
    while element >= 0:
        look = outline.looks[element]
        found.append((outline.tags[look], outline.names[look]))
        element = outline.parents[element]
    return found


def test_a_page_of_few_lines_is_one_part() -> None:
    assert [part.outline for part in parts.parts(LINES, OUTLINE.owners, OUTLINE)] == [OUTLINE]


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_parts_have_every_line_once_with_its_elements(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(parts, "MOST_LINES", most)
    found = list(parts.parts(LINES, OUTLINE.owners, OUTLINE))
    assert [line for part in found for line in part.lines] == LINES
    chains = [chain(part.outline, owner) for part in found for owner in part.owners]
    assert chains == [chain(OUTLINE, owner) for owner in OUTLINE.owners]
    assert all(parent < number for part in found for number, parent in enumerate(part.outline.parents))


def test_a_part_knows_no_element_of_other_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_LINES", 1)
    first = next(parts.parts(LINES, OUTLINE.owners, OUTLINE))
    assert first.outline.tags == ("html", "nav")
    assert first.outline.parents == (-1, 0)
