"""What a run is asked for, and its form in a manifest, from which it can be asked for again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cleaner.batch.documents import AUTO, Reading
from cleaner.batch.jobs import USUAL_LIMITS, Limits
from cleaner.errors import ReadError
from cleaner.model import Options
from cleaner.pipeline import DEFAULTS

_SETS = frozenset({"keep", "drop"})


@dataclass(frozen=True, slots=True)
class Keeping:
    """How an archive is written.

    level     of compression; None: the fastest library's own
    max_size  bytes at which it goes on in a further file; None: a gigabyte
    split     whether cleaned versions lie in a file of their own
    resume    whether to continue what an interrupted run left
    """

    level: int | None = None
    max_size: int | None = None
    split: bool = False
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    paths       files, folders, patterns, "-"
    output      a file or a folder; None: standard output
    form        a key of `write.WRITERS`, or "parquet"; None: nothing is written but the archive
    check       only tell whether something would change
    archive     the WARC file to add to
    keeping     how it is written
    base_uri    what the archive puts before relative paths; None: file:///
    date        ISO 8601, of the archive's records; None: the source's, else now
    jobs        worker processes; 0: one a core
    keep_ext    whether an output keeps its input's extension: a.txt.md
    limits      what one document may take
    resume      whether what an earlier run made, and is unchanged, stands
    fail_fast   whether the first failure ends the run
    highlights  whether to show the slowest and the most cut documents
    """

    paths: Sequence[str]
    output: str | None = None
    form: str | None = "md"
    reading: Reading = AUTO
    options: Options = DEFAULTS
    check: bool = False
    archive: str | None = None
    keeping: Keeping = Keeping()
    base_uri: str | None = None
    date: str | None = None
    jobs: int = 1
    keep_ext: bool = False
    limits: Limits = USUAL_LIMITS
    resume: bool = False
    fail_fast: bool = False
    highlights: bool = False


def to_json(request: Request) -> dict[str, Any]:
    """A request as JSON has it."""
    members = asdict(request)
    members["paths"] = list(request.paths)
    members["options"] = options_to_json(request.options)
    return members


def options_to_json(options: Options) -> dict[str, Any]:
    """The options that change a result as JSON has them, the same for equal ones."""
    return {name: sorted(value) if name in _SETS else value for name, value in asdict(options).items()}


def from_json(members: Mapping[str, Any]) -> Request:
    """The request that `to_json` wrote. Raises ReadError where another version of the program did, with other parts."""
    try:
        return Request(
            **{
                **members,
                "reading": Reading(**members["reading"]),
                "options": options_from_json(members["options"]),
                "keeping": Keeping(**members["keeping"]),
                "limits": Limits(**members["limits"]),
            }
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ReadError(
            f"the run was asked for by another version of the program ({error}); ask for it anew"
        ) from error


def options_from_json(members: Mapping[str, Any]) -> Options:
    """The options that `options_to_json` wrote. Raises TypeError where it was another version's."""
    values: dict[str, Any] = {name: frozenset(value) if name in _SETS else value for name, value in members.items()}
    return Options(**{**values, "rules": tuple(members.get("rules", ()))})
