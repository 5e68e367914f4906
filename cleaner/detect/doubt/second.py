"""A second opinion on the lines that trees doubt: the line model for whole pages, which knows words.

It is asked for texts with many such lines, as dumps of pages have; what it is loaded with takes longer than most texts.
"""

from __future__ import annotations

from importlib import import_module

from cleaner.detect.view import View


def second_opinion(view: View) -> list[float]:
    """For each line that is not blank the chance that it is the article."""
    lines, indices = import_module("cleaner.detect.lines.features").text_lines(
        [line.text for line in view.article.lines]
    )
    if not lines:
        return [1.0] * len(view.facts.solid)
    chances = import_module("cleaner.detect.lines.model").shipped().chances(lines)
    said = {view.article.lines[index].number: float(chance) for index, chance in zip(indices, chances, strict=True)}
    return [said.get(line.number, 1.0) for line in view.facts.solid]
