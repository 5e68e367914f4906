"""`cleaner archive`, what keeps archives in good order: repair, restore, reclean, index, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import ends, options
from cleaner.cli.archive import ArchivePath, only_document, opened
from cleaner.errors import ConfigError
from cleaner.model import Engine


def repair(path: ArchivePath, quiet: options.Quiet = False) -> None:
    """Bring a damaged or unfinished archive back to its complete groups, and say what was lost.

    \b
    cleaner archive repair kept.warc.gz

    Nothing is thrown away: what is cut off is kept in a file beside the archive.
    """
    from cleaner.archive import settings
    from cleaner.archive.repair import repair as repaired

    nothing = True
    for file in repaired(Path(path), settings()):
        nothing = False
        for finding in file.lost:
            typer.echo(ends.printable(f"{file.path}: {finding.place}: {finding.message}"))
        unfinished = "was left unfinished; " if file.finished else ""
        kept = f"; the rest is in {file.aside}" if file.aside else ""
        ends.say(f"{file.path}: {unfinished}{file.kept:,} complete document{'' if file.kept == 1 else 's'}{kept}")
    if nothing and not quiet:
        ends.say(f"{path}: nothing to repair")


def restore(
    path: ArchivePath,
    key: Annotated[
        str | None,
        typer.Argument(metavar="[DOCUMENT]", help="Its URI, number, digest, or the end of its path."),
    ] = None,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="A new file.")] = ...,  # type: ignore[assignment]
    date: Annotated[str, typer.Option("--date", metavar="ISO8601", help="The capture of that date: 2025-06, …")] = "",
) -> None:
    """Write an original's bytes to a file, checked against the digest in its ledger.

    \b
    cleaner archive restore kept.warc.gz a.txt -o a.txt
    """
    from cleaner.archive.restore import restore as restored

    document = only_document(opened(path), key, date)
    size = restored(document, Path(output))
    ends.say(f"{output}: {size:,} bytes, as they came")


def reclean(
    path: ArchivePath,
    profile: options.ProfileOption = None,
    lang: options.Lang = None,
    rules: options.Rules = None,
    keep: options.Keep = None,
    drop: options.Drop = None,
    engine: Annotated[
        Engine | None, typer.Option("--engine", help="Who decides what of a page is the article.")
    ] = None,
    verdicts: options.Verdicts = None,
    date: options.Date = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show how each changed text changes.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean the originals with today's rules; versions that differ are added, the older ones stay.

    Each document keeps the options that it was cleaned with; what is given here takes the place of its own.

    \b
    cleaner archive reclean kept.warc.gz
    cleaner archive reclean kept.warc.gz --drop byline --diff
    cleaner archive reclean kept.warc.gz --verdicts kept.verdicts.ndjson
    """
    from cleaner.archive import settings
    from cleaner.archive.reclean import reclean as recleaned

    judged = options.verdicts_of(verdicts)
    asked = options.cleaning(profile, lang, rules, keep, drop)
    named = {"profile": profile, "language": lang, "rules": rules, "keep": keep, "drop": drop}
    given = {name: getattr(asked, name) for name, value in named.items() if value}
    total = added = changed = failed = 0
    for change in recleaned(Path(path), given | ({"engine": engine} if engine else {}), settings(date), judged):
        total, added, changed = total + 1, added + change.added, changed + (change.before != change.after)
        failed += bool(change.error)
        if change.before != change.after:
            was = f"was {change.ledger.status}, {len(change.ledger.removed)} removed"
            now = f"now {change.status}, {change.error or f'{change.removed} removed'}"
            typer.echo(ends.printable(f"{change.uri}: {was}; {now}"))
            if diff:
                typer.echo(change.diff(), nl=False)
        elif change.error:
            ends.say(f"{change.uri}: {change.error}")
    if not quiet:
        ends.say(f"{path}: {total:,} originals; {added:,} further versions, {changed:,} texts changed")
    if failed:
        raise typer.Exit(ends.failure_code(failed, total))


def index(
    path: ArchivePath,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="X.cdxj", help="Where to; X.cdxj beside the archive.")
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Write an index (CDXJ) for replay tools, and for finding documents at once.

    Originals stand in it at their URI, cleaned versions at urn:x-cleaner:URI.

    \b
    cleaner archive index kept.warc.gz
    """
    number = opened(path).write_index(output)
    if not quiet:
        ends.say(f"{path}: {number:,} lines in the index")


def export(
    path: ArchivePath,
    wacz: Annotated[str | None, typer.Option("--wacz", metavar="FILE", help="For ReplayWeb.page and its kin.")] = None,
    folder: Annotated[
        str | None, typer.Option("--dir", metavar="DIR", help="Originals and markdown as two mirrored trees.")
    ] = None,
    ndjson: Annotated[str | None, typer.Option("--ndjson", metavar="FILE", help="One object a document.")] = None,
    parquet: Annotated[str | None, typer.Option("--parquet", metavar="FILE", help="A table; needs pyarrow.")] = None,
    wet: Annotated[str | None, typer.Option("--wet", metavar="FILE", help="Plain texts, as Common Crawl does.")] = None,
    quiet: options.Quiet = False,
) -> None:
    """Write an archive in other forms; each document once, as it was cleaned last.

    \b
    cleaner archive export kept.warc.gz --wacz kept.wacz
    cleaner archive export kept.warc.gz --dir kept/ --ndjson kept.ndjson
    """
    forms = {"wacz": wacz, "dir": folder, "ndjson": ndjson, "parquet": parquet, "wet": wet}
    wanted = {form: out for form, out in forms.items() if out}
    if not wanted:
        raise ConfigError(f"nothing to write; say one of {', '.join(f'--{form}' for form in forms)}")
    archive = opened(path)
    for form, out in wanted.items():
        number = archive.export(form, out)
        if not quiet:
            ends.say(f"{out}: {number:,} documents")
