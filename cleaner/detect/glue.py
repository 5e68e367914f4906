"""Words that lost the space between them: "PresidentDonald"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.detect.view import View
from cleaner.model import Repair

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])[A-Z][^\W\d_A-Z]")  # a cheap first look
_BEFORE = re.compile(r"[^\W\d_]+ $")
_AFTER = re.compile(r" [^\W\d_]+")
_JOINT = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
# Handles, hashtags and addresses are written without spaces.
_CAMEL = re.compile(r"(?<![\w@#/.&-])[A-Z]?[^\W\d_A-Z]{2,}[A-Z][^\W\d_A-Z]{2,}\b(?![./@]\w)")


def find(view: View) -> Iterator[Repair]:
    """Yield a repair for each word like `aB` whose halves both stand alone elsewhere while the joined form occurs once.

    One half must also stand elsewhere beside the word that it stands beside here: "PresidentDonald Trump", where
    "Donald Trump" occurs. That keeps names such as WikiLeaks, MillerCoors or HealthCare.
    """
    humped = (line for line in view.lines if _HUMP.search(line.text))
    found = [(line, match) for line in humped for match in _CAMEL.finditer(line.text)]
    if not found:
        return
    words = Counter(word for line in view.lines for word in _WORD.findall(line.text))
    folded = Counter(word.casefold() for word in words)
    text = " " + " ".join(line.text for line in view.lines) + " "
    for line, match in found:
        left, right = _JOINT.split(match.group(), maxsplit=1)
        known = words[left] and words[right]
        if known and words[joined := match.group()] == folded[joined.casefold()] == 1:
            before, after = _BEFORE.search(line.text, 0, match.start()), _AFTER.match(line.text, match.end())
            if (after and f" {right}{after[0]}" in text) or (before and f"{before[0]}{left} " in text):
                yield Repair(line.number, match.start(), match.end(), "glue.camel", f"{left} {right}")
