"""Link targets: resolved against the page's base, tolerant of broken ones."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_IGNORED = re.compile(r"[\t\n\r]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_WEB = re.compile(r"https?://|//|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE | re.ASCII)
_LONGEST = 8000  # characters of an address that is one; servers take no more


class Resolver:
    """Resolves links against a page's address and its `<base href>`; either may be missing or broken.

    A base that is no address of the web (`data:`, `javascript:`) or longer than any is passed over.

    longest  characters of an address that it gave
    """

    def __init__(self, url: str | None, base_href: str | None = None) -> None:
        base = _IGNORED.sub("", (base_href or "")[: _LONGEST + 1].strip())
        self._base = join(url or "", base if len(base) <= _LONGEST and _WEB.match(base) else "")
        self._origin = _origin(self._base)
        self.longest = 0
        self._known: dict[str, str] = {}

    def resolve(self, href: str) -> str:
        """The absolute address where the base allows it; empty where the link leads nowhere (a script)."""
        target = self._known.get(href)
        if target is None:
            target = self._known[href] = self._resolved(href) if len(href) <= _LONGEST else ""
            self.longest = max(self.longest, len(target))
        return target

    def _resolved(self, href: str) -> str:
        href = href.strip()
        if not href.isprintable():
            href = _IGNORED.sub("", href)
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
