"""`cleaner serve` and `cleaner export-html`: originals and cleaned versions side by side in a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli import ends, options
from cleaner.errors import ConfigError

if TYPE_CHECKING:
    from cleaner.serve.server import Running
    from cleaner.serve.shelf import Shelf

NEEDED = {"jinja2", "nh3", "starlette", "uvicorn"}  # what the extra `serve` brings

Shown = Annotated[
    list[str],
    typer.Argument(metavar="X.warc.gz|DIR...", help="Archives, folders of archives, or an output folder."),
]
Originals = Annotated[
    str | None,
    typer.Option(
        "--originals", metavar="DIR", help="What an output folder was made from, where its manifest does not say it."
    ),
]
IndexFile = Annotated[
    str | None,
    typer.Option("--index", metavar="FILE", help="Where the index lies; X.viewer.sqlite beside the first archive."),
]


def serve(
    paths: Shown,
    port: Annotated[int, typer.Option("--port", metavar="N", help="Of 127.0.0.1; without it, any that is free.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only say the address.")] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Take verdicts, and write them to X.verdicts.ndjson beside the archive.")
    ] = False,
    originals: Originals = None,
    index: IndexFile = None,
    quiet: options.Quiet = False,
) -> None:
    """Show originals and cleaned versions side by side in a browser, on this machine alone.

    \b
    cleaner serve kept.warc.gz
    cleaner serve kept.warc.gz --judge       mark what is wrong; rules test and reclean use it
    cleaner serve out/                       an output folder

    The address, with its secret token, is printed first. Ctrl-C ends it.
    """
    with _shelf(paths, originals, index, judge=judge) as shelf:
        from cleaner.serve import server

        def announce(running: Running) -> None:
            typer.echo(running.url)
            sys.stdout.flush()
            if not quiet:
                ends.say("Ctrl-C ends it" + (f"; verdicts go to {_verdict_files(shelf)}" if judge else ""))
            if not no_browser:
                import webbrowser

                webbrowser.open(running.url)

        server.serve(shelf, port, announce, judge=judge)


def export_html(
    paths: Shown,
    output: Annotated[str, typer.Option("--output", "-o", metavar="DIR", help="A new or empty folder.")] = ...,  # type: ignore[assignment]
    originals: Originals = None,
    index: IndexFile = None,
    quiet: options.Quiet = False,
) -> None:
    """Write the same pages as files that open from disk; everything but the search.

    \b
    cleaner export-html kept.warc.gz -o site/
    """
    with _shelf(paths, originals, index) as shelf:
        from cleaner.serve.export import export

        shelf.wait()
        number = export(shelf.library(), Path(output))
        if not quiet:
            ends.say(f"{output}/index.html: {number:,} document{'' if number == 1 else 's'}")


@contextmanager
def _shelf(paths: list[str], originals: str | None, index: str | None, *, judge: bool = False) -> Iterator[Shelf]:
    """What is to be shown, and its index; what is made of folders is gone afterwards, so it cannot be judged."""
    try:
        from cleaner.serve import app  # noqa: F401 - whether all is installed
        from cleaner.serve.folder import archives_of
        from cleaner.serve.shelf import Shelf
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in NEEDED:
            raise
        raise ConfigError(f"{missing} is not installed; pip install 'cleaner[serve]'") from error
    with TemporaryDirectory(prefix="cleaner-") as scratch:
        archives = archives_of([Path(path) for path in paths], Path(originals) if originals else None, Path(scratch))
        if judge and any(archive.is_relative_to(scratch) for archive in archives):
            raise ConfigError("--judge needs an archive: make one with `cleaner archive add`")
        yield Shelf(archives, Path(index) if index else None)


def _verdict_files(shelf: Shelf) -> str:
    from cleaner.verdicts import path_beside

    return ", ".join(str(path_beside(path)) for path in shelf.archives)
