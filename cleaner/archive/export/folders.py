"""Two mirrored trees: `originals/` with every original's bytes, `markdown/` with a .md in the same place."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from cleaner.archive.reader import Document
from cleaner.archive.restore import checked
from cleaner.archive.versions import current
from cleaner.errors import OutputError, ReadError, writing

ORIGINALS, CLEANED = "originals", "markdown"
LONGEST = 120  # bytes of one name, of the 255 that file systems allow
_UNSAFE = re.compile(r"[^\w.,()\[\]+=@ -]+")
_EXTENSIONS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md", "text/plain": ".txt"}


def write(path: Path, out: Path) -> int:
    """Write an archive as two trees below `out`, which must not hold anything yet."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputError(f"{out}: not an empty folder; choose another")
    number, taken = 0, set[str]()
    for document in current(path):
        name = _free(place(document), document, taken)
        try:
            _write(out / ORIGINALS / name, checked(document))
        except ReadError:  # its encodings cannot be undone: the record's block is what there is
            _write(out / ORIGINALS / name, document.payload.block)
        if document.markdown is not None:
            _write(out / CLEANED / PurePosixPath(name).with_suffix(".md"), document.markdown.encode("utf-8", "replace"))
        number += 1
    return number


def place(document: Document) -> str:
    """A relative path for a document, made of its URI; no part of it can leave the folder.

    `file:///sub/a.txt` gives `sub/a.txt`, `https://example.org/news/` gives `example.org/news/index.html`.
    """
    parts = urlsplit(document.uri)
    path = unquote(parts.path, errors="replace")
    kind = document.ledger.media_type
    if parts.scheme not in {"file", "http", "https"}:
        return _safe(document.uri)
    steps = [parts.netloc, *path.split("/")] if parts.netloc else path.split("/")
    names = [_safe(step) for step in steps if step not in {"", ".", ".."}]
    if parts.scheme != "file" and (path.endswith("/") or len(names) < 2):
        names.append("index")
    if parts.scheme != "file" and not PurePosixPath(names[-1]).suffix:
        names[-1] += _EXTENSIONS.get(kind, "")
    return "/".join(names) or "unnamed"


def _safe(name: str) -> str:
    made = _UNSAFE.sub("-", name).strip(". ") or "-"
    return (
        made if len(made.encode()) <= LONGEST else made.encode()[: LONGEST - 9].decode("utf-8", "ignore") + _short(name)
    )


def _short(text: str) -> str:
    return "-" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _free(name: str, document: Document, taken: set[str]) -> str:
    """The name, or one with a digest or number where it collides, even on a disk that does not tell upper case."""
    path = PurePosixPath(name)
    marks = ("", _short(document.uri + document.date), f"-{document.ordinal}")
    candidates = [path.with_name(f"{path.stem}{mark}{path.suffix}") for mark in marks]
    for candidate in candidates:
        files = {f"{ORIGINALS}/{candidate}".lower()}
        if document.markdown is not None:
            files.add(f"{CLEANED}/{candidate.with_suffix('.md')}".lower())
        folders = {f"{parent}/" for file in files for parent in PurePosixPath(file).parents}
        colliding = files | {f"{file}/" for file in files} | {folder[:-1] for folder in folders}
        if not colliding & taken:
            taken |= files | folders
            return str(candidate)
    return str(candidates[-1])


def _write(path: Path, data: bytes) -> None:
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            try:
                stream.write(data)
                stream.flush()
            except BaseException:
                path.unlink()
                raise
