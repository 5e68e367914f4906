"""A line's form for comparison: what different writings of one marker have in common."""

from __future__ import annotations

from unicodedata import is_normalized, normalize

# Signs that stand around a marker without being part of it, in their narrow and full-width forms, and pictographs.
DECORATION = (
    " \t\r\xa0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\ufe0e\ufe0f"
    ".:;,*•·|#_-‐‑–—―−~=<>«»‹›[](){}…/\\،؛۔"
    "．。｡：；，、､＊・･｜＃＿－～〜＝＜＞［］（）｛｝【】「」『』〔〕〖〗《》〈〉／＼"
    "→►▶▸‣▷▹➤➜➡⇒⇨⟶⏩❯❱»↓↑⬇⬆▼▽▾▲△▴↗↘■□▪▫◾◽◼◻●○◉◎◆◇★☆※✔✓✅☞☛"
    "✍🖊📝🗨💭❤♥👍👎🙏👏😀😂😉👀🎉✨🚀➕➖🖼🗞🌐🏠🔍🔎⏰⏱📅📆📌👉👇👆☝📷📸🎥📹📺📢📣📌📍🔗🔴🔵🟢⚡🔥❗‼📱📲💬📩📧✉🔔🎧🎬📰"
)

# After casefolding: straight quotes; one i for all of Turkish; Arabic without vowel signs, lengthening and hamza seats;
# no invisible characters.
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ", "'"),
        **dict.fromkeys("“”„", '"'),
        "ı": "i",
        "\u0307": "",  # what casefolding leaves of the dotted capital I
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ـ": "",
        **dict.fromkeys(map(chr, range(0x64B, 0x653)), ""),
        **dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\ufe0e\ufe0f", ""),
    }
)


def key(text: str) -> str:
    """A line's form for comparison.

    No case, no decoration at its ends, single spaces, straight quotes, compatibility characters such as full-width
    digits as their plain forms (NFKC, Unicode Standard Annex 15); spellings of one Arabic or Turkish word as one
    (Larkey et al. 2002, "Improving stemming for Arabic information retrieval", normalisation).

    >>> key("• RELATED :")
    'related'
    >>> key("【ＰＲ】")
    'pr'
    >>> key("İLGİLİ HABER:") == key("ilgili haber")
    True
    """
    if text.isascii():
        return " ".join(text.strip(DECORATION).casefold().split())
    folded = normalize("NFKC", text).casefold().translate(_FOLDED)
    return " ".join(folded.strip(DECORATION).split())


def composed(text: str) -> str:
    """The text with each letter and its accents as one character (NFC), as patterns are written."""
    return text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)
