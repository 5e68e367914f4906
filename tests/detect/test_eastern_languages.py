"""Residue in languages from Poland to Japan goes, and the prose around it and what looks alike stays."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from cleaner.detect.examples import RULES_ALONE
from cleaner.pipeline import clean

# For each language: prose, residue, look-alikes.
TEXTS: dict[str, tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "pl": (
        (
            "Prom odpłynął o dziewiątej rano i nikt nie myślał, że się spóźni, bo na rzece nie było wiatru.",
            "Kiedy zapalono lampy, pasażerowie stali przy relingu i liczyli domy na drugim brzegu rzeki.",
        ),
        ("REKLAMA", "Fot. Jan Kowalski / PAP", "ZOBACZ: Prom wrócił do portu", "Podziel się", "Komentarze (12)"),
        ("Reklama dźwignią handlu", "Zobacz, co się stało"),
    ),
    "ru": (
        (
            "Паром отошёл от причала в девять часов, и никто не думал, что он опоздает на этот раз.",
            "Когда зажгли лампы, пассажиры стояли у борта и считали дома на другом берегу большой реки.",
        ),
        (
            "Реклама",
            "Фото: Иван Петров / ТАСС",
            "👉 Читайте также:",
            "Подписывайтесь на наш Telegram-канал",
            "Поделиться",
        ),
        ("Читайте книги", "Фото с места аварии"),
    ),
    "uk": (
        (
            "Пором відійшов від причалу о дев’ятій, і ніхто не думав, що він запізниться на цей раз.",
            "Коли запалили лампи, пасажири стояли біля борту й рахували будинки на іншому березі річки.",
        ),
        ("Реклама", "Фото: УНІАН", "Читайте також: Пором повернувся", "Залишити коментар", "Всі права захищені"),
        ("Читайте книжки", "Подробиці"),
    ),
    "cs": (
        (
            "Přívoz odplul v devět hodin ráno a nikdo si nemyslel, že by se mohl ten den opozdit na řece.",
            "Když se rozsvítily lampy, cestující stáli u zábradlí a počítali domy na druhém břehu řeky.",
        ),
        ("Inzerce", "Foto: Jan Novák / ČTK", "Mohlo by vás zajímat", "Vstoupit do diskuze (3)", "Sdílet na Facebooku"),
        ("Další kroky", "Foto z nehody zveřejnila policie."),
    ),
    "tr": (
        (
            "Vapur saat dokuzda iskeleden ayrıldı ve o gün geç kalacağını hiç kimse bir an bile düşünmemişti.",
            "Lambalar yandığında yolcular küpeştenin yanında durmuş, karşı kıyıdaki evleri tek tek sayıyordu.",
        ),
        (
            "REKLAM",
            "İLGİLİ HABER: Vapur döndü",
            "Fotoğraf: Ali Yılmaz / AA",
            "YORUM YAP",
            "Bizi Google News'te takip edin",
        ),
        ("İlgili bakan konuştu", "Reklam gelirleri düştü"),
    ),
    "vi": (
        (
            "Chuyến phà rời bến lúc chín giờ sáng và không một ai ở bến cảng nghĩ rằng nó sẽ đến muộn.",
            "Khi đèn được thắp lên, hành khách đứng bên lan can và đếm những ngôi nhà ở bờ bên kia sông.",
        ),
        ("Quảng cáo", normalize("NFD", "Tin liên quan"), normalize("NFD", "Ảnh: Nguyễn Văn A"), "Gửi bình luận"),
        ("Ảnh hưởng của bão", "Tin vui cho nông dân"),
    ),
    "zh": (
        (
            "渡轮九点离开码头，没有人想到它会迟到，因为那天早上河面上没有一丝风。",
            "灯亮起来的时候，旅客们站在栏杆边，数着对岸的房子，谁也没有说话。",
        ),
        (
            "【广告】",
            "图片来源：视觉中国",
            "新华社记者 张三 摄",
            "分享到：",
            "（责编：张三、李四）",
            "未经授权不得转载",
        ),
        ("相关部门已介入调查", "广告收入下降"),
    ),
    "ja": (
        (
            "渡し船は朝九時に岸壁を離れたが、その日に限って遅れるとは誰も思っていなかった。",
            "明かりがともると、乗客たちは手すりのそばに立ち、向こう岸の家々を数えていた。",
        ),
        (
            "［ＰＲ］",
            "（撮影・山田太郎）",
            "【関連】渡し船、港へ戻る",
            "残り１２０４文字",
            "無断転載を禁じます",
            "シェアする",
        ),
        ("最新技術の行方", "関連企業の株価が上昇"),
    ),
    "ko": (
        (
            "나룻배는 아침 아홉 시에 부두를 떠났고 그날 배가 늦으리라고 생각한 사람은 그곳에 아무도 없었다.",
            "등불이 켜지자 승객들은 난간 곁에 서서 강 건너편에 있는 집들을 하나씩 하나씩 세어 보고 있었다.",
        ),
        ("[사진=뉴시스]", "관련기사", "무단 전재 및 재배포 금지", "이미지 확대보기", "댓글 12"),
        ("관련 법안이 통과됐다.", "사진 한 장의 힘"),
    ),
    "ar": (
        (
            "غادرت العبارة الرصيف في التاسعة صباحا ولم يفكر أحد في الميناء في أنها قد تتأخر عن موعدها ذلك اليوم.",
            "وعندما أضيئت المصابيح وقف الركاب إلى جانب الحاجز وأخذوا يعدون البيوت على الضفة الأخرى من النهر.",
        ),
        ("إعلان", "اقرأ أيضاً:", "تصوير: محمد علي", "شارك الخبر", "جميع الحقوق محفوظة", "\u200fمواضيع ذات صلة"),
        ("المزيد من الخبز", "صور من الماضي"),
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_residue_goes_and_nothing_else(language: str) -> None:
    (first, second), residue, alike = TEXTS[language]
    lines = [first, *(line for pair in zip(residue, [second] * len(residue), strict=True) for line in pair), *alike]
    result = clean("\n\n".join(lines), media_type="text/plain", options=RULES_ALONE)
    assert result.article.language == language
    texts = {line.number: line.text for line in result.article.lines}
    assert [texts[removal.line] for removal in result.removals] == list(residue)
