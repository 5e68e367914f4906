"""The command line. No logic here: flags are turned into requests, results into lines and exit codes."""

from __future__ import annotations

import logging

__all__ = ["main"]


def main() -> None:
    """Run the `cleaner` command with the process's arguments; ends the process with its exit code."""
    from cleaner.cli.app import app  # not when the package is merely imported

    logging.lastResort = None  # stderr is for our messages, not for what libraries would remark to their programmer
    app(prog_name="cleaner")
