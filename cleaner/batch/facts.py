"""What is known of a document once it is done: the figures that manifest, progress and report are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType

from cleaner.batch import naming
from cleaner.model import EMPTY, Failed, Result, Source

NO_SITE = "(no site)"


@dataclass(frozen=True, slots=True)
class Facts:
    """Figures of one document.

    digest      SHA-256 of its bytes, in hexadecimal
    rule_set    digest of the rules that were applied; empty where it failed
    seconds     that it took
    size        of its bytes
    site        the host that it was published at, else the first folder of its path
    removed     how many removals, by rule
    repaired    how many repairs, by rule
    characters  of its reading, and
    cut         how many of them were removed
    """

    digest: str = ""
    rule_set: str = ""
    seconds: float = 0.0
    size: int = 0
    site: str = NO_SITE
    removed: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    repaired: Mapping[str, int] = field(default_factory=lambda: EMPTY)
    characters: int = 0
    cut: int = 0

    @property
    def share(self) -> float:
        """How much of the reading was removed, 0 to 1."""
        return self.cut / self.characters if self.characters else 0.0


NO_FACTS = Facts()


def facts(result: Result | Failed, seconds: float) -> Facts:
    """The figures of a result."""
    source = result.source
    known = Facts(digest=digest(source), seconds=seconds, size=len(source.data), site=site(source))
    if isinstance(result, Failed):
        return known
    return replace(
        known,
        rule_set=result.rule_set,
        removed=MappingProxyType(Counter(removal.rule for removal in result.removals)),
        repaired=MappingProxyType(Counter(repair.rule for repair in result.repairs)),
        characters=sum(len(line.text) for line in result.article.lines),
        cut=sum(removal.end - removal.start for removal in result.removals),
    )


def digest(source: Source) -> str:
    """SHA-256 of a source's bytes, in hexadecimal."""
    return sha256(source.data).hexdigest()


def site(source: Source) -> str:
    """The host that a source was published at, without "www."; else the first folder of its path.

    >>> site(Source("a", b"", url="https://www.Example.org:8080/x")), site(Source("a", b"", path="news/b.html"))
    ('example.org', 'news')
    """
    if host := naming.host(source.url or ""):
        return host.removeprefix("www.")
    folder, _, name = (source.path or "").partition("/")
    return folder if name else NO_SITE
