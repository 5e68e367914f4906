"""Worker processes that stay warm, and that die with one item only; loaded where there is more than one document."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Generator, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from cleaner.batch.jobs import NO_LIMITS, Limits, Work, WorkerError, too_slow
from cleaner.batch.worker import OUT_OF_MEMORY, READY, Worker, started
from cleaner.errors import ConfigError

Item = TypeVar("Item")
Out = TypeVar("Out")

CHUNK = 8  # items that a worker is sent at a time, and
CHUNK_BYTES = 1024**2  # about how many bytes of them
WINDOW = 256  # items for each worker between the last one read and the last one given away, and
WINDOW_BYTES = 64 * 1024**2  # how many bytes of them for all: what waits for a slow one before it stays in memory
LOOK = 0.2  # seconds between two looks at what the workers take
STARTS = 3  # times in a row that a worker may die before it is ready


class Pool(Generic[Item, Out]):
    """So many workers, and the items and results that are under way."""

    def __init__(self, work: Work[Item, Out], workers: int, limits: Limits) -> None:
        self._work = work
        self._size = workers
        self._limits = limits
        self._crew: list[Worker[Item]] = []
        self._again: deque[tuple[int, Item]] = deque()  # taken from a worker that died behind another item
        self._suspects: set[int] = set()  # items whose worker died once
        self._done: dict[int, Out] = {}
        self._weights: deque[int] = deque()  # of the items from the first that is not given away on
        self._weight = 0  # their sum
        self._taken = self._given = 0
        self._stillborn = 0
        self._looked = 0.0

    def results(self, items: Iterator[Item]) -> Generator[Out, None, None]:
        """The items' results, in order. Raises what the function raises, ConfigError where no worker starts."""
        try:
            while True:
                self._fill(items)
                if not self._weights:
                    return
                self._listen()
                yield from self._finished()
        finally:
            for worker in self._crew:
                worker.end()

    def _fill(self, items: Iterator[Item]) -> None:
        """Keep every worker in work: the chunk it is at, and one more."""
        for place in range(self._size):
            if place < len(self._crew) and len(self._crew[place].pending) > CHUNK // 2:
                continue
            chunk = self._chunk(items)
            if not chunk:
                return
            if place == len(self._crew):
                self._crew.append(self._started())
            self._crew[place].send(chunk)

    def _chunk(self, items: Iterator[Item]) -> list[tuple[int, Item]]:
        chunk: list[tuple[int, Item]] = []
        size = 0
        while len(chunk) < CHUNK and size < CHUNK_BYTES:
            entry = self._again.popleft() if self._again else self._next(items)
            if entry is None:
                break
            chunk.append(entry)
            size += self._work.weight(entry[1])
        return chunk

    def _next(self, items: Iterator[Item]) -> tuple[int, Item] | None:
        """The next item, with its number, where there is one and room for it."""
        if len(self._weights) >= WINDOW * self._size or self._weight > WINDOW_BYTES:
            return None
        for item in items:
            self._weights.append(self._work.weight(item))
            self._weight += self._weights[-1]
            self._taken += 1
            return self._taken - 1, item
        return None

    def _finished(self) -> Iterator[Out]:
        while self._given in self._done:
            result = self._done.pop(self._given)
            self._given += 1
            self._weight -= self._weights.popleft()
            yield result

    def _listen(self) -> None:
        """Wait for a message, at most until the next look is due; then take what is there, and look."""
        ready = wait([worker.connection for worker in self._crew], self._patience())
        for worker in [worker for worker in self._crew if worker.connection in ready]:
            self._take(worker)
        if self._limits != NO_LIMITS and time.monotonic() - self._looked >= LOOK:
            self._looked = time.monotonic()
            for worker in tuple(self._crew):
                self._look(worker)

    def _look(self, worker: Worker[Item]) -> None:
        """See whether a worker is within the limits."""
        worker.look()
        if self._limits.seconds and worker.taken() > self._limits.seconds:
            self._overrun(worker)
        elif self._limits.memory and worker.memory() > self._limits.memory:
            self._lost(worker, self._out_of_memory())

    def _patience(self) -> float | None:
        return None if self._limits == NO_LIMITS else LOOK

    def _take(self, worker: Worker[Item]) -> None:
        """Take all messages that a worker has sent; where it has died, see to its items."""
        while (message := self._received(worker)) is not None:
            self._answer(worker, message)

    def _received(self, worker: Worker[Item]) -> Any:
        """The next message of a worker; None where there is none, or it has died, be it within a message."""
        try:
            return worker.connection.recv() if worker.connection.poll() else None
        except (EOFError, OSError):
            worker.process.join()
            memory = worker.process.exitcode == OUT_OF_MEMORY
            self._lost(worker, self._out_of_memory() if memory else _died())
            return None

    def _answer(self, worker: Worker[Item], message: Any) -> None:
        if message == READY:
            self._stillborn = 0
            worker.since = time.monotonic()
            return
        worker.since, result, error = message
        if error is not None:
            raise error
        number, _ = worker.pending.popleft()
        self._done[number] = result

    def _overrun(self, worker: Worker[Item]) -> None:
        """End a worker whose item takes too long; the item has failed."""
        number, item = worker.pending.popleft()
        self._done[number] = self._work.crashed(item, too_slow(self._limits.seconds))
        self._replace(worker)

    def _lost(self, worker: Worker[Item], error: WorkerError) -> None:
        """See to the items of a worker that has died, or has too much memory.

        The one that it was at is tried once more, alone: what others left in the worker's memory is not its fault.
        """
        if worker.since is None:
            self._stillborn += 1
            if self._stillborn >= STARTS:
                raise ConfigError(
                    "worker processes do not start; in a script, call under `if __name__ == '__main__':`, or use jobs=1"
                )
            self._replace(worker)
        elif not worker.pending:
            self._replace(worker)
        else:
            number, item = worker.pending.popleft()
            if number in self._suspects:
                self._done[number] = self._work.crashed(item, error)
                self._replace(worker)
            else:
                self._suspects.add(number)
                self._replace(worker).send([(number, item)])

    def _replace(self, worker: Worker[Item]) -> Worker[Item]:
        """End a worker and start another in its place; what it had in hand goes to the next that is free."""
        worker.end()
        self._again.extendleft(reversed(worker.pending))
        fresh = self._started()
        self._crew[self._crew.index(worker)] = fresh
        return fresh

    def _started(self) -> Worker[Item]:
        return started(self._work.function, self._limits.memory)

    def _out_of_memory(self) -> WorkerError:
        size = f"{self._limits.memory / 1e9:.3g} GB"
        return WorkerError(f"took more than {size} of memory; allow more with --memory, or split it")


def _died() -> WorkerError:
    return WorkerError("the worker process died on this document: out of memory, or a fault in a library")
