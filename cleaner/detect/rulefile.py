"""Rules as data: reading and checking the files that hold them.

A rules file holds `[[rule]]` tables:

    name      "category.what": the category is what --keep, --drop and reports speak of
    reason    what a reader is told
    where     "line" (the whole line is residue), "tail" (the end of a line), "inline" (any part of a line) or "opener"
              (a line that opens a block of related links)
    phrases   whole lines, compared without case, decoration and repeated spaces; with `exact`, by the letter
    patterns  regular expressions (Python `re`, case ignored unless `exact`): for "line" and "opener" they match the
              whole stripped line, for "tail" they are searched in its last 200 characters, for "inline" anywhere
    cues      lower-case strings of which a line must hold one before `patterns` are tried: at a word's start; where
              they begin with a sign, or are in a script written without spaces, anywhere
    unless    "prose": not on a line that reads like a sentence of the article
    needs     "company": only beside another line of residue; "head" or "foot": only before the first or after the last
              line of prose; "edge": any of the three
    topic     word beginnings; where the article's own prose speaks of them, a lone marker in small letters is a heading
    optional  kept by default: applies only when its category is named by --drop
    removes   examples that must go; "⟦…⟧" marks the part that goes, where it is not the whole line
    keeps     look-alikes that must stay
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, get_args

from cleaner.detect.ruleset import Needs, Rule, RuleSet, Unless, Where, compiled, index
from cleaner.errors import RuleError


def parse(text: str, language: str, name: str) -> tuple[Rule, ...]:
    """Read and check one rules file. Raises RuleError that names the file and the rule."""
    rules = _read(text, language, name)
    for rule in rules:
        for pattern in rule.patterns:
            try:
                compiled(pattern, rule.exact)
            except re.error as error:
                raise RuleError(f"{name}: rule {rule.name!r}: pattern {pattern!r}: {error}") from error
    return rules


def _read(text: str, language: str, name: str) -> tuple[Rule, ...]:
    """Read one rules file, but leave its patterns as they are: compiling them all would take longer than most texts."""
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


def rule_set(language: str, extra: tuple[str, ...], keep: frozenset[str], drop: frozenset[str]) -> RuleSet:
    """The rules for a text in `language`: its own, English ones, those for any language, and those of `extra` files.

    `keep` and `drop` name categories or rules to leave out, and optional ones to put in.
    """
    return _rule_set(_known(language), extra, keep, drop)


def spared(language: str, extra: tuple[str, ...], keep: frozenset[str], drop: frozenset[str]) -> RuleSet:
    """The rules that `rule_set` leaves out: what they would remove is kept on purpose."""
    return _spared(_known(language), extra, keep, drop)


def _known(language: str) -> str:
    """The language whose rules are looked up; for one without rules those for English, which apply to every text."""
    return language if language in languages() else "en"


@cache
def _rule_set(language: str, extra: tuple[str, ...], keep: frozenset[str], drop: frozenset[str]) -> RuleSet:
    digest = shipped_digest()
    for text in extra:
        digest = sha256((digest + text).encode()).hexdigest()
    return index((rule for rule in _all(language, extra) if _applies(rule, keep, drop)), digest[:16])


@cache
def _spared(language: str, extra: tuple[str, ...], keep: frozenset[str], drop: frozenset[str]) -> RuleSet:
    return index((rule for rule in _all(language, extra) if not _applies(rule, keep, drop)), "")


def _all(language: str, extra: tuple[str, ...]) -> Iterator[Rule]:
    """The rules for any language, English ones, those for `language`, and those of `extra` files."""
    for name in dict.fromkeys(("any", "en", language)):
        yield from shipped(name)
    for number, text in enumerate(extra, 1):
        yield from parse(text, "any", f"rules file {number}")


def _applies(rule: Rule, keep: frozenset[str], drop: frozenset[str]) -> bool:
    names = {rule.name, rule.category}
    return not names & keep and (not rule.optional or bool(names & drop))


@cache
def shipped(language: str) -> tuple[Rule, ...]:
    """The rules that come with the package for a language, or for "any"."""
    return _read(_files()[language].read_text(encoding="utf-8"), language, f"{language}.toml")


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are rules for, "any" among them, sorted."""
    return tuple(sorted(_files()))


@cache
def shipped_digest() -> str:
    """The SHA-256 of all rules files that come with the package, in hexadecimal."""
    return sha256(b"".join(_files()[language].read_bytes() for language in languages())).hexdigest()


@cache
def _files() -> dict[str, Traversable]:
    folder = resources.files("cleaner.detect") / "rules"
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
