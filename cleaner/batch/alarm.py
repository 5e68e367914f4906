"""A limit of time in this process: for a single document, which is not worth a worker process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cleaner.batch.jobs import too_slow


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises WorkerError in the block where it takes longer; 0 is no limit, and outside the main thread there is none.

    Code of native libraries is interrupted once it returns.
    """
    if not seconds or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(signal_number: int, frame: FrameType | None) -> None:
        raise too_slow(seconds)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
