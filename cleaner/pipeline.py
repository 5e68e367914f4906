"""The one straight way from bytes to markdown: the only place that composes the stages."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner import detect, language, metadata, read, structure, write
from cleaner.model import Article, Options, Result, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.detect.settle import Findings
    from cleaner.model import Block, Profile

DEFAULTS = Options()


@dataclass(frozen=True)
class Cleaned(Result):
    """A result with its metadata and its written forms, each made when it is asked for."""

    @cached_property
    def metadata(self) -> Mapping[str, Any]:
        """What is known of the document beside its text, and under `sources` where each was found."""
        kind = detect.page_type(self.article)
        return metadata.collect(self.article, self.title, kind, self.options.language)

    @cached_property
    def text(self) -> str:
        """The blocks' texts in reading order, without the title and without any markup."""
        return write.text(self)

    @cached_property
    def markdown(self) -> str:
        """CommonMark with GFM tables; opens with `# title` where there is one."""
        return write.markdown(self)

    def diff(self) -> str:
        """A unified diff from the reading to the markdown."""
        return write.diff(self)

    def to_dict(self) -> dict[str, Any]:
        """The NDJSON contract's object."""
        return write.to_dict(self, self.markdown)


def clean(
    data: str | bytes | Source,
    *,
    url: str | None = None,
    media_type: str | None = None,
    profile: Profile | None = None,
    options: Options = DEFAULTS,
) -> Cleaned:
    """Clean one document.

    In: text, bytes of any encoding, or a `Source`. `url`, `media_type` and `profile` override what the source and the
    options say. Out: a `Cleaned`, whose status is "ok" or "empty".
    Raises ReadError where the bytes are not a document, RuleError where `options.rules` are malformed.
    """
    source = as_source(data)
    source = replace(source, url=url or source.url, media_type=media_type or source.media_type)
    options = replace(options, profile=profile) if profile else options
    with _no_collection():
        article = read.article(source, images=options.images)
        return clean_article(replace(article, language=options.language or language.guess(article)), options)


def clean_article(article: Article, options: Options = DEFAULTS) -> Cleaned:
    """Clean a reading: find what is not the article, then structure what is."""
    rules = detect.rule_set(options, article.language)
    return structured(article, detect.findings(article, rules, options), options, rules.digest)


def structured(article: Article, findings: Findings, options: Options, rule_set: str) -> Cleaned:
    """What is left of a reading without what was found in it; `rule_set` is the digest of what found it."""
    blocks = structure.blocks(article, findings.removals, findings.repairs)
    return Cleaned(
        article=article,
        removals=findings.removals,
        repairs=findings.repairs,
        blocks=blocks,
        status="ok" if any(block.text.strip() for block in blocks) else "empty",
        notes=(*article.notes, *_notes(article, blocks)),
        options=options,
        rule_set=rule_set,
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """While it lasts nobody looks for cycles of references: a document makes many objects and hardly any cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _notes(article: Article, blocks: Sequence[Block]) -> tuple[str, ...]:
    """What a reader should know of the text that is left: that the page does not show some of it."""
    hidden = {line.number for line in article.lines if line.origin == "hidden"}
    shown_nowhere = hidden and any(number in hidden for block in blocks for number in block.lines)
    return ("text from hidden elements",) if shown_nowhere else ()


def as_source(data: str | bytes | Source) -> Source:
    """Wrap text or bytes as a source from standard input; a source is returned as it is."""
    if isinstance(data, Source):
        return data
    if isinstance(data, str):
        # Unpaired surrogates have no UTF-8 form; the reader replaces them and says so.
        return Source(uri="-", data=data.encode("utf-8", "surrogatepass"), charset="utf-8")
    return Source(uri="-", data=data)
