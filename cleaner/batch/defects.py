"""Errors that nobody raised on purpose, told as what they are: defects of the program, not of its input."""

from __future__ import annotations

from traceback import extract_tb

from cleaner.errors import CleanerError


def explained(name: str, error: Exception) -> CleanerError:
    """The error for an unexpected one that `name` met with, in one line that has what a report of it needs."""
    frames = extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return CleanerError(
        f"{name}: {type(error).__name__}{place}: {error}; this is a defect of cleaner, please report it"
    )
