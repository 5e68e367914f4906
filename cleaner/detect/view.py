"""What a detector sees: the article, the rules, and what was found before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.ruleset import Pattern, RuleSet
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
    _heard: dict[int, Sequence[Pattern]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def heard(self) -> Mapping[int, Sequence[Pattern]]:
        """The patterns worth trying on each line, by number; sought once, by the first detector that asks."""
        if not self._heard:
            lines = [line for line in self.lines if line.role is None or line.role.kind != "code"]
            found = self.rules.heard([composed(line.text) for line in lines])
            self._heard.update({lines[index].number: patterns for index, patterns in found.items()})
            self._heard.setdefault(0, ())
        return self._heard

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
