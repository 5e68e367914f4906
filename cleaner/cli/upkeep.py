"""`cleaner archive`, what keeps archives in good order: repair, restore, reclean, index, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import ends, options
from cleaner.cli.archive import ArchivePath, only_document, opened
from cleaner.errors import ConfigError


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
            typer.echo(f"{file.path}: {finding.place}: {finding.message}")
        unfinished = "was left unfinished; " if file.finished else ""
        kept = f"; the rest is in {file.aside}" if file.aside else ""
        ends.say(f"{file.path}: {unfinished}{file.kept:,} complete documents{kept}")
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
    date: options.Date = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show how each changed text changes.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean the originals with today's rules; versions that differ are added, the older ones stay.

    Each document keeps the options that it was cleaned with, unless options are given here.

    \b
    cleaner archive reclean kept.warc.gz
    cleaner archive reclean kept.warc.gz --drop byline --diff
    """
    from cleaner.archive import settings
    from cleaner.archive.reclean import reclean as recleaned

    asked = options.cleaning(profile, lang, rules, keep, drop)
    chosen = asked if any((profile, lang, rules, keep, drop)) else None
    total = added = changed = 0
    for change in recleaned(Path(path), chosen, settings(date)):
        total, added, changed = total + 1, added + change.added, changed + (change.before != change.after)
        if change.before != change.after:
            was = f"was {change.ledger.status}, {len(change.ledger.removed)} removed"
            now = f"now {change.status}, {change.error or f'{change.removed} removed'}"
            typer.echo(f"{change.uri}: {was}; {now}")
            if diff:
                typer.echo(change.diff(), nl=False)
    if not quiet:
        ends.say(f"{path}: {total:,} originals; {added:,} further versions, {changed:,} texts changed")


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
