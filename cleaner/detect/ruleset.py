"""The rules that apply to a text, indexed for looking up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from cleaner.detect.cues import Cues
from cleaner.detect.cues import index as cue_index
from cleaner.detect.keys import DECORATION, key

Where = Literal["line", "tail", "inline", "opener"]
Needs = Literal["", "company", "head", "foot", "edge"]
Unless = Literal["", "prose"]

_COUNTED = re.compile(r"\\\d|\(\?[P(]")  # a group's number or name
PARTS: frozenset[Where] = frozenset({"tail", "inline"})  # of lines

DECORATED = 40  # characters of decoration that a phrase may have around it
MOST_KNOWN = 4096  # sets of cues whose patterns are remembered
MAX_LINE = 600  # characters: no rule's whole line is longer


@dataclass(frozen=True)
class Rule:
    """One rule, as its file says it. `language` is the file's, "any" for all languages."""

    name: str
    reason: str
    where: Where
    language: str = "any"
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    exact: bool = False
    unless: Unless = ""
    needs: Needs = ""
    topic: tuple[str, ...] = ()
    optional: bool = False
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The part of the name before the first dot."""
        return self.name.partition(".")[0]


class Pattern(NamedTuple):
    """One compiled pattern of a rule."""

    rule: Rule
    regex: re.Pattern[str]


class Heard(NamedTuple):
    """The patterns worth trying on a line, in the order of the rules: for all of it, for an opener, for parts of it."""

    lines: tuple[Pattern, ...] = ()
    openers: tuple[Pattern, ...] = ()
    parts: tuple[Pattern, ...] = ()


NOTHING_HEARD = Heard()


@dataclass(frozen=True)
class RuleSet:
    """The rules that apply to one text, indexed for looking up.

    exact, folded  whole-line phrases, by the letter and by their `key`
    patterned      the rules that have patterns, in the order of the files
    cues           all their cues
    part_cues      the cues of those that find parts of lines
    longest        a line with more characters is no phrase, whatever decorates it
    digest         of every rule file, active or not: 16 hex digits
    """

    rules: tuple[Rule, ...]
    exact: Mapping[str, Rule]
    folded: Mapping[str, Rule]
    patterned: tuple[Rule, ...]
    cues: Cues
    part_cues: Cues
    longest: int
    digest: str
    _known: dict[frozenset[str], Heard] = field(default_factory=dict, compare=False, repr=False)

    def heard(self, texts: Sequence[str]) -> Mapping[int, Heard]:
        """For each text in which a rule's cue occurs, by index: that rule's patterns.

        No rule claims the whole of a long line, so that in those only the cues for parts of lines are sought.
        """
        short: list[int] = []
        long: list[int] = []
        for index, text in enumerate(texts):
            (short if len(text) <= MAX_LINE or len(text.strip()) <= MAX_LINE else long).append(index)
        return {
            places[place]: self._patterns(frozenset(found))
            for places, cues in ((short, self.cues), (long, self.part_cues))
            for place, found in cues.heard([texts[index] for index in places]).items()
        }

    def _patterns(self, cues: frozenset[str]) -> Heard:
        """The patterns of the rules that have one of these cues; the same few cues are heard again and again."""
        if cues not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            rules = (rule for rule in self.patterned if not cues.isdisjoint(rule.cues))
            patterns = [Pattern(rule, compiled(text, rule.exact)) for rule in rules for text in _merged(rule)]
            self._known[cues] = Heard(
                lines=tuple(pattern for pattern in patterns if pattern.rule.where == "line"),
                openers=tuple(pattern for pattern in patterns if pattern.rule.where == "opener"),
                parts=tuple(pattern for pattern in patterns if pattern.rule.where in PARTS),
            )
        return self._known[cues]

    def phrase(self, text: str) -> Rule | None:
        """The rule that has the stripped line among its phrases, if there is one."""
        return self.exact.get(text.strip(DECORATION)) or self.folded.get(key(text))


def index(rules: Iterable[Rule], digest: str) -> RuleSet:
    """Index rules for looking up; where two claim a phrase, the first has it."""
    rules = tuple(rules)
    exact: dict[str, Rule] = {}
    folded: dict[str, Rule] = {}
    for rule in rules:
        for phrase in rule.phrases:
            table, entry = (exact, phrase.strip(DECORATION)) if rule.exact else (folded, key(phrase))
            table.setdefault(entry, rule)
    patterned = tuple(rule for rule in rules if rule.patterns)
    cues = cue_index({cue for rule in patterned for cue in rule.cues})
    part_cues = cue_index({cue for rule in patterned if rule.where in PARTS for cue in rule.cues})
    longest = max(map(len, (*exact, *folded)), default=0) + DECORATED
    return RuleSet(rules, exact, folded, patterned, cues, part_cues, longest, digest)


def _merged(rule: Rule) -> Sequence[str]:
    """A rule's patterns, as one where nothing counts its groups: one call is faster than many."""
    if rule.where in PARTS or any(map(_COUNTED.search, rule.patterns)):
        return rule.patterns
    return ["|".join(rule.patterns)]


@cache
def compiled(pattern: str, exact: bool) -> re.Pattern[str]:
    """Compile a rule's pattern, when its cue is first heard: most are never needed. Raises re.error."""
    return re.compile(pattern, 0 if exact else re.IGNORECASE)
