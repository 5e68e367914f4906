"""The ledger: what was done to a document and why, as the fields of a `metadata` record (application/warc-fields).

One fact a line; findings are compact JSON. The type matters: replay tools show a `metadata` record in JSON in place of
the page at its URI, and pass over one of warc-fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.archive.records import warc_fields
from cleaner.archive.settings import TOOL
from cleaner.archive.targets import without_places
from cleaner.errors import ReadError
from cleaner.model import Failed, Line, Options, Removal, Repair, Result
from cleaner.warc.headers import one_line
from cleaner.warc.record import digest

VERSION = "1"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # `json.dumps` would make one each time
_FIELD = re.compile(r"([A-Za-z-]+): ?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an archive says about one cleaning of one document.

    tool           that did it, with its version
    status         of the document
    key            digest of what makes it the same document, cleaned the same way
    source_digest  of the document's bytes, encodings undone; empty where they could not be had
    output_digest  of the conversion's block; empty where there is none
    rule_set       digest of the rules
    options        that change the result, as JSON
    media_type     what it was read as
    decoding       how its bytes became text
    metadata       what is known of it beside its text, and where each was found, as JSON
    removed        objects with line, start, end, rule, text, and path on HTML
    repaired       objects with line, start, end, rule, text, replacement
    """

    tool: str
    status: str
    key: str = ""
    source_digest: str = ""
    output_digest: str = ""
    rule_set: str = ""
    options: str = ""
    media_type: str = ""
    decoding: str = ""
    language: str = ""
    metadata: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()
    removed: tuple[Mapping[str, Any], ...] = ()
    repaired: tuple[Mapping[str, Any], ...] = ()


# Field in the record, attribute; in the order in which they are written.
_SINGLE = (
    ("tool", "tool"),
    ("status", "status"),
    ("key", "key"),
    ("source-digest", "source_digest"),
    ("output-digest", "output_digest"),
    ("rule-set", "rule_set"),
    ("options", "options"),
    ("media-type", "media_type"),
    ("decoding", "decoding"),
    ("language", "language"),
    ("metadata", "metadata"),
    ("error", "error"),
)


def of(result: Result | Failed, target: str, found: str, output: bytes | None) -> Ledger:
    """The ledger of a result: its original is at `target` and has the digest `found`, its conversion is `output`."""
    source = result.source
    known = found if source.data or source.record is None else ""
    if isinstance(result, Failed):
        message = without_places(f"{type(result.error).__name__}: {result.error}", source, target)
        return Ledger(TOOL, result.status, source_digest=known, error=one_line(message))
    lines = {line.number: line for line in result.article.lines}
    return Ledger(
        tool=TOOL,
        status=result.status,
        source_digest=known,
        output_digest="" if output is None else digest(output),
        rule_set=result.rule_set,
        options=options(result.options),
        media_type=result.article.media_type,
        decoding=one_line(result.article.decoding),
        language=result.article.language,
        metadata=_json(result.metadata) if result.metadata else "",
        notes=tuple(one_line(without_places(note, source, target)) for note in result.notes),
        removed=tuple(_removed(finding, lines[finding.line]) for finding in result.removals),
        repaired=tuple(_repaired(finding, lines[finding.line]) for finding in result.repairs),
    )


def _removed(removal: Removal, line: Line) -> dict[str, Any]:
    found = _span(removal, line)
    if line.path:
        found["path"] = line.path
    return found


def _repaired(repair: Repair, line: Line) -> dict[str, Any]:
    return _span(repair, line) | {"replacement": repair.replacement}


def _span(finding: Removal | Repair, line: Line) -> dict[str, Any]:
    return {
        "line": finding.line,
        "start": finding.start,
        "end": finding.end,
        "rule": finding.rule,
        "text": line.text[finding.start : finding.end],
    }


def options(chosen: Options) -> str:
    """The options that change a result, as JSON; further rule files by their digests."""
    stated: dict[str, Any] = {
        "profile": chosen.profile,
        "engine": chosen.engine,
        "language": chosen.language,
        "keep": sorted(chosen.keep),
        "drop": sorted(chosen.drop),
        "rules": [digest(rules.encode("utf-8", "surrogatepass")) for rules in chosen.rules],
    }
    # What only changes the form of the text stands there where it is asked for.
    form = {"links": chosen.links, "images": chosen.images, "front_matter": chosen.front_matter}
    return _json(stated | {name: value for name, value in form.items() if value != getattr(Options(), name)})


def options_of(ledger: Ledger, rules: tuple[str, ...] | None = None) -> Options | None:
    """The options that a ledger states, as they were given to `options`; with `rules` in the place of its rule files.

    None where it names some and `rules` are not given: an archive keeps only their digests.
    """
    try:
        found: Any = json.loads(ledger.options or "{}")
        if found.get("rules") and rules is None:
            return None
        return Options(
            profile=found.get("profile"),
            engine=found.get("engine", Options().engine),
            language=found.get("language"),
            keep=frozenset(found.get("keep", ())),
            drop=frozenset(found.get("drop", ())),
            rules=rules or (),
            links=found.get("links", Options().links),
            images=bool(found.get("images")),
            front_matter=bool(found.get("front_matter")),
        )
    except (ValueError, TypeError, AttributeError):
        return None


def serialise(ledger: Ledger) -> bytes:
    """The block of a ledger record."""
    return warc_fields(
        [
            ("ledger", VERSION),
            *((name, value) for name, attribute in _SINGLE if (value := getattr(ledger, attribute))),
            *(("note", note) for note in ledger.notes),
            *[("removed", _json(finding)) for finding in ledger.removed],
            *[("repaired", _json(finding)) for finding in ledger.repaired],
        ]
    )


def is_ledger(block: bytes) -> bool:
    """Whether the block of a `metadata` record is a ledger of ours, by its first field."""
    return block.startswith(b"ledger: ")


def parse(block: bytes) -> Ledger:
    """Read a ledger record's block; unknown fields are passed over. Raises ReadError where it is no ledger."""
    found = fields(block)
    if not found or found[0][0] != "ledger":
        raise ReadError("not a ledger: its first field is not `ledger`")
    single = dict(found)

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for given, value in found if given == name)

    return Ledger(
        **{attribute: single.get(name, "") for name, attribute in _SINGLE},
        notes=all_of("note"),
        removed=tuple(_object(value) for value in all_of("removed")),
        repaired=tuple(_object(value) for value in all_of("repaired")),
    )


def fields(block: bytes) -> list[tuple[str, str]]:
    """Read a block of type application/warc-fields. Raises ReadError where a line of it is no field."""
    return [_field(line) for line in block.decode("utf-8", "replace").split("\r\n") if line]


def _field(line: str) -> tuple[str, str]:
    match = _FIELD.fullmatch(line)
    if match is None:
        raise ReadError(f"not warc-fields: {line[:80]!r} is no field")
    return match[1], match[2]


def _object(value: str) -> Mapping[str, Any]:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not a ledger: {value[:80]!r} is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise ReadError(f"not a ledger: {value[:80]!r} is no JSON object")
    return found


def _json(value: Mapping[str, Any]) -> str:
    return _encode(dict(value))
