"""The command line. No logic here: flags are turned into requests, results into lines and exit codes."""

from __future__ import annotations

import logging
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the `cleaner` command with the process's arguments; ends the process with its exit code."""
    logging.lastResort = None  # stderr is for our messages, not for what libraries would remark to their programmer
    completing = "_CLEANER_COMPLETE" in os.environ  # a shell asks for names of commands
    try:
        from cleaner.cli.app import tree  # not when the package is merely imported

        program = tree("" if completing else next(iter(sys.argv[1:]), ""))
    except KeyboardInterrupt:  # before a command could see to it
        sys.exit(130)
    program(prog_name="cleaner")
