"""Link targets: resolved against the page's base, tolerant of broken ones."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_IGNORED = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)


class Resolver:
    """Resolves links against a page's address and its `<base href>`; either may be missing or broken."""

    def __init__(self, url: str | None, base_href: str | None = None) -> None:
        self._base = join(url or "", (base_href or "").strip())
        self._origin = _origin(self._base)

    def resolve(self, href: str) -> str:
        """The absolute address where the base allows it; empty where the link leads nowhere (a script)."""
        href = _IGNORED.sub("", href.strip())
        if _SCRIPT.match(href):
            return ""
        if not self._base or _SCHEME.match(href):
            return href
        if self._origin and href[:1] == "/" and href[1:2] != "/" and "/." not in href:
            return self._origin + href
        return join(self._base, href)


def join(base: str, href: str) -> str:
    """`urljoin` that gives a link back as it is where it cannot be parsed."""
    try:
        return urljoin(base, href)
    except ValueError:  # an unclosed bracket, a bad port
        return href


def _origin(base: str) -> str:
    try:
        parts = urlsplit(base)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
