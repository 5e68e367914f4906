"""A planned run: documents read, cleaned in so many processes, and put where they belong, in input order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, nullcontext
from functools import partial
from typing import BinaryIO

from cleaner.batch import output, task
from cleaner.batch.documents import documents
from cleaner.batch.jobs import ordered
from cleaner.batch.plan import Plan
from cleaner.batch.task import Product


def run(plan: Plan, stdout: BinaryIO) -> Iterator[Product]:
    """Do what the plan says; yields each document's product once it is written.

    Raises OutputError or ArchiveError where nothing more can be written; files that were finished stay.
    """
    with output.opened(plan, stdout) as put, closing(products(plan)) as made:
        for product in made:
            put(product)
            yield product


def products(plan: Plan) -> Iterator[Product]:
    """Every document's product, in input order."""
    found = documents(plan.items, plan.request.reading)
    make = partial(task.make, task=plan.task)
    yield from ordered(make, found, plan.jobs, partial(task.crashed_product, task=plan.task))
