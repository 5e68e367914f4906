"""What is made of one document, in whichever process does it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cleaner import pipeline, write
from cleaner.batch import defects, naming, skip
from cleaner.batch.documents import Document
from cleaner.batch.facts import NO_FACTS, Facts, facts
from cleaner.batch.jobs import WorkerError
from cleaner.errors import CleanerError
from cleaner.model import Article, Failed, Options, Source, Status

if TYPE_CHECKING:
    from cleaner.archive import Group, Settings
    from cleaner.batch.highlights import Highlights
    from cleaner.batch.manifest import Entry


@dataclass(frozen=True, slots=True)
class Task:
    """What to make of every document of a run; sent to each worker.

    options     what changes the result
    form        a key of `write.WRITERS`, or "parquet"; None: no output
    keep_ext    whether output names keep the input's extension
    archive     how archive groups are made; None: none are
    check       whether to tell what would change in structure alone
    highlights  the documents to show as differences; None: none
    """

    options: Options = pipeline.DEFAULTS
    form: str | None = "md"
    keep_ext: bool = False
    archive: Settings | None = None
    check: bool = False
    highlights: Highlights | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A document to work on, or what an earlier run made of it."""

    document: Document
    kept: Entry | None = None

    @property
    def weight(self) -> int:
        """About how many bytes it holds in memory."""
        return self.document.weight


@dataclass(frozen=True, slots=True)
class Product:
    """What became of one document.

    name       its URI, for messages
    target     the output's path below an output folder
    output     the bytes to write; None where there is nothing to write: a failed document's markdown
    group      its archive group; None without an archive
    changes    how many removals and repairs
    reshaped   whether its cleaned form differs though nothing is removed or repaired; looked at by --check alone
    added      whether its group came into the archive; one that is there already does not
    facts      its figures
    highlight  its difference, where it may be among the slowest or the most cut
    kept       what an earlier run made of it, where that stands
    """

    name: str
    status: Status
    target: str = ""
    error: str = ""
    notes: tuple[str, ...] = ()
    output: bytes | None = None
    group: Group | None = None
    changes: int = 0
    reshaped: bool = False
    added: bool = False
    facts: Facts = NO_FACTS
    highlight: str = ""
    kept: Entry | None = None


def clean_one(source: Source | Failed, options: Options) -> pipeline.Cleaned | Failed:
    """Clean a source; whatever goes wrong with it becomes a `Failed` in its place, but for what its worker dies of."""
    if isinstance(source, Failed):
        return source
    if why := skip.reason(source):
        article = Article(source, (), media_type=source.media_type or "")
        return pipeline.Cleaned(article, status="skipped", notes=(why,), options=options)
    try:
        return pipeline.clean(skip.without_unknown(source), options=options)
    except CleanerError as error:
        return Failed(source, error)
    except (MemoryError, WorkerError):
        raise
    except Exception as error:  # noqa: BLE001 - one document's trouble must not end a run over a million
        return Failed(source, defects.explained(source.uri, error))


def make(job: Job, task: Task) -> Product:
    """Clean a document and write it in the form that is asked for."""
    if job.kept:
        return _kept(job.kept)
    document, begun = job.document, time.perf_counter()
    result = clean_one(document.source, task.options)
    try:
        made = _product(document, task, result)
    except CleanerError as error:
        result = Failed(result.source, error)
        made = _failed(task, result)
    except (MemoryError, WorkerError):
        raise
    except Exception as error:  # noqa: BLE001 - as above: a result that cannot be written is a failed document
        result = Failed(result.source, defects.explained(result.source.uri, error))
        made = _failed(task, result)
    made = replace(made, facts=facts(result, time.perf_counter() - begun))
    if task.highlights and isinstance(result, pipeline.Cleaned) and task.highlights.concerns(made.facts):
        made = replace(made, highlight=write.diff(result))
    return made


def crashed(document: Document, crash: WorkerError) -> Failed:
    """What a document is that killed the process it was cleaned in, or had it ended."""
    source = document.source.source if isinstance(document.source, Failed) else document.source
    return Failed(source, CleanerError(f"{source.uri}: {crash}"))


def crashed_product(job: Job, crash: WorkerError, task: Task) -> Product:
    """The product of a document that killed its worker."""
    failed = crashed(job.document, crash)
    return replace(_product(job.document, task, failed), facts=facts(failed, 0.0))


def _kept(entry: Entry) -> Product:
    return Product(
        entry.source,
        entry.status,
        target=entry.output,
        notes=entry.notes,
        changes=sum(entry.facts.removed.values()) + sum(entry.facts.repaired.values()),
        facts=entry.facts,
        kept=entry,
    )


def _product(document: Document, task: Task, result: pipeline.Cleaned | Failed) -> Product:
    made = _failed(task, result) if isinstance(result, Failed) else _cleaned(document, task, result)
    return replace(made, group=_group(result, task.archive)) if task.archive and _is_kept(result) else made


def _cleaned(document: Document, task: Task, result: pipeline.Cleaned) -> Product:
    changes = len(result.removals) + len(result.repairs)
    return Product(
        name=result.source.uri,
        status=result.status,
        target=_target(document, result.source, task),
        notes=result.notes,
        output=_output(result, task.form),
        changes=changes,
        reshaped=task.check and not changes and _reshaped(result),
    )


def _reshaped(result: pipeline.Cleaned) -> bool:
    """Whether a text would be written in another form; a page always is, and that is no finding."""
    if result.article.media_type == "text/markdown":
        return result.markdown.encode("utf-8", "replace") != result.source.data
    return result.article.media_type == "text/plain" and bool(write.diff(result))


def _failed(task: Task, failed: Failed) -> Product:
    return Product(failed.source.uri, "failed", error=str(failed.error), output=_output(failed, task.form))


def _group(result: pipeline.Cleaned | Failed, settings: Settings) -> Group:
    from cleaner.archive import group  # a run without an archive starts without it

    return group(result, settings)


def _is_kept(result: pipeline.Cleaned | Failed) -> bool:
    """Whether a result belongs in an archive: not what was passed over unread, such as an image in a folder."""
    return result.status != "skipped" or result.source.record is not None


def _output(result: pipeline.Cleaned | Failed, form: str | None) -> bytes | None:
    if form in {"json", "ndjson"}:
        return write.json_line(result, _markdown(result)).encode()
    if form == "parquet":
        from cleaner.batch.table import row  # pickled here, so that the one writer has little to do

        return row(result, _markdown(result))
    if form is None or isinstance(result, Failed) or result.status == "skipped":
        return None
    text = result.markdown if form == "md" else write.WRITERS[form](result)  # an archive wants the same markdown
    return text.encode("utf-8", "replace")


def _markdown(result: pipeline.Cleaned | Failed) -> str | None:
    """The markdown of a result that has some; the archive wants the same."""
    return None if isinstance(result, Failed) else result.markdown


def _target(document: Document, source: Source, task: Task) -> str:
    if task.form is None:
        return ""
    extension = naming.EXTENSIONS[task.form]
    if document.contained:
        return naming.container_target(document.item, source, extension, keep_ext=task.keep_ext)
    return naming.file_target(document.item, extension, keep_ext=task.keep_ext)
