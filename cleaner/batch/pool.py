"""Worker processes that die with their items only; loaded where there is more than one job."""

from __future__ import annotations

import copyreg
import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from types import MappingProxyType
from typing import Any, TypeVar

from cleaner.batch.jobs import WorkerError
from cleaner.errors import ConfigError

Item = TypeVar("Item")
Out = TypeVar("Out")

AHEAD = 4  # items in flight for each worker: enough to keep it busy, few enough to bound memory


def _read_only(members: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(members)


# Read-only mappings are part of our values, and pickle does not know them.
copyreg.pickle(MappingProxyType, lambda mapping: (_read_only, (dict(mapping),)))


def until_broken(
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


def alone(function: Callable[[Item], Out], item: Item, crashed: Callable[[Item, WorkerError], Out]) -> Out:
    """One item's result from a fresh process, or what `crashed` makes of an item that kills it.

    Raises ConfigError where it is not the item: no worker process starts at all.
    """
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
                "worker processes do not start; in a script, call under `if __name__ == '__main__':`, or use jobs=1"
            ) from error
    return crashed(
        item, WorkerError("the worker process died on this document: out of memory, or a fault in a library")
    )


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)


def _context() -> BaseContext:
    """Workers come from a clean server process: a plain fork is unsafe beside threads, such as a progress display's."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cleaner.batch.task"])
    return context


def _start_worker() -> None:
    """Leave messages and Ctrl-C to the parent, and end when the parent is gone, however it went."""
    logging.lastResort = None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
