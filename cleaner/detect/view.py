"""What a detector sees: the article, the rules, and what was found before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.ruleset import Heard, RuleSet
from cleaner.model import Article, Line, Options, Removal, Repair

# Python's str.strip() leaves these; a line of nothing else is blank to a reader.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


class Facts:
    """What an article's lines say whatever else is found in them; each is looked up once, by the first that asks."""

    def __init__(self, article: Article, rules: RuleSet) -> None:
        self._article = article
        self._rules = rules
        self._heard: Mapping[int, Heard] | None = None

    @cached_property
    def solid(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple(line for line in self._article.lines if not blank(line))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of each line that is not blank, without the whitespace around it."""
        return tuple([line.text.strip() for line in self.solid])

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many words each has."""
        return tuple(map(words.word_count, self.texts))

    @cached_property
    def closed(self) -> tuple[bool, ...]:
        """Whether each closes like a sentence."""
        return tuple(map(words.ends_sentence, self.texts))

    @cached_property
    def prose(self) -> tuple[bool, ...]:
        """Whether each is running text."""
        return tuple(map(words.is_prose_of, self.sizes, self.closed))

    @cached_property
    def lengths(self) -> Mapping[int, int]:
        """The length of each line's text, by the line's number."""
        return {line.number: len(line.text) for line in self._article.lines}

    def heard(self, lines: Sequence[Line]) -> Mapping[int, Heard]:
        """The patterns worth trying on each line, by number; code has none. Later calls ask for some of the lines."""
        if self._heard is None:
            prose = [line for line in lines if line.role is None or line.role.kind != "code"]
            found = self._rules.heard([composed(line.text) for line in prose])
            self._heard = {prose[index].number: patterns for index, patterns in found.items()}
        return self._heard


@dataclass(frozen=True)
class View:
    """The article with the findings so far; each detector gets a new one."""

    article: Article
    rules: RuleSet
    options: Options
    facts: Facts
    removals: tuple[Removal, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @cached_property
    def gone(self) -> frozenset[int]:
        """The numbers of the lines that are removed whole."""
        if not self.removals:
            return frozenset()
        lengths = self.facts.lengths
        return frozenset(r.line for r in self.removals if r.start == 0 and r.end >= lengths[r.line])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are neither blank nor removed whole."""
        gone = self.gone
        return tuple(line for line in self.facts.solid if line.number not in gone) if gone else self.facts.solid

    @property
    def heard(self) -> Mapping[int, Heard]:
        """The patterns worth trying on each of the lines, by number."""
        return self.facts.heard(self.lines)

    @cached_property
    def body(self) -> words.Body:
        """The words of the lines that are left."""
        return words.Body([line.text for line in self.lines])


def is_structure(line: Line) -> bool:
    """Whether a page says that the line is a title, a heading, a row of a table, or code."""
    return line.role is not None and line.role.kind in {"title", "heading", "row", "code"}


def blank(line: Line) -> bool:
    """Whether the line holds nothing but whitespace."""
    return not line.text or line.text.isspace()


def whole(line: Line, rule: str, reason: str) -> Removal:
    """The removal of a whole line."""
    return Removal(line.number, 0, len(line.text), rule, reason)
