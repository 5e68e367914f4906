"""Many documents: inputs, worker processes, where outputs go.

paths --inputs--> Input --documents--> Document --task, in any process--> Product --output--> files, stdout, archive
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from cleaner.batch.documents import AUTO, Document, Reading, documents
from cleaner.batch.inputs import expand
from cleaner.batch.jobs import Limits, Work, ordered, worker_count
from cleaner.batch.plan import Plan, plan
from cleaner.batch.request import Keeping, Request
from cleaner.batch.run import StoppedError, run
from cleaner.batch.task import Product, clean_one, crashed
from cleaner.model import Failed, Options
from cleaner.pipeline import DEFAULTS, Cleaned

__all__ = ["Keeping", "Limits", "Plan", "Product", "Reading", "Request", "StoppedError", "clean_all", "plan", "run"]


def clean_all(
    paths: Iterable[str | Path] | str | Path,
    *,
    options: Options = DEFAULTS,
    jobs: int = 1,
    reading: Reading = AUTO,
) -> Iterator[Cleaned | Failed]:
    """Clean all documents of files, folders, NDJSON and WARC files; "-" is standard input.

    In: one or several paths; `jobs` worker processes, 0 for one a core (a script that asks for more than one does so
    under `if __name__ == "__main__":`, since workers import it). Out: for every document, in input order, a `Cleaned`
    or a `Failed`. Raises ConfigError where a path does not exist.
    """
    named = [paths] if isinstance(paths, str | Path) else paths
    found = documents(expand([str(path) for path in named]), reading)
    work = Work(partial(_clean, options=options), crashed, _weight)
    yield from ordered(work, found, 0 if jobs == 1 else worker_count(jobs))


def _clean(document: Document, options: Options) -> Cleaned | Failed:
    return clean_one(document.source, options)


def _weight(document: Document) -> int:
    return document.weight
