"""A result's plain text: its words, without anything that markup would add."""

from __future__ import annotations

from cleaner.model import Block, Result


def text(result: Result) -> str:
    """The blocks' texts in reading order, without the title, markers, escapes or link targets.

    Blocks are apart by a blank line, items of lists by a newline; a row's cells by tabs. Ends with one newline, or is
    "" where no block has text.
    """
    written: list[str] = []
    previous: Block | None = None
    for block in result.blocks:
        if block.kind in ("title", "rule") or not block.text.strip():
            continue
        if previous:
            written.append("\n" if previous.kind == block.kind == "list_item" else "\n\n")
        written.append(block.text.strip("\n"))
        previous = block
    return "".join(written) + "\n" if written else ""
