"""Residue that its wording gives away: whole lines, tails of sentences, inline labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner import words
from cleaner.detect.keys import composed
from cleaner.detect.ruleset import MAX_LINE, NOTHING_HEARD, Pattern, Rule, RuleSet
from cleaner.detect.view import View, whole
from cleaner.model import Line, Removal

LEAST_MENTIONS = 3  # of a rule's subject, for a marker to be a heading about it
TAIL = 200  # characters at a line's end in which a tail is searched

# What opens with a quotation mark, or with a dash and closes like a sentence, is somebody's words: “Subscribe now!”
_SPEECH = re.compile(r"[\"“”„«‹](?!\W*$)|[「『](?!\w+[」』]$)|[-–—]\s*\w.*(?<!\.)[.?!]$")

_ATTRIBUTED = re.compile(  # “… , the poster said.” stands in an article, whatever else it says
    r", (?:he|she|they|it|the [\w ]{2,30}?|[A-Z]\w+) (?:said|says|told|wrote|added)\b|, said (?:he|she|the|an?|[A-Z])"
)
_BACK = "« "  # “« Previous” is a link, “«Previous»” is not
_LURE = re.compile(r"[^\W\d_](?:[^.?!\"“”]|\.(?=\w|\s[a-z])){2,110}\?\s+(?=\w)")  # “Like what you read? Sign up …”
_SIGN = re.compile(r"^[•·▪●■◦‣►▸▶»*+-]\s+")  # of a list: "• Share on Facebook"


def find(view: View) -> Iterator[Removal]:
    """Yield what the rules for lines, tails and inline labels remove."""
    lines = [line for line in view.lines if line.role is None or line.role.kind != "code"]
    heard, rules = view.heard, view.rules
    claims = [
        line_rule(composed(line.text).strip(), rules, heard.get(line.number, NOTHING_HEARD).lines) for line in lines
    ]
    for line, claim in zip(lines, claims, strict=True):
        if claim is None and line.number in heard:
            yield from _parts(line, heard[line.number].parts)
    yield from _whole_lines(view, lines, claims)


def line_rule(text: str, rules: RuleSet, patterns: Sequence[Pattern]) -> Rule | None:
    """The first rule that claims the whole stripped line."""
    if len(text) > MAX_LINE:
        return None
    if _SPEECH.match(text) and not (text.startswith(_BACK) and "»" not in text):
        return None
    if len(text) <= rules.longest and (rule := rules.phrase(text)) and rule.where == "line":
        return rule
    if not patterns or _ATTRIBUTED.search(text):
        return None
    unsigned = _SIGN.sub("", text, count=1)
    forms = {text, unsigned, _LURE.sub("", unsigned, count=1) if _LURE.match(unsigned) else unsigned}
    for pattern in patterns:
        if any(map(pattern.regex.fullmatch, forms)) and not (pattern.rule.unless == "prose" and words.is_prose(text)):
            return pattern.rule
    return None


def _parts(line: Line, patterns: Sequence[Pattern]) -> Iterator[Removal]:
    """The tails and inline labels of a line that is not residue as a whole."""
    for pattern in patterns:
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
    if not any(claims):
        return
    head, foot = _ends(lines, claims)
    uses = Counter(rule.name for rule in claims if rule)
    for number, (line, rule) in enumerate(zip(lines, claims, strict=True)):
        if rule is None:
            continue
        company = any(claims[max(0, number - 1) : number]) or any(claims[number + 1 : number + 2])
        places = {"company": company, "head": number < head, "foot": number > foot}
        placed = any(places.values()) if rule.needs == "edge" else places.get(rule.needs, True)
        if placed and not _is_subject(rule, line, uses, view):
            yield whole(line, rule.name, rule.reason)


def _ends(lines: Sequence[Line], claims: Sequence[Rule | None]) -> tuple[int, int]:
    """The indices of the first and the last line of prose that nothing claims; where none is, nothing is outside."""
    unclaimed = [index for index, claim in enumerate(claims) if claim is None]
    first = next((index for index in unclaimed if words.is_prose(lines[index].text.strip())), None)
    if first is None:
        return 0, len(lines)
    return first, next(index for index in reversed(unclaimed) if words.is_prose(lines[index].text.strip()))


def _is_subject(rule: Rule, line: Line, uses: Counter[str], view: View) -> bool:
    """Whether a lone marker in small letters is a heading of a text about its subject."""
    if not rule.topic or uses[rule.name] > 1 or line.text.strip().isupper():
        return False
    return view.body.speaks_of(rule.topic) - len(words.stems(line.text)) >= LEAST_MENTIONS
