"""What different writings of one marker have in common, and where cues are heard."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect import cues
from cleaner.detect.keys import composed, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("• RELATED :", "related"),
        ("İLGİLİ HABER", "ilgili haber"),
        ("KAYNAK: ANKARA", "kaynak: ankara"),
        ("DIŞARI", "dışarı"),
        ("【ＰＲ】", "PR"),
        ("（广告）", "广告"),
        ("「関連記事」", "関連記事"),
        ("▶ 관련기사 ◀".replace("◀", ""), "관련기사"),
        ("اقرأ أيضاً:", "اقرا ايضا"),
        ("إعــلان", "اعلان"),
        ("\u200fإعلان\u200e", "إعلان"),
        ("👉 Читайте также:", "читайте также"),
        (normalize("NFD", "Quảng cáo"), "quảng cáo"),
        ("コメント（１２）", "コメント(12"),
        ("don’t miss", "don't miss"),
        ("adver\u00adtisement", "advertisement"),
    ],
)
def test_writings_of_one_marker(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("ad", "ads"), ("Subscribe!", "Subscribe"), ("广告", "广播")])
def test_different_lines(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(key(text))) == key(key(text))


@given(st.text(st.characters(max_codepoint=0x7F), max_size=40))
def test_ascii_needs_no_composing(text: str) -> None:
    assert composed(text) is text


def test_decomposed_letters_are_composed() -> None:
    assert composed(normalize("NFD", "Ảnh minh họa")) == "Ảnh minh họa"


def heard(text: str, *wanted: str) -> set[str]:
    return cues.index(wanted).heard([text]).get(0, set())


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Read more: here", "read"),
        ("渡轮相关新闻一览", "相关新闻"),
        ("请启用JavaScript", "javascript"),
        ("홍길동기자", "기자"),
        ("İLGİLİ HABERLER", "ilgili"),
        ("AYRICA BAKINIZ", "ayrıca"),
        ("市長の会見＝ＡＰ", "＝"),
        ("Photo © Doe", "© "),
    ],
)
def test_cues_are_heard(text: str, cue: str) -> None:
    assert heard(text, cue) == {cue}


@pytest.mark.parametrize(("text", "cue"), [("bread", "read"), ("überread", "read"), ("неподписка", "подписка")])
def test_cues_inside_of_words_are_not(text: str, cue: str) -> None:
    assert heard(text, cue) == set()


def test_cues_that_overlap_are_all_heard() -> None:
    assert heard("相关新闻来源", "相关新闻", "新闻来源", "新闻") == {"相关新闻", "新闻来源", "新闻"}


def test_cues_are_heard_in_their_texts() -> None:
    index = cues.index(["广告", "ad"])
    assert index.heard(["an ad", "", "没有", "广告", "glad"]) == {0: {"ad"}, 3: {"广告"}}
