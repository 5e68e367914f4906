"""Matrix products in one thread: for a page's few lines more threads cost more than they bring, and wait busily."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


def one_thread() -> AbstractContextManager[object]:
    """While it lasts numpy's linear algebra runs in the calling thread alone."""
    limited: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    """The libraries that are loaded; looked up once, since that takes milliseconds."""
    import numpy as np  # noqa: F401 - its library must be there to be found

    return ThreadpoolController()
