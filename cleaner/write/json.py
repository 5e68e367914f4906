"""A result as the object of the NDJSON contract, one line a document."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from cleaner.model import Article, Block, Failed, Removal, Repair, Result, Source
from cleaner.write.markdown import markdown
from cleaner.write.text import text

_UNDECODED = re.compile("[\udc80-\udcff]")  # how Python spells bytes of a file's name that are not in its encoding
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_dict(result: Result | Failed, written: str | None = None) -> dict[str, Any]:
    """The contract's object: JSON types only, the same keys for every status. `written` is the markdown where known."""
    return _failed(result) if isinstance(result, Failed) else _cleaned(result, written)


def json_line(result: Result | Failed, written: str | None = None) -> str:
    """The contract's object on one line of JSON that has a UTF-8 form, with its newline.

    A byte of a file's name that is no text is written as in URIs (%FF), an unpaired surrogate of an input's escapes as
    a JSON escape; NaN and infinities, which JSON does not have, as null.
    """
    members = to_dict(result, written)
    try:
        line = json.dumps(members, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        line = json.dumps(_finite(members), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", line) + "\n"


def _cleaned(result: Result, written: str | None = None) -> dict[str, Any]:
    article = result.article
    lines = {line.number: line for line in article.lines}
    return {
        "source": _escaped(result.source.uri),
        "status": result.status,
        "error": None,
        "notes": list(result.notes),
        "media_type": article.media_type,
        "language": article.language,
        "title": result.title,
        "metadata": dict(result.metadata),
        "markdown": markdown(result) if written is None else written,
        "text": text(result),
        "blocks": [_block(block) for block in result.blocks],
        "removed": [
            _span(finding, lines[finding.line].text) | _path(lines[finding.line].path) for finding in result.removals
        ],
        "repaired": [
            _span(finding, lines[finding.line].text) | {"replacement": finding.replacement}
            for finding in result.repairs
        ],
        **_input(result.source),
    }


def _failed(failed: Failed) -> dict[str, Any]:
    """A failed document's object: a skipped or empty one's, with the error's message."""
    article = Article(failed.source, (), media_type=failed.source.media_type or "")
    return _cleaned(Result(article, status="failed")) | {"error": _escaped(str(failed.error))}


def _escaped(name: str) -> str:
    """A name with the bytes that no encoding of a file's name explains written as in URIs."""
    return _UNDECODED.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", name)


def _block(block: Block) -> dict[str, Any]:
    members: dict[str, Any] = {"kind": block.kind, "text": block.text, "lines": list(block.lines)}
    if block.level:
        members["level"] = block.level
    if block.ordered:
        members |= {"ordered": True, "number": block.number}
    if block.quote:
        members["quote"] = block.quote
    if block.language:
        members["language"] = block.language
    return members


def _span(finding: Removal | Repair, line: str) -> dict[str, Any]:
    return {
        "line": finding.line,
        "start": finding.start,
        "end": finding.end,
        "rule": finding.rule,
        "text": line[finding.start : finding.end],
    }


def _path(path: str) -> dict[str, str]:
    return {"path": path} if path else {}


def _input(source: Source) -> dict[str, Any]:
    return {} if source.members is None else {"input": dict(source.members)}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
