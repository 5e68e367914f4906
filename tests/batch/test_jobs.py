from __future__ import annotations

import inspect
import os
import signal
import struct
import time
from collections.abc import Iterator

import pytest

from cleaner.batch.jobs import NO_LIMITS, Limits, Work, WorkerError, ordered, worker_count
from cleaner.batch.pool import WINDOW
from cleaner.errors import ConfigError

MIB = 1024**2


def work(number: int) -> str:
    """Later items are done sooner; item 13 kills its process, as the system does where memory runs out."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.001 * (5 - number % 5))
    return f"{number} done"


def hang(number: int) -> str:
    """Every tenth item hangs."""
    if number % 10 == 3:
        time.sleep(60)
    return f"{number} done"


def hoard(number: int) -> str:
    """Item 4 takes 600 MiB bit by bit, item 9 as much at once."""
    if number == 4:
        taken = []
        for _ in range(60):
            taken.append(bytearray(os.urandom(1024)) * (10 * 1024))
            time.sleep(0.02)
    if number == 9:
        _ = b"\1" * (2048 * MIB)
    return f"{number} done"


def break_off(number: int) -> str:
    """At item 4 the process is killed while it sends a result."""
    if number == 4:
        frame = inspect.currentframe()
        assert frame
        assert frame.f_back
        os.write(frame.f_back.f_locals["connection"].fileno(), struct.pack("!i", 1000) + b"half of it")
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{number} done"


def died(number: int, crash: WorkerError) -> str:
    return f"{number}: {crash}"


def weight(_: int) -> int:
    return 100


def done(numbers: range) -> list[str]:
    return [f"{number} done" for number in numbers]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    assert list(ordered(Work(work, died, weight), range(12), workers)) == done(range(12))


def test_a_worker_that_dies_takes_only_its_item() -> None:
    found = list(ordered(Work(work, died, weight), range(40), 2))
    assert [line for line in found if not line.endswith("done")] == [found[13]]
    assert "out of memory" in found[13]
    assert found[14:] == done(range(14, 40))


def test_a_worker_that_dies_within_a_message_takes_only_its_item() -> None:
    found = list(ordered(Work(break_off, died, weight), range(12), 2))
    assert [line for line in found if not line.endswith("done")] == [found[4]]
    assert "died" in found[4]


@pytest.mark.parametrize("workers", [0, 2])
def test_an_item_that_hangs_fails_alone(workers: int) -> None:
    found = list(ordered(Work(hang, died, weight), range(25), workers, Limits(0.5, 0)))
    assert [number for number, line in enumerate(found) if "longer than 0.5 s" in line] == [3, 13, 23]
    assert sum(line.endswith("done") for line in found) == 22


def test_an_item_that_takes_too_much_memory_fails_alone() -> None:
    found = list(ordered(Work(hoard, died, weight), range(12), 2, Limits(0, 300 * MIB)))
    assert [number for number, line in enumerate(found) if "0.315 GB of memory" in line] == [4, 9]
    assert sum(line.endswith("done") for line in found) == 10


def test_what_waits_behind_a_slow_item_is_bounded() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        yield 3  # which hangs
        for _ in range(10_000):
            taken += 1
            yield 4

    results = ordered(Work(hang, died, weight), items(), 2, Limits(1.5, 0))
    assert "longer" in next(results)
    assert taken <= 2 * WINDOW
    results.close()


def test_an_error_that_is_no_result_is_raised() -> None:
    with pytest.raises(TypeError):
        list(ordered(Work(work, died, weight), ["no number"], 1))  # type: ignore[list-item]


def test_the_number_of_workers() -> None:
    assert worker_count(3) == 3
    assert worker_count(0) == (os.cpu_count() or 1)
    with pytest.raises(ConfigError):
        worker_count(-1)


def test_a_limit_below_what_an_idle_worker_needs_is_refused() -> None:
    with pytest.raises(ConfigError, match="--memory"):
        Limits(20, 10 * MIB)
    assert Limits(0, 0) == NO_LIMITS
