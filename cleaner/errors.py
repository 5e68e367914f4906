"""Everything that cleaner raises on purpose.

CleanerError
├── ReadError       (ValueError)  bytes that are not a document that we can read
│   └── LimitError                a document, record or header beyond a limit
├── RuleError       (ValueError)  a rules file that is malformed or whose examples fail
├── ConfigError     (ValueError)  options that contradict each other, an unusable configuration file
├── OutputError     (OSError)     an output that cannot be written, or that would be overwritten
└── ArchiveError    (ValueError)  an archive that is damaged, locked, or not an archive
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class CleanerError(Exception):
    """Base of all errors raised by cleaner. The message names the file, the place and the remedy."""


class ReadError(CleanerError, ValueError):
    """The bytes are not a document that we can read."""


class LimitError(ReadError):
    """A document, record or header is beyond a limit."""


class RuleError(CleanerError, ValueError):
    """A rules file is malformed, or one of its rules fails its own examples."""


class ConfigError(CleanerError, ValueError):
    """Options contradict each other, or a configuration file is unusable."""


class OutputError(CleanerError, OSError):
    """An output cannot be written, or would overwrite another."""


class ArchiveError(CleanerError, ValueError):
    """An archive is damaged, locked by another writer, or not an archive of ours."""


@contextmanager
def writing(path: object) -> Iterator[None]:
    """Tell an error of the file system that comes up while `path` is written as an OutputError that names it.

    A closed pipe is no error but an end, and passes.
    """
    try:
        yield
    except (BrokenPipeError, OutputError):
        raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
