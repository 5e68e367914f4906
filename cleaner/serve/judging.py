"""What a reader marked on a page, as verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cleaner.archive import Document
from cleaner.errors import ConfigError
from cleaner.model import Line, Removal
from cleaner.serve.replay import Replayed
from cleaner.verdicts import MAX_TEXT, Kind, Verdict

MAX_LINES = 3000  # that one form can mark
AROUND = 2  # lines before and after that a verdict keeps
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")
_SPAN = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{1,9})")

Form = Mapping[str, Sequence[str]]


def verdicts(form: Form, document: Document, replayed: Replayed) -> list[Verdict]:
    """The verdicts that a form gives on a document.

    In: `verdict`, and what it is about: `line` numbers, or a range of `lines` with the `rule` that removed them, or a
    `span` as LINE:START:END. Raises ConfigError where the form is not one of ours or marks nothing that can be judged.
    """
    kind = _first(form, "verdict")
    if kind not in {"wrong", "missed", "withdrawn"}:
        raise ConfigError(f"{kind[:40]!r} is no verdict")
    made = {"wrong": _wrong, "missed": _missed, "withdrawn": _withdrawn}[kind](form, document, replayed)
    if not made:
        wanted = {"wrong": "a removed line", "missed": "a line that stayed", "withdrawn": "a verdict"}[kind]
        raise ConfigError(f"nothing was marked: go back and choose {wanted}")
    return made


def _wrong(form: Form, document: Document, replayed: Replayed) -> list[Verdict]:
    numbers, rule = _numbers(form), _first(form, "rule")
    chosen = [found for found in replayed.removals if found.line in numbers and rule in {"", found.rule}]
    return [_verdict("wrong", document, replayed, (found.line, found.start, found.end), found.rule) for found in chosen]


def _missed(form: Form, document: Document, replayed: Replayed) -> list[Verdict]:
    numbers = _numbers(form)
    lines = {line.number: line for line in replayed.article.lines}
    kept = [number for number in sorted(numbers) if number in lines and _stays(lines[number], replayed.removals)]
    return [_verdict("missed", document, replayed, (number, 0, len(lines[number].text)), "") for number in kept]


def _withdrawn(form: Form, document: Document, replayed: Replayed) -> list[Verdict]:
    match = _SPAN.fullmatch(_first(form, "span"))
    if match is None:
        return []
    line, start, end = (int(value) for value in match.groups())
    return [_verdict("withdrawn", document, replayed, (line, start, max(start, end)), "")]


def _stays(line: Line, removals: Sequence[Removal]) -> bool:
    """Whether something of the line is left."""
    text = line.text
    for found in sorted((found for found in removals if found.line == line.number), key=lambda found: -found.start):
        text = text[: found.start] + text[found.end :]
    return bool(text.strip())


def _numbers(form: Form) -> set[int]:
    given = {int(value) for value in form.get("line", ()) if value.isdecimal() and len(value) < 10}
    if match := _RANGE.fullmatch(_first(form, "lines")):
        first, last = int(match[1]), int(match[2])
        given |= set(range(first, min(last, first + MAX_LINES) + 1))
    return set(sorted(given)[:MAX_LINES])


def _verdict(kind: Kind, document: Document, replayed: Replayed, span: tuple[int, int, int], rule: str) -> Verdict:
    number, start, end = span
    lines = replayed.article.lines
    whole = lines[number - 1].text if 0 < number <= len(lines) else ""
    made = Verdict(
        verdict=kind,
        uri=document.uri,
        date=document.date,
        source_digest=document.ledger.source_digest,
        line=number,
        start=start,
        end=end,
        text=whole[start:end][:MAX_TEXT],
        rule=rule,
        language=replayed.article.language,
        media_type=replayed.article.media_type,
        at=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )
    if kind == "withdrawn":
        return made
    return replace(
        made,
        whole=whole[:MAX_TEXT],
        before=tuple(reversed([*_said(reversed(lines[: number - 1]))])),
        after=tuple(_said(iter(lines[number:]))),
    )


def _said(lines: Iterator[Line]) -> Iterator[str]:
    """The next few lines that are not blank."""
    left = AROUND
    for line in lines:
        if line.text.strip():
            yield line.text[:MAX_TEXT]
            left -= 1
        if not left:
            return


def _first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "")
