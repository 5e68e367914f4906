"""Pages that nobody wrote, for as long as one likes: `python -m tests.fuzz --minutes 10 --seed 1`.

Trees with every element, attribute and oddity that the reader knows, and documents of every kind spliced into each
other, as bytes of any encoding. Of each the laws must hold. What fails is printed as small as hypothesis can make it;
keep it as an `@example` or a test of its own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cleaner import structure
from cleaner.errors import CleanerError
from cleaner.model import Options, Source
from cleaner.pipeline import clean
from cleaner.read.markdown import read as read_markdown
from cleaner.write.markdown import render
from tests.read.pages import BLOCKS, INLINES, UNSEEN, tag_soup, words
from tests.strategies import PIECES
from tests.strategies_text import elements, plain_texts
from tests.test_laws import assert_nothing_is_invented, assert_nothing_vanishes, assert_settled

SLOW = 10.0  # seconds of CPU that no page of this size may take
BATCH = 200

_ATTRIBUTES = (
    "hidden", "style='display:none'", "class=footnotes", "id=fn1", "id=fnref1", "href='#fn1'", "href='#fnref1'",
    "role=doc-noteref", "class=katex", "class=MathJax", "alttext='x_1'", "display=block", "rowspan=3", "colspan=0",
    "start=-1", "value=9", "reversed", "class='language-py'", "itemprop=x", "aria-hidden=true", "role=presentation",
    "src=a.png alt=b", "class=emoji alt=🙂", "type='math/tex; mode=display'", "type='application/ld+json'", "href='http://[x'",
    "href='javascript:x'", "href=?a=1&copy;", "lang=de", "data-src=x", "class='a:b .c'", "id='1 2'", "open", "=", "\0",
)  # fmt: skip
_OTHERS = (
    "img math annotation semantics x-math x-template x-y o:p dialog details summary base title head body html thead"
    " tbody tfoot col ruby rt video audio iframe object frameset form select option textarea marquee"
)
_NAMES = sorted({name.split()[0] for name in (*BLOCKS, *INLINES, *UNSEEN)} | {*_OTHERS.split()})
_ODD = ("\\(x\\)", "$x$", "$$", "&#0;", "&#xD800;", "<!--", "-->", "<![CDATA[", "]]>", "[^1]", "1", "↩", "\r")
_TEXTS = st.one_of(
    words,
    st.sampled_from(PIECES),
    st.sampled_from(_ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)


@st.composite
def _element(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    name = draw(st.sampled_from(_NAMES))
    attributes = " ".join(draw(st.lists(st.sampled_from(_ATTRIBUTES), max_size=3)))
    closed = draw(st.sampled_from((f"</{name}>",) * 4 + ("", "</b>", "</div>")))
    return f"<{name} {attributes}>{''.join(draw(st.lists(inner, max_size=4)))}{closed}"


trees = st.lists(st.recursive(_TEXTS, _element, max_leaves=25), max_size=6).map("".join)
documents = st.lists(st.one_of(trees, trees, tag_soup, elements, plain_texts), min_size=1, max_size=3).map("".join)
encodings = st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "utf-16-le", "shift_jis", "gbk", "cp1252", "koi8-r"))
sources = st.builds(
    lambda text, encoding, charset, kind, url: Source(
        "page", text.encode(encoding, "xmlcharrefreplace"), kind, charset, url
    ),
    documents,
    encodings,
    st.sampled_from((None, None, "utf-8", "gbk", "utf-16", "x-user-defined")),
    st.sampled_from(("text/html",) * 5 + ("text/markdown", "text/plain", None)),
    st.sampled_from((None, "https://e.org/a/b", "http://[", "")),
)
options = st.builds(
    Options,
    profile=st.sampled_from((None, "page", "article")),
    links=st.sampled_from(("keep", "text", "footnotes")),
    images=st.booleans(),
    front_matter=st.booleans(),
)


def check(source: Source, chosen: Options) -> None:
    """Assert the laws of one document."""
    start = time.process_time()
    try:
        result = clean(source, options=chosen)
    except CleanerError as error:
        assert str(error)
        return
    assert_settled(result)
    assert_nothing_vanishes(result)
    assert_nothing_is_invented(result)
    assert isinstance(result.to_dict()["markdown"], str)
    assert isinstance(result.diff(), str)
    written = render(result.blocks)
    again = read_markdown(Source("a.md", written.encode("utf-8", "replace"), charset="utf-8"))
    assert render(structure.blocks(again, (), ())) == written
    assert time.process_time() - start < SLOW


def batch(number: int) -> Callable[[], None]:
    """So many documents, drawn from a seed."""

    @seed(number)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.target, Phase.shrink),
        print_blob=False,
    )
    @given(sources, options)
    def run(source: Source, chosen: Options) -> None:
        check(source, chosen)

    return run


def main() -> int:
    """Fuzz until the time is over; the exit code says whether something was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.minutes * 60
    failures = 0
    for number in count(arguments.seed):
        if time.monotonic() > end:
            print(f"{(number - arguments.seed) * BATCH} documents, {failures} batches with failures", file=sys.stderr)
            return 1 if failures else 0
        try:
            batch(number)()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            failures += 1
            notes = "\n".join(getattr(error, "__notes__", ()))
            print(f"seed {number}: {type(error).__name__}: {error}\n{notes}\n", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
