"""What a run shall do, checked for contradictions before any work."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner import __version__, detect
from cleaner.batch import conflicts, manifest
from cleaner.batch.documents import settled
from cleaner.batch.highlights import Highlights
from cleaner.batch.inputs import Input, found
from cleaner.batch.jobs import worker_count
from cleaner.batch.request import Request, options_to_json
from cleaner.batch.task import Task
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.archive import Settings

STREAMS = frozenset({"json", "ndjson", "parquet", "diff"})  # forms that hold several documents one after the other


@dataclass(frozen=True, slots=True)
class Plan:
    """A request whose inputs are known.

    task       what every worker is told
    contained  whether an input is known to be a container
    folder     whether the output is a folder
    odd        paths in the folders that are no files, and are passed over
    manifest   where what becomes of each document is noted; None for a single one, and where there is no output
    recipe     digest of all that the output depends on beside the documents
    """

    request: Request
    items: tuple[Input, ...]
    task: Task
    contained: bool = False
    folder: bool = False
    odd: tuple[str, ...] = ()
    manifest: Path | None = None
    recipe: str = ""

    @property
    def workers(self) -> int:
        """How many worker processes; 0: a single document is not worth one, and is cleaned in this process."""
        jobs = worker_count(self.request.jobs)
        return jobs if jobs > 1 or self.several else 0

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
    detect.rule_set(request.options)  # malformed rules stop here, not at every document
    written = [Path(path) for path in (request.output, request.archive) if path]
    named, odd = found(request.paths, leave_out=written)
    looked_at = [settled(item, request.reading) for item in named]
    items = tuple(item for item, _ in looked_at)
    containers = {item.name: kind for item, kind in looked_at if kind}
    made = Plan(request, items, task_of(request), bool(containers), odd=odd)
    made = replace(made, folder=_is_folder(made), recipe=recipe(request))
    made = replace(made, manifest=_manifest(made))
    if request.reading.url and made.several:
        raise ConfigError("--url is the address of one document, and there are several")
    if made.one_document and made.several and not made.contained:
        raise several_documents(request)  # a container may hold one only: that is seen when it is read
    conflicts.refuse(made, containers)
    return made


def task_of(request: Request) -> Task:
    """What every worker is told of a request."""
    form = None if request.check and request.form != "diff" else request.form
    archive = _archiving(request) if request.archive else None
    highlights = Highlights() if request.highlights else None
    return Task(request.options, form, request.keep_ext, archive, request.check, highlights)


def recipe(request: Request) -> str:
    """Digest of all that a request's output depends on beside the documents, in hexadecimal. Raises RuleError."""
    rules = detect.rule_set(request.options).digest
    facts = (
        __version__, rules, options_to_json(request.options), request.form, request.keep_ext, request.archive,
        request.reading.form, request.reading.field,
    )  # fmt: skip
    return sha256(json.dumps(facts).encode()).hexdigest()


def _manifest(made: Plan) -> Path | None:
    output = made.request.output
    if output is None or made.task.form is None or (Path(output).exists() and not made.folder and _is_device(output)):
        return None
    if made.folder:
        return manifest.inside(output)
    return manifest.beside(output) if made.several and not made.one_document else None


def _is_device(output: str) -> bool:
    return not Path(output).is_file()


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
    if request.form == "parquet" and not request.output:
        raise ConfigError("--to parquet writes a file; name it with -o FILE.parquet")
    if request.resume and not request.output and not request.archive:
        raise ConfigError("--resume goes on with an output; name it with -o")


def _is_folder(made: Plan) -> bool:
    """Whether -o names a folder: because it is one, ends like one, or must hold more than one file can."""
    output = made.request.output
    if output is None:
        return False
    if Path(output).is_dir() or output.endswith(("/", os.sep)):
        return True
    return made.one_document and (made.several or any(Path(path).is_dir() for path in made.request.paths))
