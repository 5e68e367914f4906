"""Caps on what a file can make us hold or do; nothing is ever read without one."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps in bytes, `ratio` aside.

    record       one record, decompressed: header and block
    payload      one document after its transfer and content encodings are undone
    header       one block of header lines
    header_line  one header line
    ratio        decompressed bytes per compressed byte, looked at once more than `ratio_from` bytes came out. Deflate
                 cannot pass 1032; text stays below 30
    """

    record: int = 256 * MIB
    payload: int = 64 * MIB
    header: int = 512 * KIB
    header_line: int = 32 * KIB
    ratio: int = 200
    ratio_from: int = 16 * MIB

    def inflated_too_far(self, consumed: int, produced: int) -> bool:
        """Whether so many bytes from so few are a decompression bomb."""
        return produced > self.ratio_from and produced > self.ratio * consumed


FOREIGN = Limits()
# What we compressed ourselves may be a document of one repeated byte: only the size counts, not the ratio.
OWN = Limits(ratio=2000)
