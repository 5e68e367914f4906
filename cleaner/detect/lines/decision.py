"""What of a whole page's text dump is not its article."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.lines.features import text_lines
from cleaner.detect.lines.model import shipped
from cleaner.detect.view import View, whole
from cleaner.model import Removal

RULE = "text.outside-main"
REASON = "the line model gives it a chance of {chance:.0%} of being the article"
THRESHOLD = 0.5  # of the chance; the one that training scores with


def find(view: View) -> Iterator[Removal]:
    """Yield the lines that the model does not take for the article; for the page profile."""
    lines, indices = text_lines([line.text for line in view.article.lines])
    if not lines:
        return
    for index, chance in zip(indices, shipped().chances(lines), strict=True):
        if chance < THRESHOLD:
            yield whole(view.article.lines[index], RULE, REASON.format(chance=chance))
