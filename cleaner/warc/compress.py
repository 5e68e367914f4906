"""One gzip member from one record (RFC 1952), the same bytes at every run, by the fastest deflate that is installed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Literal

from cleaner.errors import ConfigError

Backend = Literal["isal", "zlib-ng", "zlib"]

# No name, no time, system "unknown": nothing of the machine goes in. All backends share it.
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

# Module, default level, highest level; in the order of preference.
_BACKENDS: Mapping[Backend, tuple[str, int, int]] = MappingProxyType(
    {
        "isal": ("isal.isal_zlib", 3, 3),
        "zlib-ng": ("zlib_ng.zlib_ng", 6, 9),
        "zlib": ("zlib", 6, 9),
    }
)


@dataclass(frozen=True, slots=True)
class Compression:
    """A deflate library and its level: what an archive's bytes depend on beside its content."""

    backend: Backend
    level: int

    def member(self, data: bytes) -> bytes:
        """Compress one record as one gzip member."""
        deflate: Callable[[bytes, int, int], bytes] = import_module(_BACKENDS[self.backend][0]).compress
        return HEADER + deflate(data, self.level, -zlib.MAX_WBITS) + struct.pack("<II", zlib.crc32(data), len(data))


def compression(level: int | None = None, backend: Backend | None = None) -> Compression:
    """Choose what is installed: isal, else zlib-ng, else zlib. isal has levels 0 to 3 and is passed over for others.

    Raises ConfigError where `backend` is not installed or has no such level.
    """
    wanted = [backend] if backend else list(_BACKENDS)
    for name in wanted:
        module, default, highest = _BACKENDS[name]
        if find_spec(module.partition(".")[0]) and 0 <= (default if level is None else level) <= highest:
            return Compression(name, default if level is None else level)
    raise ConfigError(f"no {' or '.join(wanted)} with level {level} is installed; levels are 0 to 9, isal's 0 to 3")
