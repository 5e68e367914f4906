"""Words that lost the space between them: "PresidentDonald"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cleaner.detect.view import View
from cleaner.model import Repair

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])[A-Z][^\W\d_A-Z]")  # a cheap first look
_JOINT = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
# Handles, hashtags and addresses are written without spaces.
_CAMEL = re.compile(r"(?<![\w@#/.&-])[A-Z]?[^\W\d_A-Z]{2,}[A-Z][^\W\d_A-Z]{2,}\b(?![./@]\w)")


def find(view: View) -> Iterator[Repair]:
    """Yield a repair for each word like `aB` whose halves both stand alone elsewhere while the joined form occurs once.

    That keeps names such as WikiLeaks, YouTube or HealthCare, which recur or whose halves do not occur.
    """
    humped = (line for line in view.lines if _HUMP.search(line.text))
    found = [(line, match) for line in humped for match in _CAMEL.finditer(line.text)]
    if not found:
        return
    words = Counter(word for line in view.lines for word in _WORD.findall(line.text))
    folded = Counter(word.casefold() for word in words)
    for line, match in found:
        left, right = _JOINT.split(match.group(), maxsplit=1)
        if words[joined := match.group()] == folded[joined.casefold()] == 1 and words[left] and words[right]:
            yield Repair(line.number, match.start(), match.end(), "glue.camel", f"{left} {right}")
