"""Which lines of a page go, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.page.kind import KINDS, Floats
from cleaner.detect.page.model import shipped
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

RULE = "html.outside-main"
REASON = "outside the main content: {chance:.0%} on this {kind} page"

#: The chance from which a line stays, on articles and on other pages: the F1 of long and clear texts gains from
#: precision, that of short and doubtful ones from recall.
ARTICLE, OTHER = 0.45, 0.28


def threshold(kinds: Floats) -> float:
    """The chance from which a line stays on a page of these types' chances."""
    article = float(kinds[KINDS.index("article")])
    return article * ARTICLE + (1 - article) * OTHER


def find(view: View) -> Iterator[Removal]:
    """A removal for each line that is not the article; titles stay."""
    verdict = shipped().judge(view.article)
    if verdict is None:
        return
    lines = {line.number: line for line in view.article.lines}
    least = threshold(verdict.kinds)
    for number, chance in zip(verdict.numbers, verdict.chances.tolist(), strict=True):
        if chance < least and not _is_title(lines[number]):
            yield whole(lines[number], RULE, REASON.format(chance=chance, kind=verdict.kind))


def _is_title(line: Line) -> bool:
    return line.role is not None and line.role.kind == "title"
