from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ReadError
from cleaner.model import Article, Block, Failed, Line, Removal, Repair, Result, Source
from cleaner.write import json_line, to_dict

MEMBERS = {
    "source", "status", "error", "notes", "media_type", "language", "title", "metadata", "markdown", "text", "blocks",
    "removed", "repaired",
}  # fmt: skip

RESULT = Result(
    Article(
        Source("a.html", b"", members=None),
        (Line(1, "ADVERTISEMENT", path="html > body > p"), Line(2, "PresidentDonald spoke.")),
        media_type="text/html",
        language="en",
    ),
    removals=(Removal(1, 0, 13, "ad.marker", "an advertisement marker"),),
    repairs=(Repair(2, 0, 15, "glue.camel", "President Donald"),),
    blocks=(
        Block("title", "A speech"),
        Block("heading", "Monday", (1,), level=2),
        Block("list_item", "One", (2,), level=1, ordered=True, number=1),
    ),
    notes=("truncated",),
)


def test_the_members_of_the_contract() -> None:
    found = to_dict(RESULT)
    assert found.keys() == MEMBERS
    assert found["removed"] == [
        {"line": 1, "start": 0, "end": 13, "rule": "ad.marker", "text": "ADVERTISEMENT", "path": "html > body > p"}
    ]
    (repaired,) = found["repaired"]
    assert repaired == {
        "line": 2,
        "start": 0,
        "end": 15,
        "rule": "glue.camel",
        "text": "PresidentDonald",
        "replacement": "President Donald",
    }
    assert found["blocks"] == [
        {"kind": "title", "text": "A speech", "lines": []},
        {"kind": "heading", "level": 2, "text": "Monday", "lines": [1]},
        {"kind": "list_item", "level": 1, "ordered": True, "number": 1, "text": "One", "lines": [2]},
    ]
    assert (found["source"], found["status"], found["error"], found["title"]) == ("a.html", "ok", None, "A speech")
    assert (found["notes"], found["media_type"], found["language"]) == (["truncated"], "text/html", "en")


def test_a_failed_document_has_the_same_members_and_says_why() -> None:
    failed = Failed(Source("a.bin", b"", members={"id": 7}), ReadError("a.bin: binary"))
    found = json.loads(json_line(failed))
    assert found.keys() == MEMBERS | {"input"}
    assert (found["status"], found["error"], found["input"]) == ("failed", "a.bin: binary", {"id": 7})


def test_a_document_takes_one_line_that_is_utf_8() -> None:
    line = json_line(Result(Article(Source("bad\udcff\ud83d", b"", members={"a": "line\nbreak \u2028"}), ())))
    assert line.encode().count(b"\n") == 1
    assert json.loads(line)["source"] == "bad%FF\ud83d"
    assert json.loads(line)["input"] == {"a": "line\nbreak \u2028"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=8,
)


def finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: finite(member) for name, member in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value


@given(st.dictionaries(st.text(st.characters()), values, max_size=4))
def test_all_input_members_return(members: dict[str, Any]) -> None:
    line = json_line(Result(Article(Source("x", b"", members=members), ())))

    def not_json(name: str) -> None:
        raise AssertionError(name)

    assert json.loads(line.encode(), parse_constant=not_json)["input"] == finite(members)


def test_a_result_can_be_pickled_and_copied_once_its_object_is_made() -> None:
    code = (
        "import copy, pickle, cleaner; result = cleaner.clean('The ferry left at nine.', url='https://example.org/a')\n"
        "made = result.to_dict()\n"
        "assert pickle.loads(pickle.dumps(result)).to_dict() == copy.deepcopy(result).to_dict() == made"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
