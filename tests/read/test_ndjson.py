from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import LimitError, ReadError
from cleaner.model import Failed, Source
from cleaner.read.ndjson import looks_like, sources


def read(*lines: bytes | dict[str, Any], field: str | None = None, max_line: int = 10_000) -> list[Source | Failed]:
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(sources(io.BytesIO(data), "feed.ndjson", field, max_line))


def one(*lines: bytes | dict[str, Any], field: str | None = None) -> Source:
    (source,) = read(*lines, field=field)
    assert isinstance(source, Source)
    return source


def error(*lines: bytes | dict[str, Any], field: str | None = None) -> str:
    (failed,) = read(*lines, field=field, max_line=100_000)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ReadError)
    return str(failed.error)


def test_the_members_that_are_used() -> None:
    members = {"url": "https://example.org/a", "id": "a1", "date": "2025-06-15T12:00:00Z", "text": "Héllo", "more": [1]}
    assert one(members) == Source(
        "https://example.org/a",
        "Héllo".encode(),
        media_type="text/plain",
        charset="utf-8",
        url="https://example.org/a",
        date="2025-06-15T12:00:00Z",
        members=members,
    )


def test_html_comes_before_text_and_an_empty_one_gives_way() -> None:
    assert one({"text": "a", "html": "<p>b"}).media_type == "text/html"
    assert one({"text": "a", "html": ""}).data == b"a"
    assert one({"text": "a", "html": None}).data == b"a"
    assert one({"text": ""}).data == b""


def test_another_field_is_what_it_looks_like() -> None:
    assert one({"text": "a", "body": "b"}, field="body").media_type == "text/plain"
    page = "<html><body><p>A page.</p></body></html>"
    assert one({"url": "https://example.org/a.txt", "body": page}, field="body").media_type == "text/html"
    assert one({"url": "https://example.org/a.html", "body": "Plain."}, field="body").media_type == "text/plain"


def test_the_name_is_the_url_else_the_id_else_the_place() -> None:
    found = read({"id": 7, "text": "a"}, b"", {"id": "x", "text": "b"}, {"id": True, "text": "c", "url": " "})
    assert [source.uri for source in found if isinstance(source, Source)] == ["7", "x", "feed.ndjson:4"]


def test_a_date_that_is_no_instant_is_left_to_the_members() -> None:
    source = one({"text": "a", "date": "last Tuesday"})
    assert source.date is None
    assert source.members == {"text": "a", "date": "last Tuesday"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"not json", "feed.ndjson:1: not JSON"),
        (b"[1, 2]", "feed.ndjson:1: JSON array, not object"),
        (b"null", "JSON null"),
        (b'{"text": "\xff"}', "not JSON: 'utf-8' codec"),
        (b'{"text": 1' + b"0" * 5000 + b"}", "not JSON"),
        (b'{"text": ' * 5000 + b"1" + b"}" * 5000, "nested deeper than 100"),
        (b'{"text": "a", "x": ' + b"[" * 200 + b"]" * 200 + b"}", "nested deeper than 100"),
        (b'{"title": "a", "body": "b"}', "no member 'html' or 'text'; members are 'title', 'body'; name the one"),
        (b'{"text": 17}', "member 'text' must be a string, and is of JSON type number"),
        (b'{"text": ["a", "b"]}', "JSON type array"),
    ],
)
def test_a_bad_line_is_named_with_a_remedy(line: bytes, says: str) -> None:
    assert says in error(line)


def test_the_reading_goes_on_after_a_bad_line() -> None:
    found = read(b"{", {"text": "a"}, b'{"text": "' + b"x" * 20_000 + b'"}', {"text": "b"})
    assert [item.source.uri if isinstance(item, Failed) else item.data for item in found] == [
        "feed.ndjson:1",
        b"a",
        "feed.ndjson:3",
        b"b",
    ]
    long = found[2]
    assert isinstance(long, Failed)
    assert isinstance(long.error, LimitError)
    assert "10,000 bytes" in str(long.error)


def test_a_byte_order_mark_and_windows_line_endings_are_no_hindrance() -> None:
    found = read(b'\xef\xbb\xbf{"text": "a"}\r', b"\r", b'{"text": "b"}')
    assert [item.data for item in found if isinstance(item, Source)] == [b"a", b"b"]


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_bytes_end_in_documents_or_explained_failures(lines: list[bytes]) -> None:
    for item in read(*lines, max_line=40):
        assert isinstance(item, Source) or str(item.error).startswith("feed.ndjson:")


def test_what_looks_like_ndjson() -> None:
    assert looks_like(b'{"text": "a"}\n{"text": "b"}\n')
    assert looks_like(b' {"url": "https://example.org/", "text": "a line that is longer than the he')
    assert not looks_like(b'{\n  "text": "a"\n}\n')
    assert not looks_like(b'{"name"} is a placeholder, and this is prose.\n')
    assert not looks_like(b'{"a": 1} and so on.\nProse.\n')
    assert not looks_like(b'["a", "b"]\n')
    assert not looks_like(b"")


def test_an_object_that_fails_keeps_its_members_and_its_name() -> None:
    (failed,) = read({"foo": 1, "id": "a"})
    assert isinstance(failed, Failed)
    assert (failed.source.uri, failed.source.members) == ("a", {"foo": 1, "id": "a"})


def test_the_path_of_an_object_without_a_name_has_its_line() -> None:
    data = io.BytesIO(b'{"id": 7, "text": "a"}\n{"text": "b"}\nbroken\n')
    found = [
        item.source if isinstance(item, Failed) else item for item in sources(data, "in/x.ndjson", path="x.ndjson")
    ]
    assert [source.path for source in found] == ["x.ndjson", "x.ndjson:2", "x.ndjson:3"]
