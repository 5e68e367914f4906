"""Compiles the reading of pages and the writing of markdown, where a wheel is built on a machine with a C compiler.

mypyc compiles the same source files that run as Python elsewhere, to the same results. Without a compiler, in an
editable install and where CLEANER_PURE=1 is set, nothing is compiled, and the build says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

REQUIRED = ["mypy[mypyc]>=1.18"]
COMPILED = (
    "edit",
    "read/html/builder", "read/html/elements", "read/html/inline", "read/html/links", "read/html/outline",
    "read/html/path", "read/html/scope", "read/html/tables", "read/html/walk",
    "structure/assemble", "structure/kept",
    "write/delimiters", "write/escape", "write/inline", "write/markdown", "write/marks", "write/table",
)  # fmt: skip

# Other packages' types are not looked at: they need not be there, and it takes a minute to read them.
_MYPY = """
[mypy]
follow_imports = skip
ignore_missing_imports = true
[mypy-cleaner.*]
follow_imports = silent
"""
_SETUP = """
from setuptools import setup
from mypyc.build import mypycify
import sys
paths = ["--config-file=mypy.ini", *sys.argv[2:]]
modules = mypycify(paths, group_name="cleaner", opt_level=sys.argv[1], debug_level="0")
setup(name="cleaner", packages=[], ext_modules=modules, script_args=["build_ext", "--inplace"])
"""


def why_pure(version: str = "standard") -> str:
    """Why nothing is compiled; "" where it is."""
    if os.environ.get("CLEANER_PURE", "0") not in ("", "0"):
        return "CLEANER_PURE is set"
    if version == "editable":
        return "an editable install runs the source files"
    names = (os.environ.get("CC", "").split(" ")[0], "cc", "gcc", "clang", "cl")
    if not any(name and shutil.which(name) for name in names):
        return "no C compiler is there"
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    return "" if headers.exists() else f"Python's headers are not there ({headers})"


def compiled(root: Path, place: Path, level: int = 3) -> dict[str, str]:
    """Compile a copy of the sources in `place`; the libraries made, and where each belongs in the wheel.

    `level` is how much the C compiler optimises, 0 to 3.

    Raises CalledProcessError with mypyc's or the compiler's words where that fails.
    """
    shutil.copytree(root / "cleaner", place / "cleaner", ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"))
    (place / "mypy.ini").write_text(_MYPY, encoding="utf-8")
    paths = [f"cleaner/{name}.py" for name in COMPILED]
    command = [sys.executable, "-c", _SETUP, str(level), *paths]
    subprocess.run(command, cwd=place, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    made = {path: path.relative_to(place) for suffix in ("so", "pyd") for path in place.rglob(f"*.{suffix}")}
    return {str(path): inside.as_posix() for path, inside in made.items() if "build" not in inside.parts}


class CompileHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the compiled modules to a wheel."""

    def dependencies(self) -> list[str]:
        """What compiling needs, where it will be done."""
        return [] if why_pure() else REQUIRED

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, or say why not."""
        if reason := why_pure(version):
            self.app.display_info(f"cleaner is built as pure Python: {reason}")
            return
        self.place = tempfile.TemporaryDirectory(prefix="cleaner-build-")
        try:
            build_data["force_include"].update(compiled(Path(self.root), Path(self.place.name)))
        except subprocess.CalledProcessError as error:
            self.app.display_warning(f"cleaner is built as pure Python: compiling failed\n{error.stdout}")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if place := getattr(self, "place", None):
            place.cleanup()
