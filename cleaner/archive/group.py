"""One result as a group of records: the original, its conversion, its ledger. Pure: the same in, the same bytes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner import write
from cleaner.archive import ledger as ledgers
from cleaner.archive.ledger import Ledger, warc_fields
from cleaner.archive.settings import TOOL, Settings, warc_date
from cleaner.archive.targets import target_uri
from cleaner.errors import LimitError
from cleaner.model import Failed, Result, Source
from cleaner.warc.headers import Field, charset, media_type, one_line
from cleaner.warc.limits import FOREIGN, MIB
from cleaner.warc.record import digest, record, record_id

MARKDOWN = "text/markdown; charset=utf-8"
FIELDS = "application/warc-fields"
CONVERTED = frozenset({"ok", "empty"})  # statuses whose group has a conversion
MAX_DOCUMENT = FOREIGN.record - MIB  # bytes; what is larger could not be read back
UNKNOWN = "application/octet-stream"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
MAX_CONTENT_TYPE = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A document's records, compressed and ready to be appended.

    key          digest of what makes it the same document, cleaned the same way
    original     the original's member
    original_id  its record ID
    cleaned      the members of conversion and ledger
    rule_set     digest of the rules, empty for a failed document
    options      that it was cleaned with, as JSON; empty for a failed document
    """

    key: str
    original: bytes
    original_id: str
    cleaned: bytes
    rule_set: str
    options: str


@dataclass(frozen=True, slots=True)
class _Original:
    """The original's record and what the others take from it."""

    uri: str
    date: str
    id: str
    member: bytes


def group(result: Result | Failed, settings: Settings) -> Group:
    """Make a result's records. Raises LimitError where the document is larger than an archive takes."""
    if len(result.source.data) > MAX_DOCUMENT:
        raise LimitError(f"{result.source.uri}: more than the {MAX_DOCUMENT} bytes that an archive takes; split it")
    original = _original(result, settings)
    output = _output(result)
    ledger = ledgers.of(result, original.uri, output)
    ledger = replace(ledger, key=_key(result.source, original, ledger))
    members = b""
    refers_to = original.id
    if output is not None:
        refers_to, conversion = _conversion(original, output, ledger)
        members = settings.compression.member(conversion)
    members += settings.compression.member(_ledger(original.uri, refers_to, ledger, settings.date))
    return Group(
        key=ledger.key,
        original=original.member,
        original_id=original.id,
        cleaned=members,
        rule_set=ledger.rule_set,
        options=ledger.options,
    )


def information(rule_set: str, options: str, settings: Settings) -> bytes:
    """The member of a `warcinfo` record; it holds for the groups after it, up to the next."""
    fields = [("software", TOOL), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO)]
    fields += [(name, value) for name, value in (("rule-set", rule_set), ("options", options)) if value]
    block = warc_fields(fields)
    return settings.compression.member(
        record(
            [
                ("WARC-Type", "warcinfo"),
                ("WARC-Record-ID", record_id("warcinfo", settings.date, digest(block))),
                ("WARC-Date", settings.date),
                ("Content-Type", FIELDS),
                ("WARC-Block-Digest", digest(block)),
            ],
            block,
        )
    )


def _original(result: Result | Failed, settings: Settings) -> _Original:
    source = result.source
    uri = target_uri(source, settings.base_uri)
    if source.record:
        raw, date = source.record.raw, one_line(source.record.date) or settings.date
        member = raw if source.record.compressed else settings.compression.member(raw)
        return _Original(uri, date, source.record.id, member)
    date = warc_date(source.date or "") or settings.date
    found = digest(source.data)
    name = record_id("resource", uri, date, found)
    fields = [
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", name),
        ("WARC-Date", date),
        ("WARC-Target-URI", uri),
        ("Content-Type", _content_type(result)),
        *_truncated(result),
        ("WARC-Block-Digest", found),
        ("WARC-Payload-Digest", found),
    ]
    return _Original(uri, date, name, settings.compression.member(record(fields, source.data)))


def _conversion(original: _Original, output: bytes, ledger: Ledger) -> tuple[str, bytes]:
    """The conversion's record ID and record; its date is the original's, or it would pass for a later capture."""
    found = digest(output)
    name = record_id("conversion", original.id, original.uri, original.date, found, ledger.rule_set, ledger.options)
    fields = [
        ("WARC-Type", "conversion"),
        ("WARC-Record-ID", name),
        ("WARC-Date", original.date),
        ("WARC-Target-URI", original.uri),
        ("WARC-Refers-To", original.id),
        ("Content-Type", MARKDOWN),
        ("WARC-Block-Digest", found),
    ]
    return name, record(fields, output)


def _ledger(uri: str, refers_to: str, ledger: Ledger, date: str) -> bytes:
    block = ledgers.serialise(ledger)
    found = digest(block)
    fields = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", record_id("metadata", refers_to, uri, date, found)),
        ("WARC-Date", date),
        ("WARC-Target-URI", uri),
        ("WARC-Refers-To", refers_to),
        ("Content-Type", FIELDS),
        ("WARC-Block-Digest", found),
    ]
    return record(fields, block)


def _output(result: Result | Failed) -> bytes | None:
    if isinstance(result, Failed) or result.status not in CONVERTED:
        return None
    return write.markdown(result).encode()


def _key(source: Source, original: _Original, ledger: Ledger) -> str:
    # Two captures of one page are two documents, be they equal; a file that is read twice is one.
    capture = original.id if source.record else ""
    facts = (original.uri, capture, ledger.source_digest, ledger.rule_set, ledger.options, ledger.status)
    return digest("\n".join(facts).encode("utf-8", "backslashreplace"))


def _content_type(result: Result | Failed) -> str:
    source = result.source
    declared = source.media_type or (result.article.media_type if isinstance(result, Result) else "")
    kind = media_type(declared) or UNKNOWN
    parameter = charset(f"; charset={source.charset}") if source.charset else None
    whole = f"{kind}; charset={parameter}" if parameter else kind
    return whole if len(whole) <= MAX_CONTENT_TYPE else UNKNOWN


def _truncated(result: Result | Failed) -> list[Field]:
    """Why the original's bytes are not, or not wholly, in the archive (WARC 1.1, section 5.13)."""
    if isinstance(result, Failed) and isinstance(result.error, LimitError):
        return [("WARC-Truncated", "length")]
    if result.status in {"failed", "skipped"} and not result.source.data:
        return [("WARC-Truncated", "unspecified")]
    return []
