"""Text that is not shown: menus that open, further tabs, prompts, a second variant of what a page shows."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.view import View, whole
from cleaner.model import Removal


def find(view: View) -> Iterator[Removal]:
    """A removal for each line that a page hides, and for each link definition of markdown that no link uses."""
    for line in view.article.lines:
        if line.origin == "hidden":
            yield whole(line, "html.hidden", "not shown on the page")
        elif line.origin == "definition":
            yield whole(line, "markdown.definition", "a link's address that no link uses")
