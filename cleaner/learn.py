"""A site's own boilerplate: the lines, and the patterns of lines, that recur over its articles.

What a site prints on every page repeats from article to article, while articles do not (the idea of site-level template
detection: Bar-Yossef & Rajagopalan 2002, "Template detection via data mining"). Learning is a step of its own: its
result is a rules file to look at, edit and use with `--rules`; cleaning itself never depends on other documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cleaner import words
from cleaner.detect.keys import key
from cleaner.model import Result

LEAST_DOCUMENTS = 3
LEAST_SHARE = 0.05  # of the documents
MAX_LINE = 400  # characters; longer lines are not boilerplate of the kind that rules speak of
LEAST_LETTERS = 4  # of a line's key: "***" and "2" are no boilerplate
LEAST_LITERALS = 2  # words of a pattern that are the same everywhere
MOST_EXAMPLES = 3
MOST_COUNTED = 500_000  # lines or patterns of a site that are kept in mind
RECENT = 1_000  # documents after which a line that was seen once may be forgotten

_VARIABLE = re.compile(
    r"(?P<address>https?://\S+|www\.\S+|\S+@\S+\.\w+|@\w+)|(?P<number>\d[\d.,:/]*)"
    r"|(?P<name>[A-Z][\w.'’&-]*(?:\s[A-Z][\w.'’&-]*){0,4})"
)
_MEANING = {"address": r"\S+", "number": r"\d[\d.,:/]*", "name": r"(?-i:[A-Z])[\w.'’& -]{0,60}"}


@dataclass
class Recurring:
    """A line or pattern, in how many documents it occurs, in how many of them as a heading, and examples of it."""

    documents: int = 0
    headings: int = 0
    last: int = -1
    examples: list[str] = field(default_factory=list)

    def seen(self, document: int, text: str, heading: bool) -> None:
        """Count a line of a document; a second time in one document does not count, so that refrains do not."""
        if document == self.last:
            return
        self.last = document
        self.documents += 1
        self.headings += heading
        if len(self.examples) < MOST_EXAMPLES and text not in self.examples:
            self.examples.append(text)


@dataclass(frozen=True)
class Boilerplate:
    """What was learned.

    documents  how many different documents were looked at
    lines      recurring whole lines, most frequent first
    patterns   regular expressions of recurring lines that differ in numbers, names or addresses
    """

    documents: int
    lines: tuple[Recurring, ...]
    patterns: tuple[tuple[str, Recurring], ...]


class Learner:
    """What recurs over the documents seen so far. Memory is bounded: what was seen once, long ago, is forgotten."""

    def __init__(self) -> None:
        self.documents = 0
        self._lines: dict[str, Recurring] = {}
        self._patterns: dict[str, Recurring] = {}
        self._known: set[int] = set()  # the longest lines of the documents: copies of one article count once

    def see(self, result: Result) -> None:
        """Take note of a document."""
        texts = list(_left(result))
        longest = max(texts, key=len, default="")
        if not longest or hash(longest) in self._known:
            return
        self._known.add(hash(longest))
        for text, heading in _short(texts):
            self._lines.setdefault(key(text), Recurring()).seen(self.documents, text, heading)
            if pattern := generalised(text):
                self._patterns.setdefault(pattern, Recurring()).seen(self.documents, text, heading)
        self.documents += 1
        self._lines = _recent(self._lines, self.documents)
        self._patterns = _recent(self._patterns, self.documents)

    def learned(self, least: int = LEAST_DOCUMENTS, share: float = LEAST_SHARE) -> Boilerplate:
        """The lines and patterns that cleaning left in at least `least` documents and in `share` of them."""
        enough = max(least, share * self.documents)
        kept = {name: line for name, line in self._lines.items() if _recurs(line, enough)}
        general = {
            pattern: line
            for pattern, line in self._patterns.items()
            if _recurs(line, enough) and any(key(example) not in kept for example in line.examples)
        }
        return Boilerplate(
            self.documents,
            tuple(sorted(kept.values(), key=lambda line: (-line.documents, line.examples))),
            tuple(sorted(general.items(), key=lambda entry: (-entry[1].documents, entry[0]))),
        )


def learn(results: Iterable[Result], least: int = LEAST_DOCUMENTS, share: float = LEAST_SHARE) -> Boilerplate:
    """Find the lines and patterns that cleaning left in at least `least` documents and in `share` of them.

    Copies of one article count once. A title-like line that mostly stands over prose is a heading that the site's
    articles have in common ("Conclusion"), and stays.
    """
    learner = Learner()
    for result in results:
        learner.see(result)
    return learner.learned(least, share)


def _recent(counted: dict[str, Recurring], documents: int) -> dict[str, Recurring]:
    """What was counted, without what was seen in one document long ago, where there is too much of it.

    A line that recurs so rarely would not be boilerplate (lossy counting: Manku & Motwani 2002).
    """
    if len(counted) <= MOST_COUNTED:
        return counted
    return {name: line for name, line in counted.items() if line.documents > 1 or line.last > documents - RECENT}


def _left(result: Result) -> Iterator[str]:
    """The lines that are not removed whole, stripped."""
    gone = {(removal.line, removal.end) for removal in result.removals if removal.start == 0}
    for line in result.article.lines:
        if (text := line.text.strip()) and (line.number, len(line.text)) not in gone:
            yield text


def _short(texts: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The lines that can be boilerplate, and whether each looks like a heading."""
    for index, text in enumerate(texts):
        if len(text) <= MAX_LINE and sum(map(str.isalpha, key(text))) >= LEAST_LETTERS:
            over_prose = index + 1 < len(texts) and words.is_prose(texts[index + 1])
            yield text, over_prose and words.is_title(text)


def _recurs(line: Recurring, enough: float) -> bool:
    return line.documents >= enough and 2 * line.headings <= line.documents


def generalised(text: str) -> str:
    """A regular expression for lines that differ from this one in numbers, names and addresses; "" where none are."""
    pieces: list[str] = []
    position = 0
    for match in _VARIABLE.finditer(text):
        pieces += (re.escape(text[position : match.start()]), _MEANING[match.lastgroup or ""])
        position = match.end()
    literal = re.escape(text[position:])
    pattern = "".join((*pieces, literal)).replace("\\ ", " ")
    return pattern if pieces and len(_literals(pattern)) >= LEAST_LITERALS else ""


def _literals(pattern: str) -> list[str]:
    """The words of a pattern that are the same everywhere."""
    for meaning in _MEANING.values():
        pattern = pattern.replace(meaning, "\0")
    return re.findall(r"[^\W\d_]{2,}", pattern)


def to_toml(found: Boilerplate) -> str:
    """The rules file for what was learned, with counts and examples as comments."""
    parts = [f"# Learned from {found.documents:,} documents. Look at each line before you use this file.\n"]
    if found.lines:
        parts.append(_rule("site.line", "a line that recurs over the site's articles", *_phrases(found)))
    for number, (pattern, line) in enumerate(found.patterns, 1):
        parts.append(
            _rule(
                f"site.pattern-{number}",
                "a kind of line that recurs over the site's articles",
                f"# in {line.documents:,} documents",
                f"cues = [{toml_string(max(_literals(pattern), key=len).lower())}]",
                f"patterns = [{toml_string(pattern)}]",
                f"removes = [{', '.join(map(toml_string, line.examples))}]",
            )
        )
    return "\n".join(parts)


def _phrases(found: Boilerplate) -> Iterator[str]:
    yield "phrases = ["
    for line in found.lines:
        yield f"    {toml_string(line.examples[0])},  # in {line.documents:,} documents"
    yield "]"
    yield f"removes = [{toml_string(found.lines[0].examples[0])}]"


def _rule(name: str, reason: str, *rest: str) -> str:
    return "\n".join(
        ("[[rule]]", f"name = {toml_string(name)}", f"reason = {toml_string(reason)}", 'where = "line"', *rest, "")
    )


def toml_string(value: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's, but for the delete character and lone surrogates."""
    plain = "".join(char for char in value if char != "\x7f" and not "\ud800" <= char <= "\udfff")
    return json.dumps(plain, ensure_ascii=False)
