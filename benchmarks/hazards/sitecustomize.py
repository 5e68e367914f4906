"""Documents that do harm, for whoever puts this folder on PYTHONPATH: a text that says so hangs, crashes or hoards.

No real document is known to do any of it; a run must survive one that does.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import cleaner.pipeline

_clean = cleaner.pipeline.clean


def clean(data: Any, **options: Any) -> Any:
    """As `cleaner.pipeline.clean`, unless the document is a hazard."""
    text = getattr(data, "data", b"")
    if text.startswith(b"HAZARD: hang"):
        time.sleep(3600)
    if text.startswith(b"HAZARD: crash"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if text.startswith(b"HAZARD: hoard"):
        hoard = [b"\1" * (32 * 1024**2) for _ in range(256)]
        time.sleep(3600 if hoard else 0)
    return _clean(data, **options)


cleaner.pipeline.clean = clean
