"""Binary formats by their magic numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

#: What a file begins with, and its media type.
PREFIXES: Mapping[bytes, str] = MappingProxyType(
    {
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF87a": "image/gif",
        b"GIF89a": "image/gif",
        b"II*\x00": "image/tiff",
        b"MM\x00*": "image/tiff",
        b"\x00\x00\x01\x00": "image/x-icon",
        b"%PDF-": "application/pdf",
        b"PK\x03\x04": "application/zip",
        b"PK\x05\x06": "application/zip",
        b"\x1f\x8b\x08": "application/gzip",
        b"BZh91AY&SY": "application/x-bzip2",
        b"\xfd7zXZ\x00": "application/x-xz",
        b"\x28\xb5\x2f\xfd": "application/zstd",
        b"7z\xbc\xaf\x27\x1c": "application/x-7z-compressed",
        b"Rar!\x1a\x07": "application/vnd.rar",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/x-ole-storage",
        b"SQLite format 3\x00": "application/vnd.sqlite3",
        b"\x7fELF": "application/x-elf",
        b"\xcf\xfa\xed\xfe": "application/x-mach-binary",
        b"\xca\xfe\xba\xbe": "application/java-vm",
        b"\x00asm": "application/wasm",
        b"wOFF": "font/woff",
        b"wOF2": "font/woff2",
        b"\x00\x01\x00\x00\x00": "font/ttf",
        b"OTTO\x00": "font/otf",
        b"OggS\x00": "audio/ogg",
        b"fLaC\x00": "audio/flac",
        b"ID3\x02": "audio/mpeg",
        b"ID3\x03": "audio/mpeg",
        b"ID3\x04": "audio/mpeg",
        b"\x1a\x45\xdf\xa3": "video/webm",
        b"FLV\x01": "video/x-flv",
    }
)

_RIFF: Mapping[bytes, str] = MappingProxyType({b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"})
#: Formats whose first bytes are letters, as prose could begin with; a number follows soon, and zeros are in it.
_LETTERS = (b"GIF87a", b"GIF89a", b"wOFF", b"wOF2", b"fLaC")
_HEADER = 32  # bytes in which that number stands
_PDF = re.compile(rb"%PDF-\d\.\d(?:[ \t]*[\r\n%]|\Z)")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x80-\xff]")
_IMAGE_BRANDS = (b"avif", b"heic", b"mif1")


def binary_type(data: bytes) -> str | None:
    """The media type of a known binary format; None for all else, prose about such formats among it."""
    head = data[:_HEADER]
    for prefix, media_type in PREFIXES.items():
        if head.startswith(prefix):
            return media_type if _is_binary(head, prefix) else None
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp" and head[:1] == b"\0":  # the box's size before it
        return "image/avif" if head[8:12] in _IMAGE_BRANDS else "video/mp4"
    return None


def _is_binary(head: bytes, prefix: bytes) -> bool:
    if prefix == b"%PDF-":
        return _PDF.match(head) is not None
    return prefix not in _LETTERS or len(head) == len(prefix) or _CONTROL.search(head, len(prefix)) is not None
