"""Captions of pictures, which are content: they go only where they are asked to."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detect.view import View, whole
from cleaner.model import Removal


def find(view: View) -> Iterator[Removal]:
    """Yield a page's captions where the category is to be dropped."""
    if "caption" in view.options.drop:
        lines = (line for line in view.lines if line.role is not None and line.role.kind == "caption")
        yield from (whole(line, "caption.block", "the caption of a picture") for line in lines)
