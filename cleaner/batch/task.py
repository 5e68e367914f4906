"""What is made of one document, in whichever process does it."""

from __future__ import annotations

from dataclasses import dataclass
from traceback import extract_tb

from cleaner import pipeline, write
from cleaner.batch import naming, skip
from cleaner.batch.documents import Document
from cleaner.batch.jobs import Crash
from cleaner.errors import CleanerError
from cleaner.model import Article, Failed, Options, Source, Status


@dataclass(frozen=True, slots=True)
class Task:
    """What to make of every document of a run; sent to each worker.

    options   what changes the result
    form      a key of `write.WRITERS`
    keep_ext  whether output names keep the input's extension
    """

    options: Options = Options()
    form: str = "md"
    keep_ext: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """What became of one document.

    name      its URI, for messages
    target    the output's path below an output folder
    output    the bytes to write; None where there is nothing to write: a failed document's markdown
    group     the bytes of its archive group; None without an archive
    changes   removals and repairs
    """

    name: str
    target: str
    status: Status
    error: str = ""
    notes: tuple[str, ...] = ()
    output: bytes | None = None
    group: bytes | None = None
    changes: int = 0


def clean_one(source: Source | Failed, options: Options) -> pipeline.Cleaned | Failed:
    """Clean a source; whatever goes wrong with it becomes a `Failed` in its place."""
    if isinstance(source, Failed):
        return source
    if why := skip.reason(source.media_type):
        article = Article(source, (), media_type=source.media_type or "")
        return pipeline.Cleaned(article, status="skipped", notes=(why,), options=options)
    try:
        return pipeline.clean(source, options=options)
    except CleanerError as error:
        return Failed(source, error)
    except Exception as error:  # noqa: BLE001 - one document's trouble must not end a run over a million
        return Failed(source, _defect(error))
