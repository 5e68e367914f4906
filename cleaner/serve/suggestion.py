"""Verdicts as a rule to copy: what should have gone becomes a rule, what should have stayed its look-alikes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from cleaner import pipeline
from cleaner.detect.keys import key
from cleaner.detect.rulefile import languages, shipped
from cleaner.detect.ruleset import MAX_LINE, Rule
from cleaner.learn import toml_string
from cleaner.model import Options
from cleaner.verdicts import Verdict

_NO_NAME = re.compile(r"[^a-z0-9]+")
MOST_KEPT = 4  # neighbours that a new rule shows as what it must keep


def to_toml(verdicts: Sequence[Verdict], site: str) -> str:
    """Rules in the form of a rules file; "" where no verdict gives one.

    Lines that should have gone become one rule for the site. For lines that a shipped rule removed and that should
    have stayed, that rule comes with the line among its `keeps`, and without the phrase that is the line.
    """
    parts = [*_missed(verdicts, site), *_wrong([verdict for verdict in verdicts if verdict.verdict == "wrong"])]
    return "\n".join(parts)


def _missed(verdicts: Sequence[Verdict], site: str) -> Iterator[str]:
    missed = list(dict.fromkeys(_line(verdict.text) for verdict in verdicts if _is_phrase(verdict)))
    if not missed:
        return
    wrong = [_line(verdict.whole) for verdict in verdicts if verdict.verdict == "wrong"]
    around = [_line(text) for verdict in verdicts if _is_phrase(verdict) for text in (*verdict.before, *verdict.after)]
    gone = set(map(key, missed))
    keeps = (text for text in dict.fromkeys((*wrong, *around)) if key(text) not in gone and _stays(text))
    name = _NO_NAME.sub("-", site.lower()).strip("-") or "here"
    yield _table(
        {
            "name": f"site.{name}",
            "reason": f"a line that {site} prints on its pages",
            "where": "line",
            "phrases": missed,
            "removes": missed,
            "keeps": list(islice(keeps, MOST_KEPT + len(wrong))),  # each that is looked at is cleaned
        }
    )


def _stays(text: str) -> bool:
    """Whether the rules leave a line alone, so that it can be an example of what is kept."""
    return len(text) <= MAX_LINE and not pipeline.clean(text, options=Options(profile="article")).removals


def _is_phrase(verdict: Verdict) -> bool:
    text = verdict.text.strip()
    return (
        verdict.verdict == "missed" and text == verdict.whole.strip() and 0 < len(text) <= MAX_LINE and bool(key(text))
    )


def _wrong(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for name in dict.fromkeys(verdict.rule for verdict in verdicts):
        kept = [verdict for verdict in verdicts if verdict.rule == name]
        rules = [rule for language in languages() for rule in shipped(language) if rule.name == name]
        meant = [rule for rule in rules if rule.language in {kept[0].language, "any"}] or rules
        lines = list(dict.fromkeys(_line(verdict.whole) for verdict in kept))
        if meant:
            yield (
                f"# Instead of {name} in {meant[0].language}.toml; where patterns remove the line, narrow them.\n"
                + _table(_narrowed(meant[0], lines))
            )
        else:
            told = "".join(f"# keep: {json.dumps(line, ensure_ascii=False)}\n" for line in lines)
            yield f"# {name} is no rule of the shipped files, so there is none to narrow.\n{told}"


def _narrowed(rule: Rule, lines: Sequence[str]) -> dict[str, object]:
    """A rule's members, with lines that it must keep."""
    stay = set(map(key, lines))
    phrases = [phrase for phrase in rule.phrases if key(phrase) not in stay]
    removes = [example for example in rule.removes if key(example) not in stay] or phrases[:1]
    return {
        "name": rule.name, "reason": rule.reason, "where": rule.where, "phrases": phrases,
        "patterns": list(rule.patterns), "cues": list(rule.cues), "exact": rule.exact, "unless": rule.unless,
        "needs": rule.needs, "topic": list(rule.topic), "optional": rule.optional, "removes": removes,
        "keeps": [*rule.keeps, *lines],
    }  # fmt: skip


def _table(members: dict[str, object]) -> str:
    given = {name: value for name, value in members.items() if value}
    return "\n".join(("[[rule]]", *(f"{name} = {_value(value)}" for name, value in given.items()), ""))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    texts = [toml_string(str(item)) for item in value] if isinstance(value, list) else []
    if sum(map(len, texts)) <= 80:
        return f"[{', '.join(texts)}]"
    return "[\n" + "".join(f"    {text},\n" for text in texts) + "]"


def _line(text: str) -> str:
    return " ".join(text.split())
