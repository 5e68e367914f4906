r"""Formulas of a page: the TeX that they were made from, wherever the page keeps it.

MathML has it in an `annotation` or, by LaTeXML and Wikipedia, in `alttext`; KaTeX's MathML has such an annotation,
beside what it shows; MathJax 2 keeps it in `<script type="math/tex">`, beside what it shows; MathJax and KaTeX find it,
before they run, in the text, between `\(…\)`, `\[…\]` and `$$…$$`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner import edit
from cleaner.model import Line, Mark, Repair
from cleaner.read.maths import formula_end

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

#: Stands for a formula in the tree; the walk marks its text.
ELEMENT = "x-math"

# Looked for first: searching a page for a plain string costs next to nothing.
_HINTS = ("<math", "math/tex")
_RENDERERS = ("athJax", "mathjax", "katex", "KaTeX", "renderMathInElement")
_RENDERER = re.compile(r"<script[^<>]{0,300}(?:mathjax|katex)|MathJax\s*[.=]|renderMathInElement", re.IGNORECASE)
_SINGLE = re.compile(r"""\[\s*['"]\$['"]\s*,|left\s*:\s*['"]\$['"]""")
_TEX = ('annotation[encoding="application/x-tex"]', 'annotation[encoding="TeX"]', 'annotation[encoding="LaTeX"]')
_WRAPPERS = ("katex", "mwe-math-element")  # classes of what shows a formula, its source within
_SHOWN_BESIDE = frozenset(("MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML"))
_STYLE = re.compile(r"^\{\\(?:display|text)style\s+(.*)\}$", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_OPENING = re.compile(r"\\[(\[]|\$\$?")
_CLOSING = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_LONGEST = 4000  # characters of a formula
_MOST = 10_000  # formulas of a page


def expose(tree: LexborHTMLParser, html: str) -> None:
    """Put a formula's source, between dollar signs, in the place of all that shows it."""
    if not any(hint in html for hint in _HINTS):
        return
    for script in tree.css('script[type^="math/tex"]')[:_MOST]:
        _hide_beside(script)
        display = "mode=display" in (script.attributes.get("type") or "")
        _replace(tree, script, script.text(), display=display)
    for math in tree.css("math")[:_MOST]:
        if source := _source(math):
            around, display = _around(math)
            _replace(tree, around, source, display=display)


def _hide_beside(script: LexborNode) -> None:
    """Take out what MathJax 2 shows before its script."""
    beside = script.prev
    while beside is not None and (beside.tag == "-text" and not (beside.text_content or "").strip()):
        beside = beside.prev
    while beside is not None and _SHOWN_BESIDE.intersection((beside.attributes.get("class") or "").split()):
        shown, beside = beside, beside.prev
        shown.decompose()


def _source(math: LexborNode) -> str:
    for selector in _TEX:
        if annotation := math.css_first(selector):
            return annotation.text()
    return math.attributes.get("alttext") or ""


def _around(math: LexborNode) -> tuple[LexborNode, bool]:
    """The outermost element that shows nothing but this formula, and whether it is displayed."""
    display = math.attributes.get("display") == "block"
    around, step = math, math.parent
    for _ in range(4):
        if step is None:
            break
        classes = (step.attributes.get("class") or "").split()
        wraps = any(name in classes for name in _WRAPPERS) and (step.tag == "span" or "mwe-math-element" in classes)
        if wraps and len(step.css("math")) == 1:  # an article may have such a class too, and hold words
            around = step
        display = display or "katex-display" in classes
        step = step.parent
    return around, display


def _replace(tree: LexborHTMLParser, node: LexborNode, source: str, *, display: bool) -> None:
    if written := _between_dollars(source, display=display):
        element = tree.create_node(ELEMENT)
        element.insert_child(written)
        node.replace_with(element)


def _between_dollars(source: str, *, display: bool) -> str:
    """TeX as markdown has it, on one line: without comments, which would swallow the rest of it; "" for none."""
    source = _LINE_BREAK.sub(" ", _COMMENT.sub("", source + "\n")).strip()
    if styled := _STYLE.match(source):
        source = styled[1].strip()
    sign = "$$" if display else "$"
    written = f"{sign}{source}{sign}"
    return written if source and formula_end(written, 0) == len(written) else ""


def with_formulas(lines: list[Line], html: str) -> list[Line]:
    """Mark the formulas that the text holds for a script to show, on pages that have such a script."""
    signs = [index for index, line in enumerate(lines) if "$" in line.text or "\\" in line.text]
    if not signs or not any(name in html for name in _RENDERERS) or not _RENDERER.search(html):
        return lines
    single = _SINGLE.search(html) is not None
    marked = list(lines)
    for index in signs:
        marked[index] = _with_formulas(lines[index], single=single)
    return marked


def _with_formulas(line: Line, *, single: bool) -> Line:
    """The line with its formulas between dollar signs, each with its mark; code and formulas stay as they are."""
    if line.role is not None and line.role.kind == "code":
        return line
    closed = [(mark.start, mark.end) for mark in line.marks if mark.kind in ("code", "math")]
    found = [
        (start, end, written)
        for start, end, written in _delimited(line.text, single=single)
        if not any(start < high and low < end for low, high in closed)
    ]
    if not found:
        return line
    repairs = [Repair(line.number, start, end, "", written) for start, end, written in found]
    text, marks = edit.apply(line, (), repairs)
    grown = 0
    formulas = []
    for start, end, written in found:
        formulas.append(Mark(start + grown, start + grown + len(written), "math"))
        grown += len(written) - (end - start)
    ordered = sorted((*marks, *formulas), key=lambda mark: (mark.start, -mark.end))
    return replace(line, text=text, marks=tuple(ordered))


def _delimited(text: str, *, single: bool) -> Iterator[tuple[int, int, str]]:
    """Where formulas stand in a text, and how they are written; those between single dollar signs only if asked."""
    at = 0
    while match := _OPENING.search(text, at):
        start, sign = match.start(), match[0]
        at = match.end()
        if sign == "$":
            end = formula_end(text, start) if single else None
            written = text[start:end]
        else:
            close = text.find(_CLOSING[sign], at, at + _LONGEST)
            end = close + 2 if close >= 0 else None
            written = _between_dollars(text[at:close], display=sign != "\\(") if end else ""
        if end is not None and written:
            yield start, end, written
            at = end
