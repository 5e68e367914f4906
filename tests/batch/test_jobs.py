from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from cleaner.batch.jobs import WorkerError, ordered, worker_count
from cleaner.batch.pool import AHEAD
from cleaner.errors import ConfigError


def work(number: int) -> str:
    """Later items are done sooner; item 13 kills its process, as the system does where memory runs out."""
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.001 * (5 - number % 5))
    return f"{number} done"


def died(number: int, crash: WorkerError) -> str:
    return f"{number} died" if "out of memory" in str(crash) else "?"


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    assert list(ordered(work, range(12), jobs, died)) == [f"{number} done" for number in range(12)]


def test_a_worker_that_dies_takes_only_its_item() -> None:
    expected = [f"{number} {'died' if number == 13 else 'done'}" for number in range(30)]
    assert list(ordered(work, range(30), 2, died)) == expected


def test_only_a_few_items_are_read_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100, 1000):
            taken += 1
            yield number

    results = ordered(work, items(), 2, died)
    assert next(results) == "100 done"
    assert taken <= 2 * AHEAD
    results.close()


def test_the_number_of_workers() -> None:
    assert worker_count(3) == 3
    assert worker_count(0) == (os.cpu_count() or 1)
    with pytest.raises(ConfigError):
        worker_count(-1)
