"""A planned run: documents read, cleaned in so many processes, and put where they belong, in input order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cleaner.batch import output, task
from cleaner.batch.documents import Document, documents
from cleaner.batch.facts import digest
from cleaner.batch.growing import next_run, stands
from cleaner.batch.history import History
from cleaner.batch.jobs import Work, ordered
from cleaner.batch.manifest import Entry, Manifest, Run
from cleaner.batch.output import Place
from cleaner.batch.plan import Plan
from cleaner.batch.request import to_json
from cleaner.batch.task import Job, Product
from cleaner.model import Failed

if TYPE_CHECKING:
    from cleaner.archive import Group

Note = Callable[[Product, Place], None]


class StoppedError(Exception):
    """The first failure has ended the run, as was asked for; what was finished stays."""


def run(plan: Plan, stdout: Callable[[], BinaryIO], told: Callable[[str], None] = lambda _: None) -> Iterator[Product]:
    """Do what the plan says; yields each document's product once it is written.

    `stdout` gives standard output, and is asked for it only where the plan writes there. `told` takes what a person
    should know of the run itself.
    Raises OutputError or ArchiveError where nothing more can be written, StoppedError after the first failure where
    that was asked for; what was finished stays.
    """
    with (
        _remembered(plan) as history,
        _noted(plan, history) as note,
        _archived(plan, told) as keep,
        output.opened(plan, stdout, history) as put,
        closing(products(plan, history)) as made,
    ):
        for product in made:
            added = bool(product.group and keep(product.group))
            note(product, put(product))
            yield replace(product, added=added)
            if plan.request.fail_fast and product.status == "failed":
                raise StoppedError


def products(plan: Plan, history: History | None = None) -> Generator[Product, None, None]:
    """Every document's product, in input order."""
    found = documents(plan.items, plan.request.reading)
    work = Work(partial(task.make, task=plan.task), partial(task.crashed_product, task=plan.task), _weight)
    yield from ordered(work, _jobs(plan, found, history), plan.workers, plan.request.limits)


def _weight(job: Job) -> int:
    return job.weight


def _jobs(plan: Plan, found: Iterable[Document], history: History | None) -> Iterator[Job]:
    """The documents, each with what an earlier run made of it where that stands."""
    for document in found:
        kept = _kept(plan, document, history) if history else None
        yield Job(replace(document, source=_emptied(document)), kept) if kept else Job(document)


def _emptied(document: Document) -> Failed:
    """In the place of a source that nobody needs any more."""
    source = document.source.source if isinstance(document.source, Failed) else document.source
    return Failed(replace(source, data=b"", record=None, members=None), ValueError())


def _kept(plan: Plan, document: Document, history: History) -> Entry | None:
    if isinstance(document.source, Failed):
        return None
    entry = history.find(document.source.uri, digest(document.source))
    if entry is None or plan.task.form == "parquet":
        return None
    output = Path(plan.request.output or "")
    if not plan.folder:
        return entry if stands(entry, output, ended=history.has_ended(entry.run)) else None
    place = output / entry.output
    whole = not entry.output or (place.is_file() and place.stat().st_size == entry.length)
    return entry if whole else None


@contextmanager
def _remembered(plan: Plan) -> Iterator[History | None]:
    """What earlier runs made, where this one shall go on with it and its archive is there too."""
    archive = Path(plan.request.archive) if plan.request.archive else None
    archived = archive is None or archive.exists() or archive.with_name(f"{archive.name}.open").exists()
    if not (plan.request.resume and plan.manifest and archived):
        yield None
        return
    with closing(History(plan.manifest, plan.recipe)) as history:
        yield history


@contextmanager
def _noted(plan: Plan, history: History | None) -> Iterator[Note]:
    """The plan's manifest, as a function that notes a product and where it was put."""
    if plan.manifest is None:
        yield lambda product, place: None
        return
    output.make_folder(plan.manifest.parent)
    asked = Run(next_run(history), plan.recipe, to_json(plan.request), str(Path.cwd()))
    with closing(Manifest(plan.manifest, asked, resume=history is not None)) as manifest:
        yield lambda product, place: manifest.add(
            Entry(product.name, product.status, product.error, *place, product.facts, product.notes)
        )
        manifest.end()


@contextmanager
def _archived(plan: Plan, told: Callable[[str], None]) -> Iterator[Callable[[Group], bool]]:
    """The plan's archive, as a function that takes one group at a time; without one, nothing is ever given to it."""
    if plan.request.archive is None:
        yield lambda _: False
        return
    path = Path(plan.request.archive)
    output.make_folder(path.parent)
    from cleaner.archive import Archive  # a run without an archive starts without it

    resume = plan.request.resume or plan.request.keeping.resume
    with Archive.open(path, "a", settings=plan.task.archive, resume=resume) as archive:
        for aside in archive.aside:
            told(f"{path}: what an interrupted run left incomplete was cut off; it is in {aside}")
        yield archive.append
