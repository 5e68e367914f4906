"""Which patterns are worth trying on which lines: those whose cues occur there.

All cues are sought at once, in one pass over a text, which is far cheaper than to try each pattern on each line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Cues:
    """An index of cues.

    regex    finds the longest cue at each place where one begins; cues that begin with a letter begin at a word's start
    implied  for each cue, the cues that occur where it occurs: itself and those inside of it
    """

    regex: re.Pattern[str]
    implied: Mapping[str, frozenset[str]]

    def heard(self, texts: Sequence[str]) -> Mapping[int, set[str]]:
        """The cues that occur in each text, by the text's index; texts without any are left out."""
        lowered = [text.lower() for text in texts]
        starts = [0, *accumulate(len(text) + 1 for text in lowered)]
        found: dict[int, set[str]] = defaultdict(set)
        for match in self.regex.finditer("\n".join(lowered)):
            found[bisect_right(starts, match.start()) - 1] |= self.implied[match.group()]
        return found


def index(cues: Collection[str]) -> Cues:
    """Compile cues (lower-case, without line breaks) into one regular expression: a trie of the words' letters."""
    words = [cue for cue in cues if cue[0].isalnum()]
    signs = [cue for cue in cues if not cue[0].isalnum()]
    parts = [rf"\b{_trie(words)}"] if words else []
    parts += [_trie(signs)] if signs else []
    implied = {cue: frozenset(other for other in cues if other in cue) for cue in cues}
    return Cues(re.compile("|".join(parts) or r"(?!)"), implied)


def _trie(cues: Collection[str]) -> str:
    """A regular expression for the longest of the cues, which shares their beginnings."""
    branches: dict[str, list[str]] = defaultdict(list)
    for cue in cues:
        if cue:
            branches[cue[0]].append(cue[1:])
    parts = [re.escape(letter) + _trie(rests) for letter, rests in sorted(branches.items())]
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if "" in cues else "")
