"""What a markdown text's own front matter says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cleaner.metadata.facts import Facts, address, moment, names, words

MAX_CHARACTERS = 100_000

# Keys by the field that they fill; static site generators and note books have their own.
_KEYS = {
    "title": ("title",),
    "authors": ("authors", "author"),
    "published": ("published", "date", "pubdate", "created"),
    "modified": ("modified", "updated", "lastmod"),
    "site": ("site", "publisher", "publication"),
    "description": ("description", "summary", "excerpt"),
    "language": ("language", "lang"),
    "url": ("url", "canonical", "canonical_url", "source"),
    "page_type": ("page_type",),
    "tags": ("tags", "keywords", "categories"),
}


def facts(yaml_text: str) -> Facts:
    """The fields of a front matter; none where it is no YAML mapping, or too long to be looked at."""
    if not yaml_text or len(yaml_text) > MAX_CHARACTERS:
        return {}
    import yaml

    try:
        parsed = yaml.safe_load(yaml_text)
    # Its constructors raise all of these on values that their tags do not fit: 2024-13-45, `!!bool foo`, `!!int ""`.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return {}
    if not isinstance(parsed, dict):
        return {}
    members = {key.lower(): value for key, value in parsed.items() if isinstance(key, str)}
    return {field: _value(field, members, keys) for field, keys in _KEYS.items()}


def _value(field: str, members: dict[str, Any], keys: tuple[str, ...]) -> Any:
    value = next((members[key] for key in keys if members.get(key)), None)
    if field in ("authors", "tags"):
        parts = value if isinstance(value, list) else str(value).split(",") if isinstance(value, str) else []
        return names(part.get("name") if isinstance(part, dict) else part for part in parts[:1000])
    if isinstance(value, date | datetime):
        return moment(value.isoformat())
    return {"published": moment, "modified": moment, "url": address}.get(field, words)(value)
