"""What language a block of code is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.read.html.path import Element

_LANGUAGE = re.compile(r"(?:^|\s)(?:(?:language|lang|highlight-source)-|brush:\s*)([\w+#.-]{1,40})", re.IGNORECASE)
_LANGUAGE_REACH = 4  # elements: highlighters wrap their `<pre>`
_LANGUAGE_NAME = re.compile(r"[\w+#.-]{1,40}")


def language_around(element: Element) -> str:
    """What the element or one near around it says that its code is written in."""
    step: Element | None = element
    for _ in range(_LANGUAGE_REACH):
        if step is None:
            break
        if found := language(step):
            return found
        step = step.parent
    return ""


def language(element: Element) -> str:
    """The language in an element's class, as highlighters name it, or in its data; "" for none."""
    attributes = element.attributes
    named = _LANGUAGE.search(attributes.get("class") or "")
    if named:
        return named[1]
    name = attributes.get("data-lang") or attributes.get("data-language") or ""
    return name if _LANGUAGE_NAME.fullmatch(name) else ""
