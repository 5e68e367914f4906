"""How a command ends: exit codes, messages, closed pipes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, ParamSpec

import typer

from cleaner.errors import CleanerError, ConfigError, OutputError

Params = ParamSpec("Params")

_PLACE = re.compile(r":\d+$")  # the line or byte of a file that stands for a document without a name

FINDING = 1
USAGE = 2
SOME_FAILED = 3
ALL_FAILED = 4
INTERRUPTED = 130


def guarded(command: Callable[Params, None]) -> Callable[Params, None]:
    """A command whose errors end as one line on stderr and an exit code, and whose closed pipe is a normal end."""

    @wraps(command)
    def run(*args: Params.args, **options: Params.kwargs) -> None:
        try:
            command(*args, **options)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            _silence()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None
        except OSError as error:  # OutputError too: what is buffered for a full disk would fail again at exit
            _silence()
            say(str(error))
            raise typer.Exit(USAGE) from None
        except CleanerError as error:
            say(str(error))
            raise typer.Exit(USAGE) from None

    return run


def say(message: str) -> None:
    """One message on stderr, `printable`."""
    if sys.stderr is not None:
        print(f"cleaner: {printable(message)}", file=sys.stderr)


def put(line: str) -> None:
    """One line of a table on stderr, `printable`."""
    if sys.stderr is not None:
        print(printable(line), file=sys.stderr)


def printable(message: str) -> str:
    r"""A message in which characters that would steer a terminal are escapes.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in message)


def told(name: str, message: str) -> str:
    """A message that names what it is about, once.

    >>> told("a.txt", "a.txt: torn"), told("x.warc.gz:240", "x.warc.gz: byte 240: torn"), told("a.txt", "torn")
    ('a.txt: torn', 'x.warc.gz: byte 240: torn', 'a.txt: torn')
    """
    file = _PLACE.sub("", name)
    named = message.startswith((name, f"{file}: ")) or f" {name}: " in message
    return message if named else f"{name}: {message}"


def stdout() -> BinaryIO:
    """Standard output for bytes. Raises OutputError where the process has none."""
    if sys.stdout is None:
        raise OutputError("standard output is closed; open it, or write to a file with -o")
    return sys.stdout.buffer


def piped_stdin() -> bool:
    """Whether something else than a terminal feeds standard input."""
    return sys.stdin is not None and not sys.stdin.isatty()


def inputs(paths: list[str] | None) -> list[str]:
    """The paths to read: as given, else standard input where it is piped. Raises ConfigError where there is none."""
    if paths:
        if "-" in paths and sys.stdin is None:
            raise ConfigError("-: standard input is closed")
        return paths
    if piped_stdin():
        return ["-"]
    raise ConfigError("no input: name a file or folder, or pipe a text in; 'cleaner --help' has examples")


def failure_code(failed: int, total: int) -> int:
    """The exit code for so many failures of so many: 0 none, 3 some, 4 all."""
    if not failed:
        return 0
    return ALL_FAILED if failed == total else SOME_FAILED


def _silence() -> None:
    """Let what is still buffered for a stdout that takes no more go nowhere, so that the exit does not fail on it."""
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
