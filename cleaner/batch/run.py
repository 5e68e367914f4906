"""A planned run: documents read, cleaned in so many processes, and put where they belong, in input order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cleaner.batch import output, task
from cleaner.batch.documents import documents
from cleaner.batch.jobs import ordered
from cleaner.batch.plan import Plan
from cleaner.batch.task import Product

if TYPE_CHECKING:
    from cleaner.archive import Group


def run(plan: Plan, stdout: Callable[[], BinaryIO]) -> Iterator[Product]:
    """Do what the plan says; yields each document's product once it is written.

    `stdout` gives standard output, and is asked for it only where the plan writes there.
    Raises OutputError or ArchiveError where nothing more can be written; what was finished stays.
    """
    with _archived(plan) as keep, output.opened(plan, stdout) as put, closing(products(plan)) as made:
        for product in made:
            added = bool(product.group and keep(product.group))
            put(product)
            yield replace(product, added=added)


def products(plan: Plan) -> Generator[Product, None, None]:
    """Every document's product, in input order."""
    found = documents(plan.items, plan.request.reading)
    make = partial(task.make, task=plan.task)
    yield from ordered(make, found, plan.jobs, partial(task.crashed_product, task=plan.task))


@contextmanager
def _archived(plan: Plan) -> Iterator[Callable[[Group], bool]]:
    """The plan's archive, as a function that takes one group at a time; without one, nothing is ever given to it."""
    if plan.request.archive is None:
        yield lambda _: False
        return
    path = Path(plan.request.archive)
    output.make_folder(path.parent)
    from cleaner.archive import Archive  # a run without an archive starts without it

    with Archive.open(path, "a", settings=plan.task.archive, resume=plan.request.keeping.resume) as archive:
        yield archive.append
