"""Documents written for the viewer's tests and pictures, and an archive of them."""

from __future__ import annotations

from pathlib import Path

import cleaner
from cleaner.archive import settings
from cleaner.errors import ReadError
from cleaner.model import Failed, Source

LIGHTHOUSE = """\
ADVERTISEMENT

The lighthouse at Skerry Point will be lit again

By Mara Lindqvist

After eleven dark winters, the lamp at Skerry Point will be lit on Friday evening. The harbour board voted for the \
repair by five voices to two, and the keeper's cottage is to become a small museum.

    Image credits: Tom Adeyemi/Coastline Pictures

What it costs

The repair takes 340,000 crowns, of which the fishermen's guild gives a third. The guild's chair, Ines Corbin, said \
that two boats had been lost on the reef since the lamp went out, and that nobody should have to count a third.

RELATED:
    Ferry to the outer islands gets a second morning crossing
    The reef that eats anchors: a dive with the surveyors

The lens is the old one. It was found in a barn behind the fish market, wrapped in sailcloth, and not one of its two \
hundred prisms is cracked. KeeperIngmar Holt held the lantern while it was unwrapped.

What happens next

\u2022 The lens is cleaned and set by a workshop in Brest.
\u2022 The stairs are closed until the autumn storms are over.
\u2022 The harbour board reports in November.

Sign up for our newsletter

Keeper Ingmar Holt, who is ninety-one, was asked to throw the switch. He said that he would wear a tie.

Follow us on Facebook and Twitter
"""

FERRY = """\
Ferry to the outer islands gets a second morning crossing

The ferry Solveig will cross twice each morning from May. The second boat leaves the quay at ten, and takes bicycles.

Advertisement

Islanders had asked for it since the school on Little Holm was closed. "We were promised a boat, and here is a boat," \
said the teacher, who now teaches on the mainland.

Share this article
"""

REEF = """\
The reef that eats anchors

Surveyors counted forty-one anchors on a single dive. The oldest is of iron and larger than the diver beside it.

Photo: Lena Okafor/Harbour Archive

READ MORE:
    The lighthouse at Skerry Point will be lit again
    A winter map of the currents

They will stay where they are: on each of them something grows by now that grows nowhere else in the bay.
"""

GERMAN = """\
Anzeige

Die Brücke am Mühlbach ist wieder offen

Nach vier Monaten fahren die Busse wieder über die Brücke am Mühlbach. Die Stadt hat das Geländer erneuert und den \
Fußweg verbreitert; die Bäckerei am Ufer hatte die ganze Zeit geöffnet.

Foto: Jonas Weber/Stadtarchiv

Lesen Sie auch: Warum der Mühlbach im Sommer nicht austrocknet

Der Bürgermeister ging als Erster hinüber, zu Fuß und ohne Rede.
"""

CHINESE = """\
旧港口的灯塔重新点亮

渔民们说，十一年来第一次在夜里看见了灯塔的光。港务局的维修工程持续了八个月。

广告

灯塔看守人今年九十一岁，他亲手按下了开关。
"""

JAPANESE = """\
港の灯台に再び明かり

灯台の明かりは十一年ぶりに戻った。漁師たちは岸壁に集まり、静かに沖を見ていた。
"""

MARKDOWN = """\
# How the tide tables are made

Every **October** the harbour office prints the tide tables for the year to come. They are made from:

1. the moon, which is [never late](https://harbour.example/moon),
2. the shape of the bay,
3. a correction that nobody can explain.

| Month | High water | Low water |
|---|---|---|
| May | 06:12 | 12:31 |
| June | 05:48 | 12:02 |

> The sea does not read tables.
> It never did.

## How they are kept

The formula `h = a + b * cos(t)` hangs framed in the office. Nobody may take it down.
"""

PAGE = """\
<!doctype html>
<html lang="en"><head><title>A garden behind the fish market - Harbour Post</title>
<style>nav { background: #dde } .ad { border: 1px solid #c00 } body { font-family: sans-serif }</style></head>
<body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li><li><a href="/town">Town</a></li>
<li><a href="/weather">Weather</a></li></ul></nav></header>
<main><article>
<h1>A garden behind the fish market</h1>
<p>Behind the fish market, where the crates used to be burnt, there is a garden now. It has six beds, a bench, and a
fig tree that came from a grandmother in <em>Ostuni</em>.</p>
<div class="ad">ADVERTISEMENT</div>
<p>The gardeners are the market women themselves. They water at five, before the boats come in, and they weed on
Mondays, when there is no fish. What grows is shared out on Saturdays, by weight and by need.</p>
<h2>What grows there</h2>
<ul><li>Beans, on the masts of two old dinghies</li><li>Chard, which nobody likes and everybody eats</li>
<li>Figs, since this year</li></ul>
<p>The town wanted the land for parking. It has the land still, and the garden has a lease for ninety-nine years.</p>
</article></main>
<aside><h3>Most read</h3><ul><li><a href="/1">Gulls learn to open doors</a></li>
<li><a href="/2">The baker's strike, day three</a></li></ul></aside>
<footer><p>Copyright 2024 Harbour Post. All rights reserved.</p><p><a href="/privacy">Privacy</a></p></footer>
</body></html>
"""

EMPTY = "ADVERTISEMENT\n\nShare this article\n"

_TEXTS = (
    ("https://harbourpost.example/sea/lighthouse", "text/plain", "2024-03-04T08:00:00Z", LIGHTHOUSE),
    ("https://harbourpost.example/town/garden", "text/html", "2024-03-19T08:00:00Z", PAGE),
    ("https://harbourpost.example/sea/ferry", "text/plain", "2024-04-02T08:00:00Z", FERRY),
    ("https://harbourpost.example/sea/reef", "text/plain", "2024-05-11T08:00:00Z", REEF),
    ("https://muehlbote.example/bruecke", "text/plain", "2024-05-21T08:00:00Z", GERMAN),
    ("https://gangwan.example/dengta", "text/plain", "2024-06-01T08:00:00Z", CHINESE),
    ("https://minato.example/todai", "text/plain", "2024-06-02T08:00:00Z", JAPANESE),
    ("https://office.harbour.example/tides.md", "text/markdown", "2024-07-30T08:00:00Z", MARKDOWN),
    ("https://harbourpost.example/empty", "text/plain", "2024-08-01T08:00:00Z", EMPTY),
)


def source(url: str, kind: str, date: str, text: str) -> Source:
    """One document, as a crawl would bring it."""
    return Source(url.rpartition("/")[2], text.encode(), media_type=kind, charset="utf-8", url=url, date=date)


def archive(path: Path, *further: Source) -> Path:
    """An archive of the documents above, one that failed, and further ones."""
    with cleaner.Archive.open(path, "a", settings=settings("2024-09-01T12:00:00Z")) as made:
        for one in (*(source(*text) for text in _TEXTS), *further):
            made.add(cleaner.clean(one))
        broken = Source(
            "broken.bin", b"\0\1\2", url="https://harbourpost.example/broken.bin", date="2024-08-02T08:00:00Z"
        )
        made.add(Failed(broken, ReadError("broken.bin: not text: a zero byte at byte 0")))
    return path
