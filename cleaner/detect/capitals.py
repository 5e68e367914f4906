"""Links to other articles that their capitals give away, alone between paragraphs: "FERRY LINE CLOSES AFTER A CENTURY".

Headings in capitals are shorter, and the article speaks of what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner import words
from cleaner.detect.view import View, is_structure, whole
from cleaner.model import Line, Removal

RULE = "related.capitals"
REASON = "a title in capitals that speaks of other things"
LEAST_WORDS = 7  # of a title all in capitals
LEAST_TITLE_WORDS = 8  # of one whose words have capitals, as English titles do
CAPITALS = 0.75  # of its longer words
LOW_OVERLAP = 0.5  # between the medians of links (0.33) and headings (0.83)
MOST_SHARE = 0.25  # of the lines: a text of such lines is a list

_LONGER = re.compile(r"[^\W\d_]{4,}")
_NO_TITLE = re.compile(r"[/@()\[\]—–]|^[\W\d]|: .*: ")  # credits, tweets, data, quotations


def find(view: View) -> Iterator[Removal]:
    """Yield such titles below the first paragraph of a text in which other residue was found."""
    if not view.gone or view.article.outline is not None:
        return
    lines, gone = view.facts.solid, {removal.line for removal in view.removals}
    titles = [index for index, line in enumerate(lines) if line.number not in gone and _is_title(line, view, index)]
    if len(titles) > MOST_SHARE * len(lines):
        return
    first = next((index for index, prose in enumerate(view.facts.prose) if prose), len(lines))
    for index in titles:
        alone = not index + 1 < len(lines) or view.facts.prose[index + 1] or lines[index + 1].number in gone
        if alone and index > first and view.body.overlap(lines[index].text) < LOW_OVERLAP:
            yield whole(lines[index], RULE, REASON)


def _is_title(line: Line, view: View, index: int) -> bool:
    """Whether a line is a long title in capitals."""
    size, text = view.facts.sizes[index], view.facts.texts[index]
    if size < LEAST_WORDS or is_structure(line) or not words.is_title(text) or words.is_prose_of(size, False):
        return False
    return text.isupper() or (size >= LEAST_TITLE_WORDS and view.article.language == "en" and _has_capitals(text))


def _has_capitals(text: str) -> bool:
    """Whether nearly all longer words of a line begin with a capital, as in an English title."""
    longer = _LONGER.findall(text)
    return sum(word[0].isupper() for word in longer) >= CAPITALS * len(longer) > 0 and not _NO_TITLE.search(text)
