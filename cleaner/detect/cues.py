"""Which patterns are worth trying on which lines: those whose cues occur there.

All cues are sought at once, in one pass over a text, which is far cheaper than to try each pattern on each line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# Han, kana, Hangul (whose compounds are written as one word), Thai, Lao, Khmer, Burmese.
_RANGES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_UNSPACED = re.compile(f"[{_RANGES}]")
# What a word begins after; a Latin one also directly after scripts written without spaces: 请启用JavaScript. The class
# that is tried first lets more pass, but it is a plain set, by which a search skips letters much faster.
_NO_LETTER, _BOUNDARY = "[^a-z0-9_]", rf"(?<=[\W{_RANGES}])"


@dataclass(frozen=True)
class Cues:
    """An index of cues.

    finders  regular expressions that find, as group 1, the longest cue at a place: for words where a word begins, for
             cues that begin with a sign everywhere, and so in scripts written without spaces, which show no words
    implied  for each cue, folded, the cues that occur where it occurs: itself and those inside of it
    """

    finders: tuple[re.Pattern[str], ...]
    implied: Mapping[str, frozenset[str]]

    def heard(self, texts: Sequence[str]) -> Mapping[int, set[str]]:
        """The cues that occur in each text, by the text's index; texts without any are left out."""
        joined = "\n" + "\n".join(map(_folded, texts))
        found: dict[int, set[str]] = {}
        for finder in self.finders:
            text, seen = 0, 1
            for match in finder.finditer(joined):
                start = match.start(1)
                text += joined.count("\n", seen, start)
                seen = start
                found.setdefault(text, set()).update(self.implied[match[1]])
        return found


def index(cues: Collection[str]) -> Cues:
    """Compile cues (lower-case, without line breaks) into regular expressions: tries of their letters."""
    folded = {cue: _folded(cue) for cue in cues}
    unspaced = {cue for cue in folded.values() if _UNSPACED.match(cue)}
    words = {cue for cue in folded.values() if cue[0].isalnum()} - unspaced
    signs = set(folded.values()) - unspaced - words
    finders = []
    if words:
        finders.append(rf"{_NO_LETTER}(?=({_trie(words)})){_BOUNDARY}")
    if signs:
        finders.append(f"({_trie(signs)})")
    if unspaced:  # a look-ahead, since such cues overlap: 相关新闻 and 新闻来源 in one row of characters
        firsts = "".join(sorted({cue[0] for cue in unspaced}))  # one look at a set of letters is faster than the trie
        finders.append(f"(?=[{firsts}])(?=({_trie(unspaced)}))")
    implied = {form: frozenset(cue for cue, other in folded.items() if other in form) for form in folded.values()}
    return Cues(tuple(map(re.compile, finders)), implied)


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
