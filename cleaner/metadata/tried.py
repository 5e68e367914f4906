"""Other people's code on pages: small trees for it, and what is told where it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cleaner.metadata.facts import words


def tree_of(html: str) -> Any:
    """An element tree of a whole page's markup."""
    from lxml import html as lxml_html

    return lxml_html.document_fromstring(html)


def tried(look: Callable[[Any], Any], page: Any, errors: list[str]) -> Any:
    """What a look at the page gives; None, and what went wrong, where it fails."""
    try:
        return look(page)
    except Exception as error:  # noqa: BLE001 - as told under `errors`
        errors.append(f"{type(error).__name__}: {words(str(error))[:200]}".removesuffix(": "))
        return None
