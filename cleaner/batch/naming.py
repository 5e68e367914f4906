"""Where a document's output goes below the output folder.

A file's own name decides: `a/b.html` gives `a/b.md`. Documents of a container have no file name; theirs is made of what
they say of themselves, which is not trusted: no part of it can leave the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from cleaner.batch.inputs import Input
from cleaner.errors import ConfigError
from cleaner.model import Source

EXTENSIONS = {
    "md": ".md", "text": ".txt", "json": ".json", "ndjson": ".ndjson", "parquet": ".parquet", "diff": ".diff"
}  # fmt: skip
NO_HOST = "no-host"
INDEX = "index"
SLUG_BYTES = 100  # of the 255 that file systems allow
SEVERAL = re.compile(r"\.(?:warc|ndjson|jsonl|parquet|zip)(?:\.(?:gz|zst))?$", re.IGNORECASE)  # what holds documents
_CONTAINER = re.compile(r"(?<=[^/])\.(?:warc|ndjson|jsonl|json|parquet)(?:\.(?:gz|zst))?$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+")


def file_target(item: Input, extension: str, *, keep_ext: bool) -> str:
    """The output's path for a file: `NAME.md` for `NAME.EXT`, or `NAME.EXT.md` where extensions are kept."""
    path = PurePosixPath(item.path if keep_ext else item.bare or item.path)
    return str(path.with_name((path.name if keep_ext else path.stem) + extension))


def container_target(item: Input, source: Source, extension: str, *, keep_ext: bool) -> str:
    """The output's path for a document of a container: `INPUT/HOST/SLUG-DIGEST8.md`.

    DIGEST8 is of the document's URI and bytes, so that equal names mean equal documents.
    """
    address = source.url or source.uri
    digest = sha256(address.encode("utf-8", "surrogatepass") + b"\0" + source.data).hexdigest()[:8]
    name = f"{_slug(address)}-{digest}{extension}"
    return str(PurePosixPath(container_folder(item, keep_ext=keep_ext), safe(host(address)) or NO_HOST, name))


def container_folder(item: Input, *, keep_ext: bool) -> str:
    """The folder for a container's documents: its path, without what says that it is a container."""
    return item.path if keep_ext else _CONTAINER.sub("", item.bare or item.path)


def refuse_collisions(targets: Iterable[tuple[Input, str]]) -> None:
    """Raises ConfigError where two inputs would be written to one place."""
    taken: dict[str, Input] = {}
    for item, target in targets:
        other = taken.setdefault(target, item)
        if other is not item:
            same_name = PurePosixPath(other.path).name == PurePosixPath(item.path).name
            remedy = "clean them into separate folders" if same_name else "keep them apart with --keep-ext"
            raise ConfigError(f"{other.name} and {item.name} would both be written to {target}; {remedy}")


def host(address: str) -> str:
    """The host of an address, in small letters; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # such as an unclosed bracket
        return ""


def _slug(address: str) -> str:
    """The last part of an address's path, without its extension; all of what is no address, such as an id."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return safe(address) or INDEX
    return safe(PurePosixPath(unquote(parts.path)).stem if "://" in address else address) or INDEX


def safe(text: str) -> str:
    """Letters, digits, dots and hyphens of a text, as a name that is no path, not hidden and not too long."""
    name = _UNSAFE.sub("-", text).strip("-.")
    return name.encode("utf-8", "ignore")[:SLUG_BYTES].decode("utf-8", "ignore").strip("-.")
