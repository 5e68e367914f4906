"""Do again what was done to an archived document: replay its ledger, or clean it anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cleaner import pipeline, structure, write
from cleaner.archive import records
from cleaner.archive.ledger import Ledger, options_of
from cleaner.archive.reader import Document
from cleaner.archive.scan import Finding, place
from cleaner.archive.settings import TOOL
from cleaner.errors import CleanerError, ReadError
from cleaner.model import Article, Failed, Options, Removal, Repair, Source
from cleaner.read import warc
from cleaner.warc.record import digest, identity

Check = Callable[[Document], Iterator[Finding]]
UNKNOWN = "application/octet-stream"


def replays(document: Document) -> Iterator[Finding]:
    """Check a ledger against its original, read again, and its cleaned version.

    Its spans must lie in the lines that they name, hold the text that they say, and not overlap; and what they leave
    must be the cleaned version, so that every line of the reading is in the one or the other. Where another version of
    the program reads or structures differently that is told, and is no damage.
    """
    if document.markdown is None:
        return
    wrong = _wrong(document)
    if wrong:
        damage = document.ledger.tool == TOOL
        told = "" if damage else f"; made by {document.ledger.tool}, looked at by {TOOL}"
        yield Finding(place(document.group.record), wrong + told, damage=damage)


def cleans_the_same(document: Document) -> Iterator[Finding]:
    """Clean an original with the rules and options of its ledger, where these are today's, and compare the bytes."""
    if document.markdown is None:
        return
    options = options_of(document.ledger)
    result = clean_again(document, options) if options else None
    if result is None or isinstance(result, Failed):
        why = "its further rules are not in the archive" if result is None else str(result.error)
        yield Finding(place(document.group.record), f"not cleaned again: {why}", damage=result is not None)
    elif result.rule_set != document.ledger.rule_set:
        message = f"made with rules {document.ledger.rule_set}, today's are {result.rule_set}: not compared"
        yield Finding(place(document.group.record), message, damage=False)
    elif result.markdown != document.markdown:
        message = f"cleaned again by {TOOL} with the same rules it is another text than by {document.ledger.tool}"
        yield Finding(place(document.group.record), message, damage=document.ledger.tool == TOOL)


def clean_again(document: Document, options: Options) -> pipeline.Cleaned | Failed:
    """Clean an archived original as if it came in now."""
    try:
        source = source_of(document)
    except ReadError as error:
        return Failed(warc.bare(document.record), error)
    kind = None if source.media_type == UNKNOWN else source.media_type
    try:
        return pipeline.clean(replace(source, media_type=kind), options=options)
    except CleanerError as error:
        return Failed(source, error)


def source_of(document: Document) -> Source:
    """The source of an archived original; one that had no record of its own has none again. Raises ReadError.

    The bytes of a revisit stand in another's record, which is not its own.
    """
    source = document.source
    ours = records.subject(document.uri, document.date, digest(source.data)).id
    return replace(source, record=None) if identity(document.record) == ours else source


def _wrong(document: Document) -> str:
    """What is wrong with a ledger; empty where nothing is."""
    try:
        article = document.reading()
        removals = tuple(_removal(found) for found in document.ledger.removed)
        repairs = tuple(_repair(found) for found in document.ledger.repaired)
    except ReadError as error:
        return f"the original cannot be read again: {error}"
    except (KeyError, TypeError, ValueError) as error:
        return f"a finding of the ledger lacks what it needs: {error!r}"
    if misplaced := _misplaced(document.ledger, article):
        return misplaced
    options = options_of(document.ledger, rules=()) or Options()
    blocks = structure.blocks(article, removals, repairs)
    result = pipeline.Cleaned(article, removals, repairs, blocks, options=options)
    if write.markdown(result).encode("utf-8", "replace") != document.markdown.encode():  # type: ignore[union-attr]
        return "the ledger does not lead from the original to the cleaned version"
    return ""


def _misplaced(ledger: Ledger, article: Article) -> str:
    lines = {line.number: line.text for line in article.lines}
    found = [*ledger.removed, *ledger.repaired]
    for entry in found:
        text = lines.get(entry["line"])
        if text is None or text[entry["start"] : entry["end"]] != entry.get("text"):
            return f"line {entry['line']} of the original does not have a finding's text, {entry.get('text')!r:.80}"
    spans = sorted((entry["line"], entry["start"], entry["end"]) for entry in found)
    for (line, _, end), (next_line, start, _) in pairwise(spans):
        if line == next_line and start < end:
            return f"findings of line {line} overlap"
    return ""


def _removal(found: Mapping[str, Any]) -> Removal:
    return Removal(int(found["line"]), int(found["start"]), int(found["end"]), str(found["rule"]), "")


def _repair(found: Mapping[str, Any]) -> Repair:
    span = int(found["line"]), int(found["start"]), int(found["end"])
    return Repair(*span, str(found["rule"]), str(found["replacement"]))
