"""What a run shall do, checked for contradictions before any work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner import detect
from cleaner.batch import naming
from cleaner.batch.documents import AUTO, CONTAINERS, Reading, container, passed_over
from cleaner.batch.inputs import Input, found
from cleaner.batch.jobs import worker_count
from cleaner.batch.task import Task
from cleaner.errors import ConfigError
from cleaner.model import Options
from cleaner.pipeline import DEFAULTS

if TYPE_CHECKING:
    from cleaner.archive import Settings

STREAMS = frozenset({"json", "ndjson", "diff"})  # forms that hold several documents one after the other


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

    paths     files, folders, "-"
    output    a file or a folder; None: standard output
    form      a key of `write.WRITERS`; None: nothing is written but the archive
    check     only tell whether something would change
    archive   the WARC file to add to
    keeping   how it is written
    base_uri  what the archive puts before relative paths; None: file:///
    date      ISO 8601, of the archive's records; None: the source's, else now
    jobs      worker processes; 0: one a core
    keep_ext  whether an output keeps its input's extension: a.txt.md
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


@dataclass(frozen=True, slots=True)
class Plan:
    """A request whose inputs are known.

    task       what every worker is told
    contained  whether an input is known to be a container
    folder     whether the output is a folder
    odd        paths in the folders that are no files, and are passed over
    """

    request: Request
    items: tuple[Input, ...]
    task: Task
    contained: bool = False
    folder: bool = False
    odd: tuple[str, ...] = ()

    @property
    def jobs(self) -> int:
        """How many worker processes."""
        return worker_count(self.request.jobs)

    @property
    def several(self) -> bool:
        """Whether more than one document is to be expected."""
        return self.contained or len(self.items) > 1

    @property
    def one_document(self) -> bool:
        """Whether the output is of a form that holds one document only."""
        return not self.folder and self.task.form not in {None, *STREAMS}


def plan(request: Request) -> Plan:
    """Expand the inputs and settle what goes where. Raises ConfigError or RuleError before anything is written."""
    _check_flags(request)
    if request.options.rules:
        detect.rule_set(request.options)  # malformed rules stop here, not at every document
    written = [Path(path) for path in (request.output, request.archive) if path]
    items, odd = found(request.paths, leave_out=written)
    containers = {item.name: kind for item in items if (kind := container(item, request.reading))}
    made = Plan(request, items, _task(request), bool(containers), odd=odd)
    made = replace(made, folder=_is_folder(made))
    if request.reading.url and made.several:
        raise ConfigError("--url is the address of one document, and there are several")
    if made.one_document and made.several and not made.contained:
        raise several_documents(request)  # a container may hold one only: that is seen when it is read
    if made.folder:
        _check_targets(made, containers)
    if request.archive:
        _check_names(made, containers)
    _check_inputs_kept(made)
    return made


def _task(request: Request) -> Task:
    form = None if request.check and request.form != "diff" else request.form
    return Task(request.options, form, request.keep_ext, _archiving(request) if request.archive else None)


def _archiving(request: Request) -> Settings:
    from cleaner.archive import settings  # a run without an archive starts without it

    asked = request.keeping
    settled = settings(request.date, request.base_uri, asked.level)
    return replace(settled, max_size=asked.max_size or settled.max_size, split=asked.split)


def several_documents(request: Request) -> ConfigError:
    """The error for several documents where only one has room."""
    place = request.output or "standard output"
    return ConfigError(
        f"{place}: several documents cannot share one {request.form} output; write them to a folder with -o DIR/, "
        "or as one object a line with --to ndjson"
    )


def _check_flags(request: Request) -> None:
    if request.check and (request.output or request.archive):
        raise ConfigError("--check writes nothing; leave out -o and --archive")
    if not request.paths:
        raise ConfigError("no input: name a file or folder, or pipe a text in")


def _is_folder(made: Plan) -> bool:
    """Whether -o names a folder: because it is one, ends like one, or must hold more than one file can."""
    output = made.request.output
    if output is None:
        return False
    if Path(output).is_dir() or output.endswith(("/", os.sep)):
        return True
    return made.one_document and (made.several or any(Path(path).is_dir() for path in made.request.paths))


def _check_targets(made: Plan, containers: Mapping[str, str]) -> None:
    keep_ext = made.request.keep_ext
    extension = naming.EXTENSIONS[made.request.form or "md"]
    naming.refuse_collisions(
        (
            item,
            naming.container_folder(item, keep_ext=keep_ext)
            if item.name in containers
            else naming.file_target(item, extension, keep_ext=keep_ext),
        )
        for item in _read(made, containers)
    )


def _check_names(made: Plan, containers: Mapping[str, str]) -> None:
    """Refuse files that an archive would know by one name; the records of a WARC file have names of their own."""
    taken: dict[str, Input] = {}
    for item in _read(made, containers):
        if item.is_stdin or containers.get(item.name) == CONTAINERS["warc"]:
            continue
        other = taken.setdefault(item.path, item)
        if other is not item:
            raise ConfigError(
                f"{other.name} and {item.name} would both be {item.path} in the archive; add the folder above them, "
                "or add them one after the other, each with a --base-uri of its own"
            )


def _read(made: Plan, containers: Mapping[str, str]) -> Iterator[Input]:
    """The inputs that are not passed over for what their names say they are."""
    return (item for item in made.items if item.name in containers or not passed_over(item, made.request.reading))


def _check_inputs_kept(made: Plan) -> None:
    """Refuse a run that would write over what it reads."""
    asked = made.request
    outputs = {os.path.realpath(path) for path in (asked.archive, None if made.folder else asked.output) if path}
    if made.folder and asked.output:
        extension = naming.EXTENSIONS[asked.form or "md"]
        root = os.path.realpath(asked.output)
        targets = (naming.file_target(item, extension, keep_ext=asked.keep_ext) for item in made.items)
        outputs |= {os.path.join(root, target) for target in targets}  # noqa: PTH118 - a hundred thousand times
    for item in made.items:
        if os.path.realpath(item.name) in outputs and not item.is_stdin and os.path.isfile(item.name):  # noqa: PTH113
            raise ConfigError(f"{item.name}: would be overwritten by its own output; choose another -o or --archive")
