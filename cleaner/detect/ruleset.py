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


@dataclass(frozen=True)
class RuleSet:
    """The rules that apply to one text, indexed for looking up.

    exact, folded  whole-line phrases, by the letter and by their `key`
    patterned      the rules that have patterns, in the order of the files
    cues           all their cues
    longest        a line with more characters is no phrase, whatever decorates it
    digest         of every rule file, active or not: 16 hex digits
    """

    rules: tuple[Rule, ...]
    exact: Mapping[str, Rule]
    folded: Mapping[str, Rule]
    patterned: tuple[Rule, ...]
    cues: Cues
    longest: int
    digest: str
    _known: dict[frozenset[str], Sequence[Pattern]] = field(default_factory=dict, compare=False, repr=False)

    def heard(self, texts: Sequence[str]) -> Mapping[int, Sequence[Pattern]]:
        """For each text in which a rule's cue occurs, by index: that rule's patterns, in the order of the rules."""
        return {index: self._patterns(frozenset(cues)) for index, cues in self.cues.heard(texts).items()}

    def _patterns(self, cues: frozenset[str]) -> Sequence[Pattern]:
        """The patterns of the rules that have one of these cues; the same few cues are heard again and again."""
        if cues not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            rules = (rule for rule in self.patterned if not cues.isdisjoint(rule.cues))
            patterns = [Pattern(rule, compiled(text, rule.exact)) for rule in rules for text in rule.patterns]
            self._known[cues] = patterns
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
    longest = max(map(len, (*exact, *folded)), default=0) + DECORATED
    return RuleSet(rules, exact, folded, patterned, cues, longest, digest)


@cache
def compiled(pattern: str, exact: bool) -> re.Pattern[str]:
    """Compile a rule's pattern, when its cue is first heard: most are never needed. Raises re.error."""
    return re.compile(pattern, 0 if exact else re.IGNORECASE)
