"""What an archive's bytes depend on beside its documents and rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cleaner import __version__
from cleaner.errors import ConfigError
from cleaner.warc.compress import Backend, Compression, compression

TOOL = f"cleaner {__version__}"
MAX_SIZE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How groups are made; one value for all workers of a run.

    date         WARC date of what has no date of its own
    base_uri     what stands before relative paths, ending in "/"
    compression  of new members
    max_size     bytes at which an archive goes on in a further file
    split        whether cleaned versions and ledgers stand in a file of their own beside the originals
    """

    date: str
    base_uri: str = "file:///"
    compression: Compression = field(default_factory=compression)
    max_size: int = MAX_SIZE
    split: bool = False


def settings(
    date: str | None = None, base_uri: str | None = None, level: int | None = None, backend: Backend | None = None
) -> Settings:
    """Settle what was asked for: a date in ISO 8601 (default: now), the base of URIs, the compression.

    Raises ConfigError where the date or the level is none.
    """
    settled = warc_date(date) if date else _iso(datetime.now(UTC))
    if settled is None:
        raise ConfigError(f"{date!r} is not an ISO 8601 date, such as 2025-06-15T12:00:00Z")
    base = base_uri or "file:///"
    return Settings(settled, base if base.endswith("/") else base + "/", compression(level, backend))


def warc_date(date: str) -> str | None:
    """An ISO 8601 date as WARC has it, in UTC and to the second; None where it is none. A date without a zone is UTC.

    >>> warc_date("2025-06-15T14:00+02:00")
    '2025-06-15T12:00:00Z'
    """
    try:
        parsed = datetime.fromisoformat(date.strip())
        return _iso(parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC))
    except (ValueError, OverflowError):  # OverflowError: the year 1 east of Greenwich
        return None


def _iso(date: datetime) -> str:
    return date.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
