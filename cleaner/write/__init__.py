"""A result to text: one module for each form, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleaner.model import Result
from cleaner.write.diff import diff, diff_to
from cleaner.write.json import json_line, to_dict
from cleaner.write.markdown import markdown
from cleaner.write.text import text

__all__ = ["WRITERS", "diff", "diff_to", "json_line", "markdown", "text", "to_dict"]

Writer = Callable[[Result], str]

# By the name that `--to` gives them.
WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "md": markdown,
        "text": text,
        "json": json_line,
        "ndjson": json_line,
        "diff": diff,
    }
)
