"""Which lines of a page go, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaner.detect.page.company import in_company
from cleaner.detect.page.kind import KINDS, Floats
from cleaner.detect.page.model import shipped
from cleaner.detect.page.named import outside
from cleaner.detect.page.repeats import copies, surplus
from cleaner.detect.page.wholes import together, wholes
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

RULE = "html.outside-main"
REASON = "outside the main content: {chance:.0%} on this {kind} page"

NAMED = "html.named"
NAMED_REASON = "the page calls the element around it “{name}”"

REPEAT = "html.repeat"
REPEAT_REASON = "the page says the same elsewhere"

DATA = frozenset(("json-ld", "json"))

#: The chance from which a line stays, on articles and on other pages: the F1 of long and clear texts gains from
#: precision, that of short and doubtful ones from recall.
ARTICLE, OTHER = 0.5, 0.28


def threshold(kinds: Floats) -> float:
    """The chance from which a line stays on a page of these types' chances."""
    article = float(kinds[KINDS.index("article")])
    return article * ARTICLE + (1 - article) * OTHER


def find(view: View) -> Iterator[Removal]:
    """A removal for each line that is not the article, or that repeats a line of it; titles stay."""
    verdict, outline = shipped().judge(view.article), view.article.outline
    if verdict is None or outline is None:
        return
    by_number = {line.number: line for line in view.article.lines}
    lines = [by_number[number] for number in verdict.numbers]
    least = threshold(verdict.kinds)
    sizes = np.array([len(line.text) for line in lines], np.int64)
    chances = together(verdict.chances, wholes(lines), sizes).tolist()
    likely = [chance >= least or _is_sure(line) for line, chance in zip(lines, chances, strict=True)]
    likely = in_company(lines, likely)
    named = outside(lines, [outline.owners[line.number - 1] for line in lines], outline, likely)
    again = surplus(likely, copies(lines))
    for index, line in enumerate(lines):
        if not likely[index]:
            yield whole(line, RULE, REASON.format(chance=chances[index], kind=verdict.kind))
        elif index in named:
            yield whole(line, NAMED, NAMED_REASON.format(name=named[index]))
        elif index in again:
            yield whole(line, REPEAT, REPEAT_REASON)


def _is_sure(line: Line) -> bool:
    """Titles stay, and so does data: it is read only where the page shows nothing else."""
    return line.origin in DATA or (line.role is not None and line.role.kind == "title")
