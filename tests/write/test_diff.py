from __future__ import annotations

import re
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Article, Line, Source
from cleaner.write.diff import changes, diff_to, unified

HEADER = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@")

line = st.sampled_from(
    ["one\n", "two\n", "  two\n", "- two\n", "three \n", "\n", "\n", "four\x0bfive\n", "-- six\n", "@@\n"]
)
texts = st.lists(line, max_size=14)


def apply(old: list[str], patch: str) -> list[str]:
    """Apply a unified diff strictly: every context line and count must be right."""
    new: list[str] = []
    at = 0
    rows = [row + "\n" for row in patch.split("\n")[:-1]][2:]
    while rows:
        start, length, new_start, new_length = map(int, HEADER.fullmatch(rows.pop(0).rstrip("\n")).groups())  # type: ignore[union-attr]
        begin = start - 1 if length else start
        new += old[at:begin]
        assert len(new) == (new_start - 1 if new_length else new_start)
        at, came = begin, len(new)
        while rows and rows[0][0] in " -+":
            sign, text = rows[0][0], rows.pop(0)[1:]
            if rows and rows[0].startswith("\\"):
                rows.pop(0)
                text = text.removesuffix("\n")
            if sign != "+":
                assert old[at] == text
                at += 1
            if sign != "-":
                new.append(text)
        assert (at - begin, len(new) - came) == (length, new_length)
    return new + old[at:]


@given(texts, texts, st.booleans(), st.booleans(), st.sets(st.integers(0, 13)))
def test_a_diff_applied_to_the_old_text_gives_the_new_one(
    old: list[str], new: list[str], old_open: bool, new_open: bool, gone: set[int]
) -> None:
    if old and old_open and old[-1] != "\n":
        old[-1] = old[-1].rstrip("\n")
    if new and new_open and new[-1] != "\n":
        new[-1] = new[-1].rstrip("\n")
    patch = unified(old, new, "a.txt")
    assert (patch == "") == (old == new)
    assert apply(old, patch) == new
    assert apply(old, unified(old, new, "a.txt", frozenset(gone))) == new


@given(texts, texts)
def test_changes_stand_in_order_and_apart(old: list[str], new: list[str]) -> None:
    for before, after in pairwise(changes(old, new)):
        assert before.old_end <= after.old_start
        assert before.new_end <= after.new_start


def article(text: str, media_type: str = "text/plain", uri: str = "a.txt") -> Article:
    lines = tuple(Line(number, line) for number, line in enumerate(text.removesuffix("\n").split("\n"), 1))
    return Article(Source(uri, text.encode()), lines, media_type)


def test_lines_that_say_the_same_are_set_against_each_other() -> None:
    old = article("Highlights\n  • First point.\nRELATED:\n\n    Indented prose. \n")
    assert diff_to(old, "## Highlights\n\n- First point.\n\nIndented prose.\n") == (
        "--- a.txt\toriginal\n+++ a.txt\tcleaned\n@@ -1,5 +1,5 @@\n"
        "-Highlights\n+## Highlights\n+\n-  • First point.\n+- First point.\n-RELATED:\n \n"
        "-    Indented prose. \n+Indented prose.\n"
    )


def test_a_text_without_a_last_newline_says_so_and_a_page_has_none_to_miss() -> None:
    assert "-old\n\\ No newline at end of file\n+new\n" in diff_to(article("old"), "new\n")
    assert "\\" not in diff_to(article("old", "text/html"), "new\n")
    assert diff_to(article("same\n"), "same\n") == ""


def test_a_name_cannot_break_the_header() -> None:
    assert (
        diff_to(article("a\n", uri="x\n+++ /etc/passwd\ty"), "b\n").splitlines()[0]
        == "--- x?+++ /etc/passwd?y\toriginal"
    )


def test_a_long_text_takes_time_in_proportion_to_its_length() -> None:
    old = "".join(f"  Line {number} of a text, {number % 7}\n" for number in range(60_000))
    started = time.process_time()
    patch = diff_to(article(old), old.replace("  ", "").replace("Line 3", "Row 3"))
    assert patch.count("\n+Row 3") > 10_000
    assert time.process_time() - started < 10
