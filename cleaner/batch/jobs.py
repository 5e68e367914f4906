"""A function over many items, in worker processes, results in the order of the items.

A worker that dies (killed for memory, a crash in a native library) takes only the item that killed it: the items that
were in flight are tried again, each alone in a fresh process, until the one is found.
"""

from __future__ import annotations

import copyreg
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from types import MappingProxyType
from typing import TypeVar

from cleaner.errors import ConfigError

Item = TypeVar("Item")
Out = TypeVar("Out")

AHEAD = 4  # items in flight for each worker: enough to keep it busy, few enough to bound memory

# Read-only mappings are part of our values, and pickle does not know them.
copyreg.pickle(MappingProxyType, lambda mapping: (MappingProxyType, (dict(mapping),)))


class Crash(Exception):
    """The worker process that had an item died."""


def worker_count(jobs: int) -> int:
    """How many worker processes a wish for `jobs` means: 0 is one a core. Raises ConfigError where it is negative."""
    if jobs < 0:
        raise ConfigError(f"{jobs} jobs: give 1 or more, or 0 for one a core")
    return jobs or os.cpu_count() or 1


def ordered(
    function: Callable[[Item], Out], items: Iterable[Item], jobs: int, crashed: Callable[[Item, Crash], Out]
) -> Iterator[Out]:
    """Apply a function to every item; results come in the order of the items.

    `jobs` is the number of worker processes; 1 works in this one. `crashed` makes the result of an item that killed its
    worker. At most AHEAD items a worker are read ahead.
    """
    if jobs <= 1:
        yield from map(function, items)
        return
    rest = iter(items)
    waiting: deque[Item] = deque()
    while True:
        # One pool's life: until the items end, or until it breaks; then what it had in flight is done one by one.
        yield from _with_pool(function, rest, jobs, waiting)
        if not waiting:
            return
        while waiting:
            yield _alone(function, waiting.popleft(), crashed)


def _with_pool(
    function: Callable[[Item], Out], items: Iterator[Item], jobs: int, waiting: deque[Item]
) -> Iterator[Out]:
    """Results while the pool lives. When it breaks, `waiting` holds the items that have no result yet."""
    pool = _pool(jobs)
    futures: deque[Future[Out]] = deque()
    try:
        for item in items:
            waiting.append(item)
            futures.append(pool.submit(function, item))
            if len(futures) >= jobs * AHEAD:
                yield _take(futures, waiting)
        while futures:
            yield _take(futures, waiting)
    except BrokenProcessPool:
        return
    finally:
        # On interruption and on a break, what has not begun does not begin.
        pool.shutdown(wait=False, cancel_futures=True)


def _take(futures: deque[Future[Out]], waiting: deque[Item]) -> Out:
    result = futures[0].result()
    futures.popleft()
    waiting.popleft()
    return result


def _alone(function: Callable[[Item], Out], item: Item, crashed: Callable[[Item, Crash], Out]) -> Out:
    with _pool(1) as pool:
        try:
            return pool.submit(function, item).result()
        except BrokenProcessPool:
            pass
    with _pool(1) as pool:
        try:
            pool.submit(os.getpid).result()
        except BrokenProcessPool as error:
            raise ConfigError(
                "worker processes do not start; in a script, call this under `if __name__ == '__main__':`, or use jobs=1"
            ) from error
    return crashed(item, Crash("the worker process died on this document: out of memory, or a fault in a library"))


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)


def _context() -> BaseContext:
    """Workers forked from a clean server process: fork itself is unsafe beside threads, such as a progress display's."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cleaner.batch.task"])
    return context


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end when the parent is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
