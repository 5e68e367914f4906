"""What is known of a document beside its text, where it was found, and that nobody pays for it who does not ask."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.metadata import FIELDS
from cleaner.metadata.linked import facts

TEXT = "The last ferry left at nine, and nobody on the pier knew that it would not be back for a week, or longer. "
ARTICLE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "The Harbour", "url": "https://harbour.example/"},
        {"@type": "WebPage", "name": "Page", "description": "Of the ferry.", "inLanguage": "en-GB"},
        {
            "@type": ["NewsArticle"],
            "headline": "The last &amp; only <b>ferry</b>",
            "author": [{"@type": "Person", "name": "By Jane Doe"}, "John Roe", {"name": "https://harbour.example/x"}],
            "publisher": {"name": "The Harbour"},
            "datePublished": "2024-05-01T10:00:00+02:00",
            "dateModified": "2024-05-03",
            "keywords": "ferry, sea,ferry",
            "mainEntityOfPage": {"@id": "https://harbour.example/ferry"},
        },
    ],
}


def page(head: str = "", body: str = f"<p>{TEXT}</p><p>{TEXT}</p>") -> str:
    return (
        f"<html><head><title>The ferry - The Harbour</title>{head}</head><body><article><h1>Ferry</h1>{body}</article>"
    )


def metadata(html: str, url: str | None = None) -> Any:
    return cleaner.clean(html, media_type="text/html", url=url).metadata


def linked(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def test_json_ld_says_most() -> None:
    found = metadata(page(linked(ARTICLE)))
    assert {name: found[name] for name in FIELDS if found["sources"].get(name) == "json-ld"} == {
        "title": "The last & only ferry",
        "authors": ["Jane Doe", "John Roe"],
        "published": "2024-05-01T10:00:00+02:00",
        "modified": "2024-05-03",
        "site": "The Harbour",
        "description": "Of the ferry.",
        "url": "https://harbour.example/ferry",
        "tags": ["ferry", "sea"],
    }
    assert (found["page_type"], found["sources"]["page_type"]) == ("article", "model")
    assert (found["language"], found["sources"]["language"]) == ("en", "text")


def test_the_head_s_metas_and_links_come_next() -> None:
    head = """<meta property="og:title" content="The ferry"><meta name=author content="Jane Doe; John Roe">
    <meta property="article:published_time" content="2024-05-01T10:00:00Z"><meta name=description content="Of it.">
    <meta property="og:site_name" content="The Harbour"><meta name=keywords content="ferry, sea">
    <link rel=canonical href="/ferry">"""
    found = metadata(page(head), "https://harbour.example/f?utm=1")
    assert {name: found["sources"][name] for name in found["sources"]} == {
        "title": "meta", "authors": "meta", "published": "meta", "site": "meta", "description": "meta",
        "language": "text", "url": "link", "page_type": "model", "tags": "meta",
    }  # fmt: skip
    assert found["authors"] == ["Jane Doe", "John Roe"]
    assert found["url"] == "https://harbour.example/ferry"


def test_what_readers_see_fills_the_gaps() -> None:
    body = (
        f'<span class="author">Jane Doe</span><time datetime="2024-05-01">1 May 2024</time><p>{TEXT}</p><p>{TEXT}</p>'
    )
    found = metadata(page(body=body), "https://harbour.example/f")
    assert (found["authors"], found["published"]) == (["Jane Doe"], "2024-05-01")
    assert found["sources"]["authors"] == found["sources"]["published"] == "page"
    assert (found["title"], found["sources"]["title"]) == ("Ferry", "text")
    assert (found["url"], found["sources"]["url"]) == ("https://harbour.example/f", "source")
    assert "modified" not in found


def test_the_author_and_date_of_a_review_are_not_a_shop_s() -> None:
    reviews = "".join(
        f'<div class="review"><span class="author">{name}</span> <time datetime="2024-05-01">1 May</time></div>'
        for name in ("Jane Doe", "John Roe")
    )
    product = linked({"@type": "Product", "name": "A coat", "offers": {"@type": "Offer", "price": "80"}})
    found = metadata(
        '<html><head><title>Coat | shop.example</title><meta property="og:type" content="product">'
        f"{product}</head><body>"
        f'<div class="product"><h1>Coat</h1><p class="price">80</p><button class="add-to-cart">Add to cart</button>'
        f'<p class="product-description">{TEXT}</p>{reviews}</div>'
    )
    assert found["page_type"] in {"product", "collection"}
    assert not {"authors", "published", "modified"} & set(found)
    assert (found["site"], found["sources"]["site"]) == ("shop.example", "page")


def test_plain_text_has_its_language_and_address() -> None:
    found = cleaner.clean(TEXT * 3, url="https://e.org/a").metadata
    assert found == {
        "language": "en",
        "url": "https://e.org/a",
        "sources": {"language": "text", "url": "source"},
    }


def test_a_language_that_is_given_is_said_to_be() -> None:
    found = cleaner.clean(TEXT, options=cleaner.Options(language="de")).metadata
    assert (found["language"], found["sources"]["language"]) == ("de", "option")


@pytest.mark.parametrize("kind", ["md", "text"])
def test_metadata_is_computed_only_where_an_output_asks(kind: str) -> None:
    code = (
        "import sys, cleaner; r = cleaner.clean('<title>x</title>' + '<p>some words. ' * 99, media_type='text/html');"
        f"r.markdown if {kind!r} == 'md' else r.text; print('trafilatura' in sys.modules, 'cleaner.metadata.linked' in"
        " sys.modules and 'metadata' in r.__dict__); r.to_dict(); print('metadata' in r.__dict__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]


def test_the_archive_has_it_in_the_ledger(tmp_path: Any) -> None:
    with cleaner.Archive.open(tmp_path / "x.warc.gz", "a") as archive:
        archive.add(cleaner.clean(page(linked(ARTICLE)), media_type="text/html"))
    import gzip

    raw = gzip.decompress((tmp_path / "x.warc.gz").read_bytes()).decode()
    line = next(line for line in raw.split("\r\n") if line.startswith("metadata: "))
    assert json.loads(line.removeprefix("metadata: "))["authors"] == ["Jane Doe", "John Roe"]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just("2024-05-01")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(
        ("@type", "@graph", "author", "name", "headline", "datePublished", "keywords", "publisher", "url", "@id",
         "mainEntityOfPage", "inLanguage")), inner, max_size=4)),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None)
@given(values)
def test_json_ld_of_any_shape_gives_clean_values(data: Any) -> None:
    found = facts([{"@type": "Article", **data} if isinstance(data, dict) else data])
    for name, value in found.items():
        texts = value if name in ("authors", "tags") else [value]
        assert all(isinstance(text, str) and text == text.strip() and len(text) <= 2000 for text in texts)


@pytest.mark.parametrize(
    "head",
    [
        '<link rel=canonical href="http://[">',
        '<link rel=canonical href="javascript:x">',
        f'<meta name=author content="{"x" * 1_000_000}">',
        '<meta name=author content="&#0;&#xD800;">',
        '<script type="application/ld+json">' + '{"author":' * 5000 + "</script>",
        linked([{"@type": "Article", "author": [{"name": "x"}] * 100_000, "keywords": ["k"] * 100_000}]),
        linked({"@type": "Article", "datePublished": "0000-99-99", "url": "ftp://x", "headline": {"a": 1}}),
    ],
)
def test_hostile_heads_do_no_harm(head: str) -> None:
    found = metadata(page(head))
    assert len(json.dumps(dict(found))) < 20_000
    assert found.get("url", "").startswith("http") or "url" not in found


def test_what_a_library_stumbles_over_is_told_and_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    import htmldate

    def stumble(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(htmldate, "find_date", stumble)
    found = metadata(page(body=f'<span class="author">Jane Doe</span><p>{TEXT}</p>'))
    assert found["errors"] == ["AssertionError"]
    assert found["authors"] == ["Jane Doe"]
    assert "published" not in found
