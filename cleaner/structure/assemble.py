"""Lines with roles to blocks: neighbours of one element become one block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.model import Block, BlockKind, Mark, Role
from cleaner.structure.kept import Kept


def assemble(lines: Sequence[Kept]) -> tuple[Block, ...]:
    """Join the lines of each element into its block; every line is in exactly one."""
    groups: list[list[Kept]] = []
    for line in lines:
        if groups and _continues(_role(groups[-1][-1]), _role(line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(block for group in groups if (block := _block(group)) is not None)


def _role(line: Kept) -> Role:
    if line.role is None:
        raise ValueError(f"line {line.number} has no role")
    return line.role


def _continues(before: Role, role: Role) -> bool:
    if before.kind != role.kind or before.quote != role.quote:
        return False
    if role.soft:
        return True
    return role.kind != "rule" and role.group != 0 and (before.group, before.level) == (role.group, role.level)


def _block(lines: Sequence[Kept]) -> Block | None:
    """One element's block; None for code of which nothing but blank lines is left."""
    role = _role(lines[0])
    text, marks = "", list[Mark]()
    for number, line in enumerate(lines):
        text = _join(text, marks, line) if number else line.text
        if not number:
            marks = list(line.marks)
    if role.kind == "code" and not text.strip():
        return None
    kind: BlockKind = "table" if role.kind == "row" else role.kind
    rows = [_role(line) for line in lines]
    return Block(
        kind=kind,
        text=text,
        lines=tuple(line.number for line in lines),
        level=role.level,
        ordered=role.ordered,
        number=role.number,
        quote=role.quote,
        language=role.language,
        header=_header(rows),
        spans=tuple(row.spans for row in rows) if any(row.spans for row in rows) else (),
        marks=tuple(marks),
        group=role.container,
    )


def _header(rows: Sequence[Role]) -> int:
    """How many rows at the start are the table's head."""
    return (
        next((number for number, row in enumerate(rows) if not row.header), len(rows)) if rows[0].kind == "row" else 0
    )


def _join(text: str, marks: list[Mark], line: Kept) -> str:
    """Append a line to a block's text; a mark that goes on over the break goes on as one."""
    seam = len(text)
    joined = text + (" " if _role(line).soft else "\n")
    offset = len(joined)
    fluent = _role(line).kind not in {"row", "code"}
    ending = {(mark.kind, mark.target): index for index, mark in enumerate(marks) if mark.end == seam}
    for mark in line.marks:
        moved = replace(mark, start=mark.start + offset, end=mark.end + offset)
        before = ending.get((mark.kind, mark.target)) if fluent and mark.start == 0 else None
        if before is None:
            marks.append(moved)
        else:
            marks[before] = replace(marks[before], end=moved.end)
    return joined + line.text
