"""A function over many items, in worker processes, results in the order of the items.

An item that hangs, takes too much memory or kills its process (a crash in a native library) costs that process and its
own result, and nothing else: the items that waited behind it are given to another worker.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cleaner.errors import ConfigError

LEAST_MEMORY = 256 * 1024**2  # bytes

Item = TypeVar("Item")
Out = TypeVar("Out")


class WorkerError(Exception):
    """The worker process that had an item died, or was ended because the item broke a limit."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take; 0 is no limit.

    seconds  of time
    memory   bytes of its worker process
    """

    seconds: float = 20.0
    memory: int = 2 * 1024**3

    def __post_init__(self) -> None:
        """Raises ConfigError where not even an idle worker has room."""
        if 0 < self.memory < LEAST_MEMORY:
            raise ConfigError(f"--memory: a worker needs {LEAST_MEMORY:,} bytes before it has a document; allow more")


NO_LIMITS = Limits(0, 0)
USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Out]):
    """What is done with items.

    function  makes an item's result; it and the items travel to other processes
    crashed   makes the result of an item that killed its worker
    weight    bytes that an item holds in memory
    """

    function: Callable[[Item], Out]
    crashed: Callable[[Item, WorkerError], Out]
    weight: Callable[[Item], int]


def worker_count(jobs: int) -> int:
    """How many worker processes a wish for `jobs` means: 0 is one a core. Raises ConfigError where it is negative."""
    if jobs < 0:
        raise ConfigError(f"{jobs} jobs: give 1 or more, or 0 for one a core")
    return jobs or os.cpu_count() or 1


def ordered(
    work: Work[Item, Out], items: Iterable[Item], workers: int, limits: Limits = NO_LIMITS
) -> Generator[Out, None, None]:
    """Do the work on every item; results come in the order of the items.

    `workers` is the number of worker processes; 0 works in this one, where only the limit of time holds, and only in
    the main thread. A bounded number of items is read ahead.
    """
    if workers:
        from cleaner.batch.pool import Pool  # what is done in this process starts without what many need

        yield from Pool(work, workers, limits).results(iter(items))
        return
    from cleaner.batch.alarm import within

    for item in items:
        try:
            with within(limits.seconds):
                result = work.function(item)
        except WorkerError as error:
            result = work.crashed(item, error)
        yield result


def too_slow(seconds: float) -> WorkerError:
    """The error for an item that took too long."""
    return WorkerError(f"took longer than {seconds:g} s; give it more time with --timeout")
