"""Blocks of related links: an opener such as "RELATED:" and the links under it.

More than half of all openers have no link under them, so an opener alone removes only itself; and a line under it may as
well be the next section's heading. Links speak of other things than the article: few of their words occur in its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner import words
from cleaner.detect.ruleset import Rule
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

MOST_ITEMS = 6
LOW_OVERLAP = 0.6  # between the medians of links (0.33) and headings (0.83)
HEADING_OVERLAP = 0.75
RULE = "related.item"
REASON = "a link under {opener!r}"

_BULLET = re.compile(r"\s*(?:[•◦▪●■‣∙·*►▸▶»>-]|&gt;|>>)+\s*")
_LINK_SIGN = re.compile(r"^(?:>>|&gt;&gt;|»|▶|►)|(?:>>|&gt;&gt;|»)$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2} (?:hours?|days?|mins?|minutes?) ago$")


def find(view: View) -> Iterator[Removal]:
    """Yield the openers, and the links under them where there are some."""
    lines = view.lines
    for number, line in enumerate(lines):
        if line.role is not None and line.role.kind in {"code", "row"}:
            continue
        if rule := _opener(line, view):
            yield whole(line, rule.name, rule.reason)
            reason = REASON.format(opener=line.text.strip())
            yield from (whole(item, RULE, reason) for item in _items(lines[number + 1 : number + 2 + MOST_ITEMS], view))


def _opener(line: Line, view: View) -> Rule | None:
    text = line.text.strip()
    if len(text) > 80:
        return None
    rule = view.rules.phrase(text)
    if rule and rule.where == "opener":
        return rule
    lowered = text.lower()
    for pattern in view.rules.patterns:
        if pattern.rule.where == "opener" and any(cue in lowered for cue in pattern.rule.cues):
            if pattern.regex.fullmatch(text):
                return pattern.rule
    return None


def _items(following: Sequence[Line], view: View) -> Sequence[Line]:
    """The lines under an opener that are links: two or more titles that speak of other things; else none."""
    run = _run(following, view)
    if len(run) > MOST_ITEMS:  # the list has no end that we can see
        return ()
    if run and all(_LINK_SIGN.search(line.text.strip()) for line in run):
        return run
    strange = [line for line in run if words.overlap(line.text, view.body) < LOW_OVERLAP]
    return run if len(run) >= 2 and len(strange) == len(run) else ()


def _run(following: Sequence[Line], view: View) -> list[Line]:
    """The title-like lines directly after an opener, up to the first prose or heading."""
    run: list[Line] = []
    for line in following:
        text = _BULLET.sub("", line.text, count=1).strip() if _BULLET.match(line.text) else line.text.strip()
        if words.is_prose(text) or not words.is_title(text) or _opener(line, view):
            break
        if line.role is not None and line.role.kind in {"title", "heading", "row", "code"}:
            break
        if words.overlap(text, view.body) >= HEADING_OVERLAP:
            break
        run.append(line)
    return run
