"""Imported by the process that workers are forked from: what every one of them needs is there before it begins.

So a worker's first document is as fast as its second, and one that takes the place of a dead one is there at once. The
models of pages are not loaded here: their library starts threads, which do not survive a fork.
"""

from __future__ import annotations

from cleaner import pipeline
from cleaner.batch import task

__all__ = ["task"]

pipeline.clean("The harbour was closed for two days after the storm, the port authority said.")
