"""Bytes to text: byte-order mark, declarations, UTF-8, a guess; in that order, each believed only if it fits."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.errors import ReadError
from cleaner.model import Source
from cleaner.read.encodings import codec, guess
from cleaner.read.magic import binary_type

REPLACED = "decoded with replacement"

#: Bytes that are looked at to tell binary data and UTF-16 without a mark, and to find a declaration.
_SAMPLE = 8192
_DECLARATIONS = 262_144

#: A declaration or UTF-8 is believed while at most this share of the non-ASCII characters cannot be decoded.
_MOST_REPLACED = 0.1
#: So many characters that are valid UTF-8 are no accident, whatever is declared.
_SURELY_UTF8 = 4
_MOST_CONTROLS = 0.05
_FEWEST_CONTROLS = 4
_LEAST_WIDE = 16  # bytes by which UTF-16 can be told
_MOST_ODD = 0.02

_MARKS = (  # UTF-32's first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x08\x0e\x0f\x1a\x1b"))
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, how it was decoded ("utf-8 (declared)"), and what a reader should know of that."""

    text: str
    decoding: str
    notes: tuple[str, ...] = ()


def decode(source: Source) -> Decoded:
    """Decode a source's bytes; none are an empty text.

    A declaration is the protocol's (`source.charset`), else the page's own. Raises ReadError where the bytes are a
    binary format or nothing like text.
    """
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finished(data[len(mark) :], encoding, "byte-order mark")
    if (text := _with_surrogates(source)) is not None:
        return Decoded(text, "utf-8 (declared)", (REPLACED,))
    wide = _wide(source)
    if wide:
        return _finished(data, wide, "declared" if source.charset else "guessed")
    _refuse_binary(source)
    return _told_apart(data, list(_declared(source)))


def _with_surrogates(source: Source) -> str | None:
    """What is UTF-8 but for unpaired surrogates, as JSON and Python's texts can hold them; None for all else."""
    if source.charset != "utf-8" or b"\xed" not in source.data:
        return None
    try:
        text = source.data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return _without_surrogates(text) if _SURROGATE.search(text) else None


def _told_apart(data: bytes, declared: list[str]) -> Decoded:
    """Decode as declared where that fits, else as UTF-8 where that fits, else as guessed."""
    notes: tuple[str, ...] = ()
    if _is_utf8(data, declared):
        wrong = bool(declared) and declared[0] != "utf-8" and not data.isascii()
        notes = (f"declared {declared[0]}, but is utf-8",) if wrong else ()
        how = "declared" if declared[:1] == ["utf-8"] else "valid"
        return Decoded(data.decode("utf-8"), f"utf-8 ({how})", notes)
    for encoding in dict.fromkeys((*declared, "utf-8")):
        decoded = _finished(data, encoding, "declared" if encoding in declared else "mostly valid")
        if not decoded.notes or _replaced_share(decoded.text) <= _MOST_REPLACED:
            return Decoded(decoded.text, decoded.decoding, notes + decoded.notes)
        if encoding in declared:
            notes += (f"declared {encoding}, but is not",)
    guessed = _finished(data, guess(data), "guessed")
    return Decoded(guessed.text, guessed.decoding, notes + guessed.notes)


def _finished(data: bytes, encoding: str, how: str) -> Decoded:
    try:
        return Decoded(_without_surrogates(data.decode(encoding)), f"{encoding} ({how})")
    except UnicodeDecodeError:
        return Decoded(_without_surrogates(data.decode(encoding, "replace")), f"{encoding} ({how})", (REPLACED,))


def _without_surrogates(text: str) -> str:
    """Some codecs let unpaired surrogates through, which no output can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _SURROGATE.search(text) else text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _is_utf8(data: bytes, declared: list[str]) -> bool:
    """Whether the bytes are valid UTF-8, and nothing else is declared that they could as well be."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not declared or declared[0] == "utf-8":
        return True
    if text.isascii():
        return b"\x1b" not in data  # ISO-2022-JP is ASCII, too
    return sum(1 for _, _ in zip(range(_SURELY_UTF8), _NOT_ASCII.finditer(text), strict=False)) == _SURELY_UTF8


def _replaced_share(text: str) -> float:
    others = len(_NOT_ASCII.findall(text))
    return text.count("\ufffd") / others if others else 0.0


def _declared(source: Source) -> Iterator[str]:
    """The codecs that the protocol and, for HTML, the page declare; escape sequences declare ISO-2022-JP."""
    if b"\x1b$" in source.data[:_SAMPLE] and source.data.isascii():
        yield "iso2022_jp"
    if source.charset and (name := codec(source.charset)):
        yield name
    if source.media_type == "text/plain" or b"<" not in source.data[:_SAMPLE]:
        return
    from bs4.dammit import EncodingDetector

    label = EncodingDetector.find_declared_encoding(source.data[:_DECLARATIONS], is_html=True)
    name = codec(label) if label else None
    if name:  # a declaration that could be read is no UTF-16 (HTML Standard, 13.2.3.2)
        yield "utf-8" if name.startswith("utf-16") else name


def _wide(source: Source) -> str | None:
    """UTF-16 or UTF-32 without a mark: declared by the protocol, or told by zero bytes; None for all else."""
    declared = codec(source.charset) if source.charset else None
    if declared and declared.startswith(("utf-16-", "utf-32-")):
        return declared
    sample = source.data[: _SAMPLE & ~3]
    if len(sample) < _LEAST_WIDE or (b"\0" not in sample and _begins_as_utf8(sample)):
        return None
    if _control_share(sample) < _MOST_CONTROLS or binary_type(sample) is not None:
        return None
    # The right one puts the zeros of ASCII where they belong, and makes letters of the rest.
    odd = {encoding: _odd_share(sample, encoding) for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")}
    best = min(odd, key=lambda encoding: odd[encoding])
    return best if odd[best] <= _MOST_ODD else None


def _begins_as_utf8(sample: bytes) -> bool:
    """Whether the sample is valid UTF-8, but for a character that it cuts in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _odd_share(sample: bytes, encoding: str) -> float:
    """The share of characters that no text has: unassigned ones, control characters, what cannot be decoded."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    odd = sum(unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") for character in text)
    odd += text.count("\ufffd") - sum(map(text.count, "\t\n\r\f"))
    return odd / len(text) if text else 1.0


def _control_share(sample: bytes) -> float:
    """The share of control characters that no text has; 0 where there are just a few."""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls / len(sample) if controls >= _FEWEST_CONTROLS else 0.0


def _refuse_binary(source: Source) -> None:
    sample = source.data[:_SAMPLE]
    what = binary_type(source.data)
    share = _control_share(sample)
    if what is None and share < _MOST_CONTROLS:
        return
    what = what or f"binary data ({share:.0%} control characters)"
    raise ReadError(f"{source.uri}: not text but {what}; give it as text or HTML, or leave it out")
