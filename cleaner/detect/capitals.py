"""Links to other articles in capitals, alone between paragraphs: "FERRY LINE TO THE ISLANDS CLOSES AFTER A CENTURY".

Headings in capitals are shorter, and the article speaks of what they say.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner import words
from cleaner.detect.view import View, is_structure, whole
from cleaner.model import Line, Removal

RULE = "related.capitals"
REASON = "a title in capitals that speaks of other things"
LEAST_WORDS = 7
LOW_OVERLAP = 0.5  # between the medians of links (0.33) and headings (0.83)
MOST_SHARE = 0.25  # of the lines: a text in capitals has no links in capitals


def find(view: View) -> Iterator[Removal]:
    """Yield such titles below the first paragraph of a text in which other residue was found."""
    if not view.gone or view.article.outline is not None:
        return
    lines = view.facts.solid
    loud = [index for index, line in enumerate(lines) if line.number not in view.gone and _is_loud(line, view, index)]
    if len(loud) > MOST_SHARE * len(lines):
        return
    for index in loud:
        if any(view.facts.prose[:index]) and view.body.overlap(lines[index].text) < LOW_OVERLAP:
            yield whole(lines[index], RULE, REASON)


def _is_loud(line: Line, view: View, index: int) -> bool:
    """Whether a line is a title in capitals."""
    text = view.facts.texts[index]
    return view.facts.sizes[index] >= LEAST_WORDS and text.isupper() and words.is_title(text) and not is_structure(line)
