"""Which patterns are worth trying on which lines: those whose cues occur there.

A text is searched once for each cue, which is far cheaper than to try each pattern on each line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from cleaner.detect.ruleset import Pattern, RuleSet


def heard(rules: RuleSet, texts: Sequence[str]) -> Mapping[int, Sequence[Pattern]]:
    """For each line in which a cue occurs, by index, the patterns to try, in the order of the rules."""
    lowered = [text.lower() for text in texts]
    starts = [0, *accumulate(len(text) + 1 for text in lowered)]
    joined = "\n".join(lowered)
    lines: dict[str, list[int]] = {cue: list(_lines(cue, joined, starts)) for cue in rules.cues if cue in joined}
    found: dict[int, list[Pattern]] = defaultdict(list)
    for rule, patterns in rules.patterns.items():
        hits = {index for cue in rule.cues if cue in lines for index in lines[cue]}
        for index in hits:
            found[index] += patterns
    return found


def _lines(cue: str, joined: str, starts: Sequence[int]) -> Iterator[int]:
    """The indices of the lines that hold a cue, each once."""
    position = joined.find(cue)
    while position >= 0:
        index = bisect_right(starts, position) - 1
        yield index
        position = joined.find(cue, starts[index + 1])
