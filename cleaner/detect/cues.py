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

# Han, kana, Hangul (whose compounds are written as one word), Thai, Lao, Khmer, Burmese.
_RANGES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_UNSPACED = re.compile(f"[{_RANGES}]")
_WORD_START = rf"(?<![^\W{_RANGES}])"  # a Latin word begins directly after them: 请启用JavaScript


@dataclass(frozen=True)
class Cues:
    """An index of cues.

    regex    finds the longest cue at each place where one begins. Cues that begin with a letter begin at a word's
             start, save in scripts written without spaces, which show none; there they are looked for at every place
    implied  for each cue, folded, the cues that occur where it occurs: itself and those inside of it
    """

    regex: re.Pattern[str]
    implied: Mapping[str, frozenset[str]]

    def heard(self, texts: Sequence[str]) -> Mapping[int, set[str]]:
        """The cues that occur in each text, by the text's index; texts without any are left out."""
        lowered = [_folded(text) for text in texts]
        starts = [0, *accumulate(len(text) + 1 for text in lowered)]
        found: dict[int, set[str]] = defaultdict(set)
        for match in self.regex.finditer("\n".join(lowered)):
            found[bisect_right(starts, match.start()) - 1] |= self.implied[match[match.lastindex or 0]]
        return found


def index(cues: Collection[str]) -> Cues:
    """Compile cues (lower-case, without line breaks) into one regular expression: a trie of the words' letters."""
    folded = {cue: _folded(cue) for cue in cues}
    unspaced = {cue for cue in folded.values() if _UNSPACED.match(cue)}
    words = {cue for cue in folded.values() if cue[0].isalnum()} - unspaced
    signs = set(folded.values()) - unspaced - words
    parts = [_WORD_START + _trie(words)] if words else []
    parts += [_trie(signs)] if signs else []
    if unspaced:  # a look-ahead, since such cues overlap: 相关新闻 and 新闻来源 in one row of characters
        firsts = "".join(sorted({cue[0] for cue in unspaced}))  # one look at a set of letters is faster than the trie
        parts.append(f"(?=[{firsts}])(?=({_trie(unspaced)}))")
    implied = {form: frozenset(cue for cue, other in folded.items() if other in form) for form in folded.values()}
    return Cues(re.compile("|".join(parts) or "(?!)"), implied)


def _folded(text: str) -> str:
    """In lower case, with one i for the four of Turkish."""
    lowered = text.lower()
    return lowered if lowered.isascii() else lowered.replace("i\u0307", "i").replace("ı", "i")


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
