"""Headings of plain text: what their shape, their words and their place say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from cleaner import words
from cleaner.structure.kept import Kept

MOST_WORDS = 12
MOST_LEAD_WORDS = 6  # of a heading over a list
LOW_OVERLAP = 0.4
HIGH_OVERLAP = 0.75

# Speech, bylines, dates, addresses, contact lines and fragments of data have the shape of a title but are none.
_NO_HEADING = re.compile(
    r"^[-–—*\"'“”‘’«»„(\[{@#&<>|/\\~=+.,;:]"
    r"|^(?:(?:written )?by|photos?|image|video|source|published|updated|posted|follow|email|contact|read|watch)\b"
    r"|[|@\t]|https?:|www\.|\.\w{2,4}/"
    r"|[!…\"'”’»)\]]$|\d{4}$|(?:\b|\d)[ap]\.?m\.?\b"
    r"|^[\W\d_]*$",  # a time, a figure
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.):]|#\d{1,2}[.:]?|[IVX]{1,4}\.)\s+\S")
_LABEL = re.compile(r"(?:[^\W\d_][\w.'’-]*\s?){1,3}:(?=\s)")
# "AMY DOE: Why?" is speech, "Jane Doe, The Example" says whose words stand above.
_ATTRIBUTION = re.compile(
    r"[A-Z][A-Z.'’ -]+:\s|(?:[A-Z][\w.'’-]*\s){1,3}[A-Z][\w.'’-]*, (?:[A-Z][\w.'’&-]*\s?){1,5}$|(?:The )?Editor"
)


def speech(lines: Sequence[Kept]) -> frozenset[int]:
    """The indices of lines that open with a label which recurs, such as "Q:" and "Marsh:": somebody speaks."""
    labels = {index: match[0] for index, line in enumerate(lines) if (match := _LABEL.match(line.text))}
    uses = Counter(labels.values())
    return frozenset(index for index, label in labels.items() if uses[label] > 1)


def is_title_of_text(index: int, lines: Sequence[Kept], body: words.Body) -> bool:
    """Whether the first line is the text's title: prose follows it soon and speaks of the same things."""
    text = lines[index].text
    if index or not words.is_title(text) or words.word_count(text) < 3 or text.endswith("…"):
        return False
    return any(words.is_prose(line.text) for line in lines[1:4]) and body.overlap(text) >= 0.5


def is_heading(index: int, lines: Sequence[Kept], items: Collection[int], body: words.Body) -> bool:
    """Whether a plain line that is no list item is a section's heading."""
    line = lines[index]
    if not words.is_title(line.text) or index + 1 >= len(lines) or _NO_HEADING.search(line.text):
        return False
    if _ATTRIBUTION.match(line.text):
        return False
    if line.above_credit and words.word_count(line.text) >= 3:
        return body.overlap(line.text) >= HIGH_OVERLAP
    if index + 1 in items:
        return words.word_count(line.text) <= MOST_LEAD_WORDS
    if _NUMBERED.match(line.text):
        return words.is_prose(lines[index + 1].text) and words.word_count(line.text) <= MOST_WORDS + 4
    return _stands_over_prose(index, lines, items) and _speaks_of_the_body(line.text, body)


def _stands_over_prose(index: int, lines: Sequence[Kept], items: Collection[int]) -> bool:
    """Whether prose follows, and a finished paragraph or list precedes."""
    line, after = lines[index], lines[index + 1]
    if words.word_count(line.text) > MOST_WORDS or not words.is_prose(after.text):
        return False
    before = lines[index - 1] if index else None
    return before is None or index - 1 in items or before.role is not None or words.ends_sentence(before.text)


def _speaks_of_the_body(text: str, body: words.Body) -> bool:
    """Short headings are too short to tell; of longer ones some words occur in the text."""
    return words.word_count(text) <= 4 or body.overlap(text) >= LOW_OVERLAP
