"""What a page's reading keeps of its structure: definitions, footnotes, formulas, images, code, links."""

from __future__ import annotations

import pytest

from cleaner import structure
from cleaner.model import Line, Mark, Source
from cleaner.read.html import read, read_with_images
from cleaner.write.markdown import render
from tests.read.pages import page


def markdown(html: str, url: str | None = None) -> str:
    return render(structure.blocks(page(html, url), (), ()))


def with_images(html: str) -> tuple[Line, ...]:
    return read_with_images(Source("p.html", html.encode(), media_type="text/html", url="https://e.org/a/b")).lines


# Definition lists, tables, code


def test_a_definition_list_is_a_list_of_terms_with_their_definitions_in_it() -> None:
    html = "<dl><dt>Quay</dt><dt>Pier</dt><dd>Where ships stop.</dd><dd>Or wait.<ul><li>long</ul></dd></dl><p>After"
    assert markdown(html) == (
        "- **Quay**\n- **Pier**\n\n  Where ships stop.\n\n  Or wait.\n\n  - long\n\nAfter\n"
    )  # fmt: skip


def test_definitions_in_wrappers_and_without_terms_do_no_harm() -> None:
    assert markdown("<dl><div><dt>A</dt><dd>a</dd></div></dl>") == "- **A**\n\n  a\n"
    assert markdown("<dl><dd>alone</dd></dl><dt>no list</dt>") == "alone\n\n**no list**\n"


def test_spans_are_repeated_in_every_cell_that_they_cover() -> None:
    table = (
        "<table><tr><th rowspan=2>Day<th colspan=2>Ferry</tr><tr><th>out<th>in</tr><tr><td>Mon<td>8<td>9</tr></table>"
    )
    assert markdown(table) == (
        "| Day | Ferry | Ferry |\n| --- | --- | --- |\n| Day | out | in |\n| Mon | 8 | 9 |\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "html",
    [
        "<pre class=lang-rust><code>let x;</code></pre>",
        "<pre><code class='hljs language-rust'>let x;</code></pre>",
        "<div class='highlight highlight-source-rust'><pre>let x;</pre></div>",
        "<div class='language-rust highlighter-rouge'><div class=highlight><pre><code>let x;</code></pre></div></div>",
        "<pre data-lang=rust>let x;</pre>",
    ],
)
def test_code_has_the_language_that_a_highlighter_gives_it(html: str) -> None:
    assert markdown(html) == "```rust\nlet x;\n```\n"


def test_white_space_in_code_is_untouched() -> None:
    assert markdown("<pre>\n\tif x:\n\n\t\t y  z \n</pre>") == "```\n\tif x:\n\n\t\t y  z \n```\n"


# Footnotes

NOTES = {
    "plain": (
        "<p>One<sup id=fnref1><a href='#fn1'>1</a></sup> two.</p>"
        "<ol><li id=fn1><p>The note. <a href='#fnref1'>↩</a></p><p>More.</p></li></ol>",
        "One[^1] two.\n\n[^1]: The note.\n\n    More.\n",
    ),
    "wikipedia": (
        "<p>One<sup id=cite_ref-1><a href='#cite_note-1'>[1]</a></sup> two.</p>"
        "<ol><li id=cite_note-1><b><a href='#cite_ref-1'>^</a></b> <span>Smith, <i>Ferries</i>.</span></li></ol>",
        "One[^1] two.\n\n[^1]: Smith, *Ferries*.\n",
    ),
    "word": (
        "<p>One<a href='#_ftn1' id=_ftnref1>[1]</a> two.</p><p><a href='#_ftnref1' id=_ftn1>[1]</a> The note.</p>",
        "One[^1] two.\n\n[^1]: The note.\n",
    ),
    "words": (
        "<p>One<sup><a href='#cite_note-a'>[note 1]</a></sup>.</p><ol><li id=cite_note-a>The note.</ol>",
        "One[^note-1].\n\n[^note-1]: The note.\n",
    ),
    "used twice": (
        "<p>One<a href='#fn1'>1</a> two<a href='#fn1'>1</a>.</p><p id=fn1>1. The note.</p>",
        "One[^1] two[^1].\n\n[^1]: The note.\n",
    ),
}


@pytest.mark.parametrize(("html", "written"), NOTES.values(), ids=NOTES)
def test_footnotes_of_every_make(html: str, written: str) -> None:
    assert markdown(html, "https://e.org/a") == written


@pytest.mark.parametrize(
    "html",
    [
        "<p>See <a href='#chapter'>1</a>.</p><h2 id=chapter>Chapter</h2>",
        "<p>See <a href='#fn1'>the first of all notes</a>.</p><p id=fn1>A note.</p>",
        "<p>See <a href='#fn1'>1</a>.</p>",
        "<p id=fn1>Itself <a href='#fn1'>1</a>.</p>",
    ],
)
def test_other_links_into_the_page_are_no_footnotes(html: str) -> None:
    assert "[^" not in markdown(html)


def test_a_reference_whose_note_is_gone_is_its_own_text() -> None:
    html, _ = NOTES["plain"]
    article = page(html)
    kept = structure.blocks(article, (), ())[:1]
    assert render(kept) == "One<sup>1</sup> two.\n"


# Formulas

TEX = r"x_1 * y^2 \le z"


@pytest.mark.parametrize(
    "html",
    [
        f"<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>{TEX}</annotation></semantics></math>",
        f"<math alttext='{TEX}'><mi>x</mi></math>",
        f"<span class=katex><span class=katex-mathml><math><semantics><annotation encoding='application/x-tex'>{TEX}"
        "</annotation></semantics></math></span><span class=katex-html aria-hidden=true>x1</span></span>",
        f"<span class=MathJax_Preview>x1</span><span class=MathJax>x1</span><script type='math/tex'>{TEX}</script>",
        "<span class=mwe-math-element><span style='display: none'><math alttext='{\\displaystyle " + TEX + "}'>"
        "<mi>x</mi></math></span><img src=x.svg alt=x></span>",
        f"<script src=mathjax.js></script>\\({TEX}\\)",
    ],
)
def test_a_formula_is_its_tex_source(html: str) -> None:
    assert markdown(f"<p>Let {html} hold, for $5 or $6.</p>") == f"Let ${TEX}$ hold, for $5 or $6.\n"


@pytest.mark.parametrize(
    "html",
    [
        f"<script type='math/tex; mode=display'>{TEX}</script>",
        f"<math display=block alttext='{TEX}'></math>",
        f"<script>MathJax = {{}}</script>\\[{TEX}\\]",
        f"<script src=katex.js></script>$${TEX}$$",
    ],
)
def test_a_displayed_formula_stands_between_two_dollar_signs(html: str) -> None:
    assert markdown(f"<div>{html}</div>") == f"$${TEX}$$\n"


def test_single_dollar_signs_are_formulas_where_the_page_s_script_takes_them_so() -> None:
    said = "<p>If $x$ costs \\(y\\), <code>\\(z\\)</code>.</p>"
    assert markdown(f"<script src=mathjax.js></script>{said}") == "If \\$x$ costs $y$, `\\(z\\)`.\n"
    config = "<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script>"
    assert markdown(f"{config}{said}") == "If $x$ costs $y$, `\\(z\\)`.\n"


def test_without_such_a_script_backslashes_are_text() -> None:
    assert markdown("<p>The regex \\(a\\) and $$ are text.</p>") == "The regex \\\\(a\\\\) and $$ are text.\n"


def test_words_in_an_element_of_a_formula_s_class_stay() -> None:
    html = "<div class='katex content'><p>Before <math alttext=x></math>.</p><p>More <math alttext=y></math></p></div>"
    assert markdown(html) == "Before $x$.\n\nMore $y$\n"


def test_a_comment_in_tex_does_not_swallow_the_rest() -> None:
    html = "<math><annotation encoding='application/x-tex'>a % first\n+ b \\% c</annotation></math>"
    assert markdown(f"<p>{html}</p>") == "$a + b \\% c$\n"


# Images


def test_images_are_read_where_they_are_asked_for() -> None:
    html = (
        "<p>Text <img src=i.png alt='a map' width=300> on.</p>"
        "<figure><a href=/big><img data-src=/f/pier.jpg src='data:x'></a><figcaption>C</figcaption></figure>"
        "<img src=pixel.gif width=1 height=1><img alt=none>"
    )
    assert [line.text for line in page(html).lines] == ["Text on.", "C"]
    text, figure, caption = with_images(html)
    assert (text.text, text.marks) == ("Text a map on.", (Mark(5, 10, "image", "https://e.org/a/i.png"),))
    assert (figure.text, [mark.kind for mark in figure.marks]) == ("pier.jpg", ["link", "image"])
    assert caption.text == "C"


def test_emoji_drawn_as_images_are_characters() -> None:
    assert page("<p>Fine <img class=emoji alt='🙂' src=e.svg> day</p>").lines[0].text == "Fine 🙂 day"


def test_an_emoji_that_opens_a_line_puts_it_where_it_stands() -> None:
    article = page("<nav><p>Menu</p></nav><main><p><img class=emoji alt='🙂' src=e.svg> day</p></main>")
    assert article.outline is not None
    above = article.outline.parents[article.outline.owners[1]]
    assert article.outline.tags[article.outline.looks[above]] == "main"


# Links


@pytest.mark.parametrize(
    "base", ["javascript:alert(1)", "data:text/html,x", "http://[", "x" * 20_000, " \n", "mailto:a@b"]
)
def test_a_base_that_is_no_address_is_passed_over(base: str) -> None:
    (line,) = page(f"<base href='{base}'><p><a href=y>1</a>", "https://e.org/a/b").lines
    assert line.marks[0].target in ("https://e.org/a/y", "y")


def test_a_base_may_be_another_site_and_the_first_counts() -> None:
    (line,) = page("<base href='//o.org/c/'><base href='https://x.org/'><p><a href=y>1</a>", "https://e.org/a").lines
    assert line.marks[0].target == "https://o.org/c/y"


def test_a_long_address_around_a_whole_page_does_not_blow_it_up() -> None:
    html = f"<a href='/{'u' * 7000}'>" + "<div>word</div>" * 5000
    read_lines = read(Source("p", html.encode(), media_type="text/html")).lines
    assert len(read_lines) == 5000
    assert sum(len(mark.target) for line in read_lines for mark in line.marks) < len(html) + 1_100_000


def test_many_links_in_one_line_do_not_blow_it_up() -> None:
    html = f"<base href='https://e.org/{'b' * 7000}/'><p>" + "<a href='?i'>w</a> " * 4000
    (line,) = read(Source("p", html.encode(), media_type="text/html")).lines
    assert sum(len(mark.target) for mark in line.marks) < len(html) + 1_100_000


# Templates and hidden text


def test_templates_are_read_where_a_page_shows_nothing_else() -> None:
    text = "All the text of this page is here. " * 10
    bare = page(f"<body><div id=app></div><template><div><h2>Head</h2><p>{text}</p></div></template>")
    assert [(line.text, line.origin) for line in bare.lines] == [("Head", "template"), (text.strip(), "template")]
    assert bare.lines[0].path.endswith("template > div > h2")
    assert bare.notes == ("text from template",)
    shown = page(f"<p>{text}</p><template><p>A card</p></template>")
    assert [line.text for line in shown.lines] == [text.strip()]
