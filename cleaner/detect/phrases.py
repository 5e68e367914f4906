"""Residue that its wording gives away: whole lines, tails of sentences, inline labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.ruleset import MAX_LINE, Pattern, Rule
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

LEAST_MENTIONS = 3  # of a rule's subject, for a marker to be a heading about it
TAIL = 200  # characters at a line's end in which a tail is searched

# What opens with a quotation mark, or with a dash and closes like a sentence, is somebody's words: “Subscribe now!”
_SPEECH = re.compile(r"[\"“”„«‹](?!\W*$)|[「『](?!\w+[」』]$)|[-–—]\s*\w.*(?<!\.)[.?!]$")

_ATTRIBUTED = re.compile(  # “… , the poster said.” stands in an article, whatever else it says
    r", (?:he|she|they|it|the [\w ]{2,30}?|[A-Z]\w+) (?:said|says|told|wrote|added)\b|, said (?:he|she|the|an?|[A-Z])"
)
_SIGN = re.compile(r"^[•·▪●■◦‣►▸▶»*+-]\s+")  # of a list: "• Share on Facebook"


def find(view: View) -> Iterator[Removal]:
    """Yield what the rules for lines, tails and inline labels remove."""
    lines = [line for line in view.lines if line.role is None or line.role.kind != "code"]
    heard = view.heard
    claims = [_line_rule(composed(line.text).strip(), view, heard.get(line.number, ())) for line in lines]
    for line, claim in zip(lines, claims, strict=True):
        if claim is None and line.number in heard:
            yield from _parts(line, heard[line.number])
    yield from _whole_lines(view, lines, claims)


def _line_rule(text: str, view: View, patterns: Sequence[Pattern]) -> Rule | None:
    """The first rule that claims the whole stripped line."""
    if len(text) > MAX_LINE or _SPEECH.match(text):
        return None
    if len(text) <= view.rules.longest and (rule := view.rules.phrase(text)) and rule.where == "line":
        return rule
    if _ATTRIBUTED.search(text):
        return None
    bare = _SIGN.sub("", text, count=1)
    for pattern in patterns:
        if pattern.rule.where == "line" and (pattern.regex.fullmatch(text) or pattern.regex.fullmatch(bare)):
            if pattern.rule.unless == "prose" and words.is_prose(text):
                continue
            return pattern.rule
    return None


def _parts(line: Line, patterns: Sequence[Pattern]) -> Iterator[Removal]:
    """The tails and inline labels of a line that is not residue as a whole."""
    for pattern in patterns:
        if pattern.rule.where in {"tail", "inline"}:
            for match in _matches(pattern, line.text):
                yield Removal(line.number, match.start(), match.end(), pattern.rule.name, pattern.rule.reason)


def _matches(pattern: Pattern, text: str) -> Iterator[re.Match[str]]:
    if pattern.rule.where == "inline":
        yield from pattern.regex.finditer(text)
        return
    end = len(text.rstrip())
    if match := pattern.regex.search(text, max(0, end - TAIL), end):
        yield match


def _whole_lines(view: View, lines: Sequence[Line], claims: Sequence[Rule | None]) -> Iterator[Removal]:
    """The claims on whole lines that their surroundings confirm."""
    prose = [
        number for number, line in enumerate(lines) if claims[number] is None and words.is_prose(line.text.strip())
    ]
    head, foot = (prose[0], prose[-1]) if prose else (0, len(lines))
    uses = Counter(rule.name for rule in claims if rule)
    for number, (line, rule) in enumerate(zip(lines, claims, strict=True)):
        if rule is None:
            continue
        company = any(claims[max(0, number - 1) : number]) or any(claims[number + 1 : number + 2])
        places = {"company": company, "head": number < head, "foot": number > foot}
        placed = any(places.values()) if rule.needs == "edge" else places.get(rule.needs, True)
        if placed and not _is_subject(rule, line, uses, view):
            yield whole(line, rule.name, rule.reason)


def _is_subject(rule: Rule, line: Line, uses: Counter[str], view: View) -> bool:
    """Whether a lone marker in small letters is a heading of a text about its subject."""
    if not rule.topic or uses[rule.name] > 1 or line.text.strip().isupper():
        return False
    return view.body.speaks_of(rule.topic) - len(words.stems(line.text)) >= LEAST_MENTIONS
