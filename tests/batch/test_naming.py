from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch import naming
from cleaner.batch.inputs import Input
from cleaner.errors import ConfigError
from cleaner.model import Source

FEED = Input("in/feed.ndjson", "feed.ndjson")


def name(uri: str, data: bytes = b"x", item: Input = FEED) -> str:
    return naming.container_target(item, Source(uri, data), ".md", keep_ext=False)


def test_a_file_keeps_its_place_and_changes_its_extension() -> None:
    item = Input("texts/sub/a.b.txt", "sub/a.b.txt")
    assert naming.file_target(item, ".md", keep_ext=False) == "sub/a.b.md"
    assert naming.file_target(item, ".md", keep_ext=True) == "sub/a.b.txt.md"
    assert naming.file_target(Input("-", "stdin"), ".md", keep_ext=False) == "stdin.md"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://Example.org:8080/news/Storm%20in%20May.html?x=1", "feed/example.org/Storm-in-May"),
        ("https://example.org/", "feed/example.org/index"),
        ("https://пример.рф/новости/шторм", "feed/пример.рф/шторм"),
        ("article 17", "feed/no-host/article-17"),
        ("feed.ndjson:12", "feed/no-host/feed.ndjson-12"),
        ("file:///h.html", "feed/no-host/h"),
        ("https://[broken/page", "feed/no-host/https-broken-page"),
        ("https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "feed/example.org/passwd"),
    ],
)
def test_a_contained_document_is_named_by_host_and_last_part(uri: str, expected: str) -> None:
    assert name(uri).rpartition("-")[0] == expected


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a/crawl.warc.gz", "a/crawl"),
        ("feed.jsonl.gz", "feed"),
        ("FEED.NDJSON", "FEED"),
        ("stdin", "stdin"),
        (".ndjson", ".ndjson"),
        ("data", "data"),
    ],
)
def test_a_container_s_folder_has_its_name(path: str, folder: str) -> None:
    assert naming.container_folder(Input(path, path), keep_ext=False) == folder
    assert naming.container_folder(Input(path, path), keep_ext=True) == path


@given(st.text(), st.binary(max_size=8))
def test_no_uri_leads_out_of_the_folder_or_to_an_impossible_name(uri: str, data: bytes) -> None:
    for address in (uri, f"https://{uri}", f"https://example.org/{uri}"):
        target = name(address, data)
        parts = PurePosixPath(target).parts
        assert len(parts) == 3
        assert Path("/out").joinpath(target).resolve() == Path("/out") / target
        assert all(part.isprintable() and not part.startswith(".") and len(part.encode()) <= 120 for part in parts)


def test_equal_documents_have_equal_names_and_others_have_not() -> None:
    assert name("https://example.org/a") == name("https://example.org/a")
    assert name("https://example.org/a") != name("https://example.org/a", b"y")
    assert name("https://example.org/a?1") != name("https://example.org/a?2")


def test_two_inputs_with_one_output_are_refused_with_a_remedy_that_works() -> None:
    text, page = Input("in/a.txt", "a.txt"), Input("in/a.html", "a.html")
    with pytest.raises(ConfigError, match=r"in/a\.txt and in/a\.html .* a\.md; .*--keep-ext"):
        naming.refuse_collisions([(text, "a.md"), (page, "a.md")])
    with pytest.raises(ConfigError, match="separate folders"):
        naming.refuse_collisions([(text, "a.md"), (Input("other/a.txt", "a.txt"), "a.md")])
    naming.refuse_collisions([(text, "a.txt.md"), (page, "a.html.md")])
