"""A function over many items, in worker processes, results in the order of the items.

A worker that dies (killed for memory, a crash in a native library) takes only the item that killed it: the items that
were in flight are tried again, each alone in a fresh process, until the one is found.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from cleaner.errors import ConfigError

Item = TypeVar("Item")
Out = TypeVar("Out")


class WorkerError(Exception):
    """The worker process that had an item died."""


def worker_count(jobs: int) -> int:
    """How many worker processes a wish for `jobs` means: 0 is one a core. Raises ConfigError where it is negative."""
    if jobs < 0:
        raise ConfigError(f"{jobs} jobs: give 1 or more, or 0 for one a core")
    return jobs or os.cpu_count() or 1


def ordered(
    function: Callable[[Item], Out],
    items: Iterable[Item],
    jobs: int,
    crashed: Callable[[Item, WorkerError], Out],
) -> Generator[Out, None, None]:
    """Apply a function to every item; results come in the order of the items.

    `jobs` is the number of worker processes; 1 works in this one. `crashed` makes the result of an item that killed its
    worker. Only a few items a worker are read ahead.
    """
    if jobs <= 1:
        yield from map(function, items)
        return
    from cleaner.batch import pool  # a single job starts without what many need

    rest = iter(items)
    waiting: deque[Item] = deque()
    while True:
        # One pool's life: until the items end, or until it breaks; then what it had in flight is done one by one.
        yield from pool.until_broken(function, rest, jobs, waiting)
        if not waiting:
            return
        while waiting:
            yield pool.alone(function, waiting.popleft(), crashed)
