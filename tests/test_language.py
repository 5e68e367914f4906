"""Which language a text is in."""

from __future__ import annotations

import pytest

from cleaner import language
from cleaner.model import Article, Line, Source

TEXTS = {
    "en": "The ferry left the quay at nine, and nobody there thought that it would be late.",
    "de": "Die Fähre verließ den Kai um neun, und niemand dort dachte, dass sie sich verspäten würde.",
    "fr": "Le bac a quitté le quai à neuf heures, et personne ne pensait qu’il serait en retard dans la ville.",
    "es": "El transbordador salió del muelle a las nueve, y nadie pensó que iba a llegar tarde a la ciudad.",
    "it": "Il traghetto ha lasciato il molo alle nove e nessuno pensava che sarebbe arrivato in ritardo nella città.",
    "pt": "A balsa deixou o cais às nove, e ninguém pensou que ela não chegaria com atraso à cidade.",
    "nl": "De veerboot verliet om negen uur de kade, en niemand dacht dat het schip te laat zou zijn.",
    "sv": "Färjan lämnade kajen klockan nio, och ingen där trodde att den skulle komma för sent till staden.",
    "pl": "Prom odpłynął o dziewiątej i nikt nie myślał, że się spóźni, bo na rzece nie było wiatru.",
    "ru": "Паром отошёл от причала в девять часов, и никто не думал, что он опоздает на этот раз.",
    "uk": "Пором відійшов від причалу о дев’ятій, і ніхто не думав, що він запізниться на цей раз.",
    "tr": "Vapur saat dokuzda iskeleden ayrıldı ve bu kadar geç kalacağı için kimse bir şey demedi.",
    "ar": "غادرت العبارة الرصيف في التاسعة ولم يفكر أحد في أن تتأخر عن الموعد هذا اليوم من الأسبوع",
    "ja": "フェリーは九時に岸壁を離れた。遅れるとは誰も思わなかった。",
    "zh": "渡轮九点离开码头，没有人想到它会迟到。",
    "ko": "여객선은 아홉 시에 부두를 떠났고 아무도 늦을 것이라고 생각하지 않았다.",
    "el": "Το πλοίο έφυγε από την προβλήτα στις εννέα και κανείς δεν πίστευε ότι θα αργήσει.",
    "he": "המעבורת עזבה את הרציף בתשע, ואיש לא חשב שתאחר.",
    "hi": "नौका नौ बजे घाट से निकली और किसी ने नहीं सोचा कि वह देर से पहुँचेगी।",
    "th": "เรือข้ามฟากออกจากท่าเวลาเก้าโมง",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_or_two_tell_the_language(code: str) -> None:
    assert language.of_text(f"{TEXTS[code]} {TEXTS[code]}") == code


@pytest.mark.parametrize("text", ["", " ", "12 34 56", "Lorem", "ADVERTISEMENT", "https://example.org/1"])
def test_what_cannot_be_told_is_not_guessed(text: str) -> None:
    assert language.of_text(text) == ""


def test_a_foreign_word_changes_nothing() -> None:
    assert language.of_text(f"{TEXTS['en']} 渡轮 Паром. {TEXTS['en']}") == "en"


def test_an_article_is_judged_by_its_longest_lines() -> None:
    short = ("der", "die", "und", "das", "ist", "Anzeige")
    lines = (*(Line(number, text) for number, text in enumerate(short, 1)), Line(7, f"{TEXTS['en']} {TEXTS['en']}"))
    assert language.guess(Article(Source("-", b""), lines)) == "en"


def test_an_article_without_lines_has_no_language() -> None:
    assert language.guess(Article(Source("-", b""), ())) == ""
