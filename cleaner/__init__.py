"""Strip what is not the article, structure what is, keep the original beside the result.

import cleaner
result = cleaner.clean(page, url="https://example.org/a")
print(result.markdown)
for removal in result.removals:
    print(removal.line, removal.rule, removal.reason)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaner.archive import Archive
    from cleaner.batch import clean_all
    from cleaner.errors import (
        ArchiveError,
        CleanerError,
        ConfigError,
        LimitError,
        OutputError,
        ReadError,
        RuleError,
    )
    from cleaner.model import Article, Block, Failed, Line, Mark, Options, Removal, Repair, Role, Source
    from cleaner.pipeline import Cleaned, clean

__version__ = "0.1.0"

__all__ = [
    "Archive",
    "ArchiveError",
    "Article",
    "Block",
    "Cleaned",
    "CleanerError",
    "ConfigError",
    "Failed",
    "LimitError",
    "Line",
    "Mark",
    "Options",
    "OutputError",
    "ReadError",
    "Removal",
    "Repair",
    "Role",
    "RuleError",
    "Source",
    "__version__",
    "clean",
    "clean_all",
]

# Where the names that need more than the model live; loaded at first use, so that `import cleaner` costs little.
_HOMES = {
    "Archive": "cleaner.archive",
    "Cleaned": "cleaner.pipeline",
    "clean": "cleaner.pipeline",
    "clean_all": "cleaner.batch",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
    home = _HOMES.get(name) or ("cleaner.errors" if name.endswith("Error") else "cleaner.model")
    value = globals()[name] = getattr(import_module(home), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
