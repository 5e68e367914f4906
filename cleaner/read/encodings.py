"""Encodings of the web: what a label means (WHATWG Encoding Standard, section 4.2), and a guess where there is none."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

#: What a codec's label means on the web: each legacy label its superset.
_SUPERSETS: Mapping[str, str] = MappingProxyType(
    {
        "ascii": "cp1252",
        "iso8859-1": "cp1252",
        "iso8859-9": "cp1254",
        "iso8859-11": "cp874",
        "tis-620": "cp874",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "hz": "gb18030",
        "shift_jis": "cp932",
        "euc_kr": "cp949",
        "johab": "cp949",
        "big5": "big5hkscs",
        "cp950": "big5hkscs",
    }
)

#: Labels that Python does not know, or knows as something else.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "windows-31j": "cp932",
        "x-sjis": "cp932",
        "shift-jis": "cp932",
        "x-gbk": "gb18030",
        "x-euc-jp": "euc_jp",
        "windows-949": "cp949",
        "ks_c_5601-1987": "cp949",
        "windows-874": "cp874",
        "x-cp1250": "cp1250",
        "x-cp1251": "cp1251",
        "x-cp1252": "cp1252",
        "x-user-defined": "cp1252",
        "x-mac-roman": "mac_roman",
        "x-mac-cyrillic": "mac_cyrillic",
        "iso-8859-8-i": "iso8859_8",
        "unicode": "utf-16-le",
        "unicode-1-1-utf-8": "utf-8",
        "utf-8-sig": "utf-8",
    }
)

#: Codecs that decode something other than a page's characters.
_NEVER = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7", "mbcs", "oem"))


def codec(label: str) -> str | None:
    """The name of the Python codec that a declared label means on the web; None where it means none."""
    label = label.strip().strip("\"'").lower()
    if not label.isascii() or "\x00" in label or len(label) > 40:
        return None
    try:
        info = codecs.lookup(_ALIASES.get(label, label))
    except LookupError:
        return None
    if info.name.replace("_", "-") in _NEVER or not getattr(info, "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(info.name, info.name)


#: Encodings that pages are in; others (EBCDIC, old Macs) are never meant.
_USED = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 iso8859_2 iso8859_5 iso8859_6 iso8859_7"
    " iso8859_8 koi8_r koi8_u gb18030 big5 cp932 euc_jp cp949 cp866"
)
_GUESSABLE = _USED.split()

_WESTERN = "cp1252"

#: What pages in a language are in if they do not say (after HTML Standard, 13.2.3.2); windows-1252 in all others.
_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("cs", "hr", "hu", "pl", "sk", "sl"), ("cp1250", "iso8859_2"))
    | dict.fromkeys(("et", "lt", "lv"), ("cp1257",))
    | dict.fromkeys(("ru", "uk", "bg", "be", "sr"), ("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866"))
    | {"tr": ("cp1254",), "az": ("cp1254",), "vi": ("cp1258",), "el": ("cp1253", "iso8859_7")}
    | {"ja": ("cp932", "euc_jp"), "ko": ("cp949",), "zh": ("gb18030", "big5")}
)
_PAGE_LANGUAGE = re.compile(rb"<html\b[^<>]{0,500}?\blang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
_MARKUP = re.compile(rb"<[^<>]{0,2000}>")
_SAMPLE = 262_144
_SAMPLE_TEXT = 16_384
# In charset-normalizer's measures, chaos and coherence, both 0 to 1: closer guesses are a draw.
_NEAR_CHAOS, _NEAR_COHERENCE = 0.01, 0.055
_NEAR_CHAOS_OF_LANGUAGE = 0.1  # among the encodings of the language that the page says it is in


def guess(data: bytes) -> str:
    """The codec that charset-normalizer finds most plausible for a bounded sample without markup.

    A page that says its language is in an encoding of it where one is plausible; else a draw goes to windows-1252, as
    do bytes for which nothing is plausible.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(_sample(data), cp_isolation=_GUESSABLE, preemptive_behaviour=False)
    best = matches.best()
    if best is None:
        return _WESTERN
    for match in matches if (usual := _usual(data)) else ():
        if match.encoding in usual and match.chaos <= best.chaos + _NEAR_CHAOS_OF_LANGUAGE:
            return codec(match.encoding) or _WESTERN
    for match in matches:
        near = match.chaos <= best.chaos + _NEAR_CHAOS and match.coherence >= best.coherence - _NEAR_COHERENCE
        if near and not usual and _WESTERN in match.could_be_from_charset:
            return _WESTERN
    return codec(best.encoding) or _WESTERN


def _usual(data: bytes) -> tuple[str, ...]:
    """The encodings that are usual in the language that a page says it is in, but for windows-1252."""
    language = _PAGE_LANGUAGE.search(data[:_SAMPLE_TEXT])
    return _BY_LANGUAGE.get(language[1].decode("ascii").lower(), ()) if language else ()


def _sample(data: bytes) -> bytes:
    """The lines that are not ASCII, cut at a space: half a character would rule its encoding out."""
    text = _MARKUP.sub(b" ", data[:_SAMPLE])
    text = b"\n".join(line for line in text.split(b"\n") if not line.isascii())
    if len(text) <= _SAMPLE_TEXT:
        return text
    text = text[:_SAMPLE_TEXT]
    return text[: max(text.rfind(b" "), text.rfind(b"\n"), _SAMPLE_TEXT // 2)]
