"""One worker process: what runs in it, and its parent's hold on it.

The parent sends chunks of items; the worker sends READY once, then one message an item: when it was done, and the
result or the error that it raised. A thread of the worker receives, so that neither side ever waits for the other to
read.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Out = TypeVar("Out")
Chunk = Sequence[Any]

READY = "ready"
OUT_OF_MEMORY = 137  # the exit code of a process that was killed for memory, as shells tell it
SLACK = 512 * 1024**2  # bytes that may be reserved beyond the limit before the system refuses them
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


@dataclass
class Worker(Generic[Item]):
    """A worker as its parent sees it.

    pending  the items that it has and has not answered for, with their numbers; it is at work on the first
    since    when it began with the first one (`time.monotonic`); None until it is ready
    looked   the number of the first one when it was last looked at, and
    queued   how long the process had waited for a processor by then, in seconds
    """

    process: BaseProcess
    connection: Connection[Any, Any]
    pending: deque[tuple[int, Item]] = field(default_factory=deque)
    since: float | None = None
    looked: int = -1
    queued: float = 0.0

    def look(self) -> None:
        """Note how long it has waited for a processor, where it has begun with another item since the last look."""
        number = self.pending[0][0] if self.pending else -1
        if number != self.looked:
            self.looked, self.queued = number, _queued(self.process.pid)

    def taken(self) -> float:
        """Seconds that it has been at its item, without those in which a busy machine had no processor for it."""
        if self.since is None or not self.pending:
            return 0.0
        seconds = time.monotonic() - self.since
        return seconds - (_queued(self.process.pid) - self.queued) if self.pending[0][0] == self.looked else seconds

    def send(self, chunk: Sequence[tuple[int, Item]]) -> None:
        """Give it a chunk of work. A worker that is dead by now is found out when it is listened to."""
        if not self.pending and self.since is not None:
            self.since = time.monotonic()
        self.pending.extend(chunk)
        try:
            self.connection.send([item for _, item in chunk])
        except OSError:  # BrokenPipeError, ConnectionResetError
            return

    def memory(self) -> int:
        """Bytes of memory that it holds; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self.process.pid}/statm").read_bytes().split()[1]) * PAGE
        except (OSError, IndexError, ValueError):
            return 0

    def end(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _queued(pid: int | None) -> float:
    """Seconds that a process has waited for a processor (/proc/PID/schedstat); 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_bytes().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def started(function: Callable[[Item], Any], memory: int) -> Worker[Item]:
    """A new worker process that applies a function; `memory` is its limit in bytes, 0 for none."""
    context = _context()
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, function, memory), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return Worker(process, ours)


def _context() -> BaseContext:
    """Workers come from a clean server process: a plain fork is unsafe beside threads, such as a progress display's."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cleaner.batch.warm"])
    return context


def _work(connection: Connection[Any, Any], function: Callable[[Any], Any], memory: int) -> None:
    """The worker's life. Messages and Ctrl-C are left to the parent; it ends when that is gone, however it went."""
    logging.lastResort = None
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    chunks: SimpleQueue[Chunk] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, chunks), daemon=True).start()
    if memory:
        _bound(memory)
    connection.send(READY)
    while True:
        for item in chunks.get():
            answer: tuple[Any, BaseException | None]
            try:
                answer = function(item), None
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            except BaseException as error:  # noqa: BLE001 - it is raised again in the parent
                answer = None, error
            connection.send((time.monotonic(), *answer))


def _receive(connection: Connection[Any, Any], chunks: SimpleQueue[Chunk]) -> None:
    while True:
        try:
            chunks.put(connection.recv())
        except (EOFError, OSError):
            os._exit(0)


def _bound(memory: int) -> None:
    """Let the system refuse what one huge step would take, between two looks of the parent at the memory in use."""
    import resource

    try:
        data = int(Path("/proc/self/statm").read_bytes().split()[5]) * PAGE
    except (OSError, IndexError, ValueError):
        return
    limit = data + memory + SLACK
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
