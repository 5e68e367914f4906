"""Text that a page does not show: menus that open, further tabs, prompts, a second variant of what is shown."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.view import View, whole
from cleaner.model import Removal

RULE = "html.hidden"
REASON = "not shown on the page"


def find(view: View) -> Iterator[Removal]:
    """A removal for each hidden line."""
    return (whole(line, RULE, REASON) for line in view.article.lines if line.origin == "hidden")
