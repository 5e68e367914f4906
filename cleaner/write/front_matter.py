"""Metadata as YAML above a markdown text, between lines of three hyphens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cleaner.model import Result

_FENCE = "---\n"
_LONGEST_LINE = 1 << 30  # YAML may fold long values; one line each is what people and simple tools read


def above(markdown: str, result: Result) -> str:
    """The text with its front matter: the input's own and, where the options ask for it, the rest of the metadata.

    An empty text stays empty where the metadata would be all.
    """
    yaml = result.article.front_matter
    if result.options.front_matter and markdown:
        yaml += dumped(_further(result.metadata, yaml))
    if not yaml:
        return markdown
    return f"{_FENCE}{yaml}{_FENCE}" + (f"\n{markdown}" if markdown else "")


def _further(metadata: Mapping[str, Any], yaml: str) -> Mapping[str, Any]:
    """What the input's own front matter does not say."""
    sources = metadata.get("sources", {})
    return {
        name: value
        for name, value in metadata.items()
        if name not in ("sources", "errors")
        and sources.get(name) != "front-matter"
        and not re.search(rf"^{name}\s*:", yaml, re.MULTILINE)
    }


def dumped(members: Mapping[str, Any]) -> str:
    """Members as YAML, one key a line; empty where there are none."""
    if not members:
        return ""
    import yaml

    made: str = yaml.safe_dump(dict(members), allow_unicode=True, sort_keys=False, width=_LONGEST_LINE)
    return made
