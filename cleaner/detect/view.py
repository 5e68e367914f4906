"""What a detector sees: the article, the rules, and what was found before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cleaner import words
from cleaner.detect.ruleset import RuleSet
from cleaner.model import Article, Line, Options, Removal, Repair

# Python's str.strip() leaves these; a line of nothing else is blank to a reader.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@dataclass(frozen=True)
class View:
    """The article with the findings so far; each detector gets a new one."""

    article: Article
    rules: RuleSet
    options: Options
    removals: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @cached_property
    def gone(self) -> frozenset[int]:
        """The numbers of the lines that are removed whole."""
        lengths = {line.number: len(line.text) for line in self.article.lines}
        return frozenset(r.line for r in self.removals if r.start == 0 and r.end >= lengths[r.line])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are neither blank nor removed whole."""
        gone = self.gone
        return tuple(line for line in self.article.lines if line.number not in gone and not blank(line))

    @cached_property
    def body(self) -> words.Body:
        """The words of the lines that are left."""
        return words.Body([line.text for line in self.lines])


def blank(line: Line) -> bool:
    """Whether the line holds nothing but whitespace."""
    return not line.text or line.text.isspace()


def whole(line: Line, rule: str, reason: str) -> Removal:
    """The removal of a whole line."""
    return Removal(line.number, 0, len(line.text), rule, reason)
