"""One result as a group of records: the original, its conversion, its ledger. Pure: the same in, the same bytes out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaner import write
from cleaner.archive import ledger as ledgers
from cleaner.archive import records
from cleaner.archive.ledger import Ledger
from cleaner.archive.records import Subject
from cleaner.archive.settings import Settings, warc_date
from cleaner.archive.targets import target_uri
from cleaner.errors import LimitError
from cleaner.model import Failed, Record, Result, Source
from cleaner.pipeline import Cleaned
from cleaner.warc.headers import Field, charset, media_type, one_line
from cleaner.warc.limits import FOREIGN, MIB
from cleaner.warc.record import digest

CONVERTED = frozenset({"ok", "empty"})  # statuses whose group has a conversion
MAX_DOCUMENT = FOREIGN.record - MIB  # bytes; what is larger could not be read back
UNKNOWN = "application/octet-stream"
MAX_CONTENT_TYPE = 200


@dataclass(frozen=True, slots=True)
class Group:
    """A document's records, compressed and ready to be appended.

    key           digest of what makes it the same document, cleaned the same way, with the same outcome
    about         the original's URI, date and record ID
    original      the original's member
    companions    the members of the records that came with it
    cleaned       the members of conversion and ledger
    found         digest of the original's bytes, where another original of the same bytes may stand for it; else empty
    content_type  of such an original
    rule_set      digest of the rules, empty for a failed document
    options       that it was cleaned with, as JSON; empty for a failed document
    """

    key: str
    about: Subject
    original: bytes
    companions: bytes
    cleaned: bytes
    found: str
    content_type: str
    rule_set: str
    options: str


def group(result: Result | Failed, settings: Settings) -> Group:
    """Make a result's records. Raises LimitError where the document is larger than an archive takes."""
    if len(result.source.data) > MAX_DOCUMENT:
        raise LimitError(f"{result.source.uri}: more than the {MAX_DOCUMENT} bytes that an archive takes; split it")
    source = result.source
    found = digest(source.data)
    uri = target_uri(source, settings.base_uri)
    about = _subject(source, uri, found, settings)
    output = _output(result)
    ledger = ledgers.of(result, uri, found, output)
    ledger = replace(ledger, key=_key(source, about, ledger))
    kind, cut_off = _content_type(result), _truncated(result)
    fields = [("Content-Type", kind), *cut_off, ("WARC-Block-Digest", found), ("WARC-Payload-Digest", found)]
    return Group(
        key=ledger.key,
        about=about,
        original=_original(source, about, fields, settings),
        companions=b"".join(_member(record, settings) for record in source.record.companions) if source.record else b"",
        cleaned=cleaned(about, output, ledger, settings),
        # A crawled record is copied as it lies; what was cut off or has no bytes is not worth a reference.
        found=found if source.data and not source.record and not cut_off else "",
        content_type=kind,
        rule_set=ledger.rule_set,
        options=ledger.options,
    )


def cleaned(about: Subject, output: bytes | None, ledger: Ledger, settings: Settings) -> bytes:
    """The members of conversion (none where `output` is None) and ledger."""
    members = b""
    refers_to = about.id
    if output is not None:
        made_by = (ledger.rule_set, ledger.options)
        refers_to, conversion = records.conversion(about, output, ledger.output_digest, made_by)
        members = settings.compression.member(conversion)
    told = records.ledger(about.uri, refers_to, ledgers.serialise(ledger), settings.date)
    return members + settings.compression.member(told)


def information(rule_set: str, options: str, settings: Settings) -> bytes:
    """The member of a `warcinfo` record that tells the rules and options of the groups after it."""
    facts = [("rule-set", rule_set), ("options", options), ("layout", "split" if settings.split else "")]
    known = [(name, value) for name, value in facts if value]
    return settings.compression.member(records.information(known, settings.date))


def _subject(source: Source, uri: str, found: str, settings: Settings) -> Subject:
    if source.record:
        return Subject(uri, one_line(source.record.date) or settings.date, source.record.id)
    return records.subject(uri, warc_date(source.date or "") or settings.date, found)


def _original(source: Source, about: Subject, fields: list[Field], settings: Settings) -> bytes:
    if source.record:
        return _member(source.record, settings)
    return settings.compression.member(records.resource(about, source.data, fields))


def _member(record: Record, settings: Settings) -> bytes:
    """A record that came from a WARC file: its own member, or a new one where it had none to itself."""
    return record.raw if record.compressed else settings.compression.member(record.raw)


def _output(result: Result | Failed) -> bytes | None:
    if isinstance(result, Failed) or result.status not in CONVERTED:
        return None
    text = result.markdown if isinstance(result, Cleaned) else write.markdown(result)  # a run may have asked for it
    return text.encode("utf-8", "replace")


def _key(source: Source, about: Subject, ledger: Ledger) -> str:
    # Two captures of one page are two documents, be they equal; a file that is read twice is one.
    capture = about.id if source.record else ""
    facts = (
        about.uri, capture, ledger.source_digest, ledger.rule_set, ledger.options, ledger.status, ledger.output_digest
    )  # fmt: skip
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
