"""Bytes of every encoding that pages come in, honestly declared, wrongly declared and not declared at all."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import read
from cleaner.errors import ReadError
from cleaner.model import Source
from cleaner.read import warc
from cleaner.read.decode import REPLACED, decode
from cleaner.read.encodings import codec

TEXTS = {
    "en": "He said “never” – and the café’s owner agreed that it cost too much.",
    "ru": "Утром в деревне было тихо, только собаки лаяли у старого моста через реку.",
    "ja": "朝の駅前はまだ静かで、パン屋だけが明かりをつけていた。人々は急いで歩いていく。",
    "zh": "清晨的车站还很安静，只有面包店亮着灯。人们匆匆走过，准备开始新的一天。",
    "pl": "Rano na dworcu było jeszcze cicho, tylko piekarnia świeciła światłem. Łódź czekała na słońce.",
    "tr": "Sabah istasyon hâlâ sessizdi, yalnızca fırının ışığı yanıyordu. İnsanlar işlerine gidiyordu.",
}
ENCODED = [
    ("en", "cp1252"), ("ru", "cp1251"), ("ru", "koi8_r"), ("ja", "cp932"), ("ja", "euc_jp"), ("ja", "iso2022_jp"),
    ("zh", "gbk"), ("zh", "gb18030"), ("pl", "cp1250"), ("pl", "iso8859_2"),
    *((language, f"utf-{form}") for language in ("en", "ja", "zh") for form in ("8", "16-le", "16-be", "16")),
]  # fmt: skip


WINDOWS = {
    "cp1250": ("pl", TEXTS["pl"]),
    "cp1251": ("ru", TEXTS["ru"]),
    "cp1252": ("en", TEXTS["en"]),
    "cp1253": ("el", "Το πρωί ο σταθμός ήταν ακόμη ήσυχος, μόνο ο φούρνος είχε αναμμένα τα φώτα του."),
    "cp1254": ("tr", TEXTS["tr"]),
    "cp1255": ("he", "בבוקר התחנה הייתה עדיין שקטה, ורק המאפייה האירה את הרחוב הריק מול הנמל."),
    "cp1256": ("ar", "في الصباح كانت المحطة لا تزال هادئة، ولم يكن مضاء سوى المخبز المقابل للميناء."),
    "cp1257": ("lt", "Rytą stotyje dar buvo tylu, tik kepyklėlė švietė žiburiais, o žmonės skubėjo į darbą."),
    "cp1258": ("vi", "Buổi sáng nhà ga vẫn còn yên tĩnh."),
    "cp949": ("ko", "아침의 역 앞은 아직 조용했고 빵집만이 불을 켜고 있었다. 사람들은 바쁘게 걸어간다."),
    "big5": ("zh", "清晨的車站還很安靜，只有麵包店亮著燈。人們匆匆走過，準備開始新的一天。"),
    "euc_jp": ("ja", TEXTS["ja"]),
    "cp932": ("ja", TEXTS["ja"]),
    "gb18030": ("zh", TEXTS["zh"]),
}
LABELS = {"cp932": "Shift_JIS", "cp949": "EUC-KR", "gb18030": "GBK"}


def html(text: str, charset: str = "", lang: str = "") -> str:
    meta = f"<meta charset={charset}>" if charset else ""
    return f"<!doctype html><html lang='{lang}'><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(("language", "encoding"), ENCODED)
def test_a_declared_encoding_is_read(language: str, encoding: str) -> None:
    text = TEXTS[language]
    assert decode(Source("a", text.encode(encoding), charset=encoding)).text == text
    page = html(text, encoding)
    if "16" not in encoding:
        assert decode(Source("a.html", page.encode(encoding), media_type="text/html")).text == page


@pytest.mark.parametrize(("language", "encoding"), [pair for pair in ENCODED if pair[1] != "iso8859_2"])
def test_a_missing_or_wrong_declaration_is_made_up_for(language: str, encoding: str) -> None:
    text = TEXTS[language]
    data = text.encode(encoding)
    assert decode(Source("a", data)).text == text
    assert decode(Source("a", data, charset="utf-8")).text == text
    page = html(text, "utf-8", language)
    assert decode(Source("a.html", page.encode(encoding), media_type="text/html")).text == page


@pytest.mark.xfail(reason="in a short text iso-8859-2 is taken for windows-1250, from which few letters tell it")
def test_a_short_polish_text_in_iso_8859_2_is_guessed() -> None:
    assert decode(Source("a", TEXTS["pl"].encode("iso8859_2"))).text == TEXTS["pl"]


@pytest.mark.parametrize("encoding", WINDOWS)
def test_every_legacy_encoding_is_read_as_header_and_as_meta_declare_it(encoding: str) -> None:
    lang, text = WINDOWS[encoding]
    label = LABELS.get(encoding, encoding.replace("cp", "windows-"))
    data = unicodedata.normalize("NFD" if encoding == "cp1258" else "NFC", text).encode(encoding, "ignore")
    expected = data.decode(encoding)
    declared = html("", label, lang).encode().replace(b"<p></p>", b"<p>" + data + b"</p>")
    assert expected in decode(Source("a.html", declared, media_type="text/html")).text
    bare = html("", "", lang).encode().replace(b"<p></p>", b"<p>" + data + b"</p>")
    assert expected in decode(Source("a.html", bare, media_type="text/html", charset=label)).text


def response(content_type: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.org/\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("content_type", "meta", "encoding"),
    [
        ("text/html; charset=Shift_JIS", "utf-8", "cp932"),
        ('text/html; charset="gbk"', "", "gb18030"),
        ("text/html; charset=UTF-16LE", "", "utf-16-le"),
        ("text/html", "euc-jp", "euc_jp"),
        ("text/html; charset=utf-8", "", "cp932"),
        ("text/html; charset=nonsense", "shift_jis", "cp932"),
    ],
)
def test_the_header_of_a_crawled_page_counts_where_it_fits(content_type: str, meta: str, encoding: str) -> None:
    text = TEXTS["zh"] if encoding == "gb18030" else TEXTS["ja"]
    body = html(text, meta, "ja").encode(encoding)
    (source,) = warc.sources(io.BytesIO(response(content_type, body)), "x.warc")
    assert isinstance(source, Source)
    assert [line.text for line in read.article(source).lines][-1] == text


def test_a_wrong_declaration_is_told_of() -> None:
    decoded = decode(Source("a", TEXTS["ru"].encode("cp1251"), charset="utf-8"))
    assert decoded.notes == ("declared utf-8, but is not",)
    decoded = decode(Source("a", TEXTS["ru"].encode(), charset="windows-1251"))
    assert (decoded.text, decoded.notes) == (TEXTS["ru"], ("declared cp1251, but is utf-8",))


def test_the_protocol_goes_before_the_page() -> None:
    page = html(TEXTS["ru"], "koi8-r")
    assert decode(Source("a", page.encode("cp1251"), charset="windows-1251", media_type="text/html")).text == page


def test_a_byte_order_mark_goes_before_all_and_is_no_text() -> None:
    decoded = decode(Source("a", b"\xef\xbb\xbf" + TEXTS["en"].encode(), charset="windows-1251"))
    assert (decoded.text, decoded.decoding) == (TEXTS["en"], "utf-8 (byte-order mark)")


def test_a_few_bad_bytes_are_replaced_and_noted() -> None:
    decoded = decode(Source("a", TEXTS["ru"].encode() * 5 + b"\xff"))
    assert decoded.text == TEXTS["ru"] * 5 + "\ufffd"
    assert decoded.notes == (REPLACED,)


@pytest.mark.parametrize(
    ("label", "name"),
    [("ISO-8859-1", "cp1252"), ("gb2312", "gb18030"), ("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("euc-kr", "cp949"),
     ("utf8", "utf-8"), (" 'latin1' ", "cp1252"), ("base64", None), ("rot13", None), ("unicode_escape", None),
     ("utf-7", None), ("", None), ("nonsense", None), ("\x00", None), ("x" * 5000, None)],
)  # fmt: skip
def test_labels_mean_what_the_web_means_by_them(label: str, name: str | None) -> None:
    assert codec(label) == name


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n", b"PK\x03\x04" + bytes(50), b"\x1f\x8b\x08" + bytes(50), bytes(range(256)) * 20, bytes(1000),
     b"\xff\xd8\xff\xe0 jpeg", b"RIFF1234WEBPVP8 "],
)  # fmt: skip
def test_binary_data_is_refused_and_the_source_named(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^odd\.txt: not text but "):
        decode(Source("odd.txt", data))


@given(
    st.binary(max_size=400), st.sampled_from((None, "utf-8", "gbk", "utf-16", "hz", "koi8-r", "iso-2022-jp", "bogus"))
)
def test_any_bytes_are_text_or_refused(data: bytes, charset: str | None) -> None:
    try:
        decoded = decode(Source("a", data, charset=charset, media_type="text/html"))
    except ReadError as error:
        assert "a: not text but" in str(error)
    else:
        decoded.text.encode()  # no unpaired surrogates


@given(st.text(st.characters(exclude_characters="\0")))  # zeros are what tells UTF-16
def test_utf8_comes_back_as_it_was(text: str) -> None:
    data = text.encode("utf-8", "replace")
    if not data.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")):
        try:
            assert decode(Source("a", data, media_type="text/plain")).text == data.decode()
        except ReadError:
            assert any(ord(character) < 32 for character in text) or data[:4] in (b"GIF8", b"%PDF")


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(Source("a", b"")).text == ""


def test_plain_utf8_needs_no_detection_library() -> None:
    code = (
        "import sys; from cleaner.model import Source; from cleaner.read.decode import decode;"
        "decode(Source('a', 'größer'.encode())); print('bs4' in sys.modules or 'charset_normalizer' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_an_unpaired_surrogate_costs_one_character() -> None:
    decoded = decode(Source("a", "Café in Zürich \ud83d.".encode("utf-8", "surrogatepass"), charset="utf-8"))
    assert (decoded.text, decoded.notes) == ("Café in Zürich \ufffd.", ("decoded with replacement",))


def test_text_with_zeros_is_no_utf_16_where_it_is_known_to_be_utf_8() -> None:
    text = "a\0b\0c\0d\0e\0f\0g\0h\0" + "The ferry left the quay at nine." * 20
    assert decode(Source("a", text.encode(), charset="utf-8")).text == text
