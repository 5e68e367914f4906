"""Binary formats are told by their first bytes, and prose about them is prose."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.read.magic import binary_type

BINARY = {
    "image/gif": b"GIF89a\x40\x01\xf0\x00\xf7\x00\x00",
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "application/pdf": b"%PDF-1.4\n1 0 obj\n<<",
    "video/mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00",
    "image/avif": b"\x00\x00\x00\x1cftypavif",
    "font/woff": b"wOFF\x00\x01\x00\x00\x00\x00\x2c\x40",
    "audio/flac": b"fLaC\x00\x00\x00\x22",
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
}


@pytest.mark.parametrize(("media_type", "data"), BINARY.items(), ids=BINARY)
def test_formats(media_type: str, data: bytes) -> None:
    assert binary_type(data + bytes(50)) == media_type


@pytest.mark.parametrize(
    "prose",
    [
        "The ftyp box says which brand of MP4 a file is.",
        "GIF89a is the version of GIF that can be animated.",
        "%PDF-1.7 is how such a file begins.",
        "wOFF is short for Web Open Font Format.",
        "fLaC are the four letters that a FLAC file begins with.",
        "RIFF files hold chunks, WAVE among them.",
    ],
)
def test_prose_about_formats_is_read(prose: str) -> None:
    assert cleaner.clean(prose.encode()).text == prose + "\n"
