"""Rules as data: what a TOML file of rules says, checked and compiled.

A rules file holds `[[rule]]` tables:

    name      "category.what": the category is what --keep, --drop and reports speak of
    reason    what a reader is told
    where     "line" (the whole line is residue), "tail" (the end of a line), "inline" (any part of a line) or "opener"
              (a line that opens a block of related links)
    phrases   whole lines, compared without case, decoration and repeated spaces; with `exact`, by the letter
    patterns  regular expressions (Python `re`, case ignored unless `exact`): for "line" and "opener" they match the
              whole stripped line, for "tail" they are searched in its last 200 characters, for "inline" anywhere
    cues      lower-case strings of which a line must hold one before `patterns` are tried: at a word's start, or anywhere
              where they begin with a sign or in a script written without spaces
    unless    "prose": not on a line that reads like a sentence of the article
    needs     "company": only beside another line of residue; "head" or "foot": only before the first or after the last
              line of prose
    topic     word beginnings; where the article's own prose speaks of them, a lone marker in small letters is a heading
    optional  kept by default: applies only when its category is named by --drop
    removes   examples that must go; "⟦…⟧" marks the part that goes, where it is not the whole line
    keeps     look-alikes that must stay
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Literal, NamedTuple, get_args

from cleaner.detect.cues import Cues
from cleaner.detect.cues import index as cue_index
from cleaner.detect.keys import DECORATION, key
from cleaner.errors import RuleError

Where = Literal["line", "tail", "inline", "opener"]
Needs = Literal["", "company", "head", "foot"]
Unless = Literal["", "prose"]

MAX_LINE = 600  # characters: no rule's whole line is longer


@dataclass(frozen=True)
class Rule:
    """One rule, as its file says it. `language` is the file's, "any" for all languages."""

    name: str
    reason: str
    where: Where
    language: str = "any"
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    exact: bool = False
    unless: Unless = ""
    needs: Needs = ""
    topic: tuple[str, ...] = ()
    optional: bool = False
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The part of the name before the first dot."""
        return self.name.partition(".")[0]


class Pattern(NamedTuple):
    """One compiled pattern of a rule."""

    rule: Rule
    regex: re.Pattern[str]


@dataclass(frozen=True)
class RuleSet:
    """The rules that apply to one text, indexed for looking up.

    exact, folded  whole-line phrases, by the letter and by their `key`
    patterns       each rule with its compiled patterns, in the order of the files
    cues           all their cues
    digest         of every rule file, active or not: 16 hex digits
    """

    rules: tuple[Rule, ...]
    exact: Mapping[str, Rule]
    folded: Mapping[str, Rule]
    patterns: tuple[tuple[Rule, tuple[re.Pattern[str], ...]], ...]
    cues: Cues
    digest: str

    def heard(self, texts: Sequence[str]) -> Mapping[int, Sequence[Pattern]]:
        """For each text in which a rule's cue occurs, by index: that rule's patterns, in the order of the rules."""
        found: dict[int, list[Pattern]] = {}
        for index, cues in self.cues.heard(texts).items():
            rules = (entry for entry in self.patterns if not cues.isdisjoint(entry[0].cues))
            found[index] = [Pattern(rule, regex) for rule, regexes in rules for regex in regexes]
        return found

    def phrase(self, text: str) -> Rule | None:
        """The rule that has the stripped line among its phrases, if there is one."""
        return self.exact.get(text.strip(DECORATION)) or self.folded.get(key(text))


def parse(text: str, language: str, name: str) -> tuple[Rule, ...]:
    """Read one rules file. Raises RuleError that names the file and the rule."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: not TOML: {error}") from error
    entries = table.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleError(f"{name}: rules are [[rule]] tables")
    return tuple(_rule(entry, language, name) for entry in entries)


def _rule(entry: dict[str, Any], language: str, name: str) -> Rule:
    place = f"{name}: rule {entry.get('name', '(unnamed)')!r}"
    known = {field.name for field in fields(Rule)} - {"language"}
    if unknown := entry.keys() - known:
        raise RuleError(f"{place}: unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(known))}")
    if missing := [word for word in ("name", "reason", "where") if not isinstance(entry.get(word), str)]:
        raise RuleError(f"{place}: {missing[0]!r} must be given, as text")
    values = {word: _value(word, value, place) for word, value in entry.items()}
    rule = Rule(language=language, **values)
    _check(rule, place)
    return rule


def _value(word: str, value: object, place: str) -> Any:
    """A member's value, which has the type that the rule's field has."""
    kind = type(getattr(Rule, word, ""))
    if kind is tuple:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise RuleError(f"{place}: {word} is a list of texts, not {value!r}")
    if not isinstance(value, kind):
        raise RuleError(f"{place}: {word} is {'true or false' if kind is bool else 'a text'}, not {value!r}")
    return value


def _check(rule: Rule, place: str) -> None:
    for word, allowed in (("where", get_args(Where)), ("needs", get_args(Needs)), ("unless", get_args(Unless))):
        if (value := getattr(rule, word)) not in allowed:
            raise RuleError(f"{place}: {word} = {value!r}; it is one of {', '.join(filter(None, allowed))}")
    if "." not in rule.name:
        raise RuleError(f"{place}: a name is 'category.what'")
    if not rule.phrases and not rule.patterns:
        raise RuleError(f"{place}: neither phrases nor patterns")
    if rule.patterns and not rule.cues:
        raise RuleError(f"{place}: patterns need cues, or every line would pay for them")
    if not rule.removes:
        raise RuleError(f"{place}: a rule shows what it removes: give at least one example")
    for pattern in rule.patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise RuleError(f"{place}: pattern {pattern!r}: {error}") from error


@cache
def shipped() -> tuple[tuple[Rule, ...], str]:
    """All rules that come with the package, and the digest of their files."""
    folder = resources.files("cleaner.detect") / "rules"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    rules = tuple(rule for name, text in texts for rule in parse(text, name.removesuffix(".toml"), name))
    return rules, sha256("".join(text for _, text in texts).encode()).hexdigest()


@cache
def rule_set(language: str, extra: tuple[str, ...], keep: frozenset[str], drop: frozenset[str]) -> RuleSet:
    """The rules for a text in `language`: its own, English ones, those for any language, and those of `extra` files.

    `keep` and `drop` name categories or rules to leave out, and optional ones to put in.
    """
    rules, digest = shipped()
    for number, text in enumerate(extra, 1):
        rules += parse(text, "any", f"rules file {number}")
        digest = sha256((digest + text).encode()).hexdigest()
    return index((rule for rule in rules if _applies(rule, language, keep, drop)), digest[:16])


def _applies(rule: Rule, language: str, keep: frozenset[str], drop: frozenset[str]) -> bool:
    names = {rule.name, rule.category}
    return rule.language in {"any", "en", language} and not names & keep and (not rule.optional or bool(names & drop))


def index(rules: Iterable[Rule], digest: str) -> RuleSet:
    """Index rules for looking up; where two claim a phrase, the first has it."""
    rules = tuple(rules)
    exact: dict[str, Rule] = {}
    folded: dict[str, Rule] = {}
    for rule in rules:
        for phrase in rule.phrases:
            table, entry = (exact, phrase.strip(DECORATION)) if rule.exact else (folded, key(phrase))
            table.setdefault(entry, rule)
    patterns = tuple((rule, _compiled(rule)) for rule in rules if rule.patterns)
    cues = cue_index({cue for rule, _ in patterns for cue in rule.cues})
    return RuleSet(rules, exact, folded, patterns, cues, digest)


def _compiled(rule: Rule) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, 0 if rule.exact else re.IGNORECASE) for pattern in rule.patterns)
