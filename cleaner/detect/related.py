"""Blocks of related links: an opener such as "RELATED:" and the links under it.

More than half of all openers have no link under them, so an opener alone removes only itself; and a line under it may
as well be the next section's heading. Links speak of other things than the article: few of their words occur in
its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.ruleset import NOTHING_HEARD, Heard, Rule
from cleaner.detect.view import View, is_structure, whole
from cleaner.model import Line, Removal

MAX_OPENER = 80  # characters
MOST_ITEMS = 6  # of a list in the text; behind it the article goes on
MOST_LAST_ITEMS = 30  # of a list that ends the text
STRANGE_SHARE = 0.8  # of a last list's items that speak of other things
LOW_OVERLAP = 0.6  # between the medians of links (0.33) and headings (0.83)
HEADING_OVERLAP = 0.75
RULE = "related.item"
REASON = "a link under {opener!r}"

_BULLET = re.compile(r"^\s*(?:[•◦▪●■‣∙·*►▸▶»>-]|&gt;|>>)+\s*")
_LINK_SIGN = re.compile(
    r"^(?:>>|&gt;&gt;|»|▶|►)|(?:>>|&gt;&gt;|»)$"  # arrows
    r"|^\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2} (?:hours?|days?|mins?|minutes?) ago$"  # dates
)


def find(view: View) -> Iterator[Removal]:
    """Yield the openers, and the links under them where there are some."""
    lines = view.lines
    openers = _openers(view)
    for index, rule in openers.items():
        yield whole(lines[index], rule.name, rule.reason)
        reason = REASON.format(opener=lines[index].text.strip())
        run = _run(lines, index + 1, openers, view)
        links = _links(run, view) or _last_links(lines[index + 1 : index + MOST_LAST_ITEMS + 2], view)
        yield from (whole(item, RULE, reason) for item in links)


def _openers(view: View) -> Mapping[int, Rule]:
    """The lines that open a block of links, by index."""
    lines, heard = view.lines, view.heard
    openers: dict[int, Rule] = {}
    for index, line in enumerate(lines):
        text = composed(line.text).strip()
        if len(text) <= MAX_OPENER and (line.role is None or line.role.kind not in {"code", "row"}):
            rule = view.rules.phrase(text)
            if not (rule and rule.where == "opener"):
                rule = None if _introduces(index, lines) else _opener(text, heard.get(line.number, NOTHING_HEARD))
            if rule:
                openers[index] = rule
    return openers


def _introduces(index: int, lines: Sequence[Line]) -> bool:
    """Whether a line that closes with a colon leads to a quotation: "More from the indictment:"."""
    following = lines[index + 1].text.lstrip() if index + 1 < len(lines) else ""
    return lines[index].text.rstrip().endswith(":") and following.startswith(('"', "“", "«", "„"))


def _opener(text: str, heard: Heard) -> Rule | None:
    """The first rule for openers that matches the stripped line."""
    return next((pattern.rule for pattern in heard.openers if pattern.regex.fullmatch(text)), None)


def _links(run: Sequence[Line], view: View) -> Sequence[Line]:
    """The lines under an opener that are links: two or more titles that speak of other things; else none."""
    if len(run) > MOST_ITEMS:  # the list has no end that we can see
        return ()
    if run and all(_LINK_SIGN.search(line.text.strip()) for line in run):
        return run
    strange = all(_overlap(line, run, view) < LOW_OVERLAP for line in run)
    return run if len(run) >= 2 and strange else ()


def _last_links(rest: Sequence[Line], view: View) -> Sequence[Line]:
    """All lines under an opener that is the text's last, where they are titles and nearly all speak of other things."""
    if not MOST_ITEMS < len(rest) <= MOST_LAST_ITEMS or not all(map(_is_title, rest)):
        return ()
    strange = sum(_overlap(line, rest, view) < LOW_OVERLAP for line in rest)
    return rest if strange >= STRANGE_SHARE * len(rest) else ()


def _run(lines: Sequence[Line], start: int, openers: Mapping[int, Rule], view: View) -> list[Line]:
    """The title-like lines directly after an opener, up to the first prose or heading."""
    near = takewhile(lambda index: index not in openers, range(start, min(start + MOST_ITEMS + 1, len(lines))))
    titles = list(takewhile(_is_title, (lines[index] for index in near)))
    return list(takewhile(lambda line: _overlap(line, titles, view) < HEADING_OVERLAP, titles))


def _is_title(line: Line) -> bool:
    text = _BULLET.sub("", line.text, count=1).strip()
    if is_structure(line):
        return False
    return words.is_title(text) and not words.is_prose(text)


def _overlap(line: Line, run: Sequence[Line], view: View) -> float:
    """How far the body speaks of what the line does; links of one list speak of one thing, which says nothing."""
    return view.body.overlap(line.text, beside=[other.text for other in run if other is not line])
