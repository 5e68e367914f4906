"""The file of verdicts: what is appended is read back, the last word holds, and nothing else passes for a verdict."""

from __future__ import annotations

import json
import multiprocessing
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ConfigError, OutputError
from cleaner.verdicts import Verdict, append, load, settled

ONE = Verdict(
    "wrong", "https://a.example/", "2024-01-01T00:00:00Z", "sha256:0", 3, 0, 2, "Ad", "ad.marker", "Ad", ("x",)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VERDICTS = st.builds(
    Verdict,
    st.sampled_from(["wrong", "missed", "withdrawn"]), TEXTS, TEXTS, TEXTS, st.integers(0, 9), st.just(0),
    st.integers(0, 9), TEXTS, TEXTS, TEXTS, *(st.lists(TEXTS, max_size=2).map(tuple),) * 2,
)  # fmt: skip


@given(st.lists(VERDICTS, max_size=5))
def test_round_trip(verdicts: list[Verdict]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.verdicts.ndjson"
        append(path, verdicts[:2])
        append(path, verdicts[2:])
        assert load(path) == settled(verdicts)


def test_the_last_word_holds() -> None:
    withdrawn = replace(ONE, verdict="withdrawn")
    assert settled([ONE, withdrawn]) == ()
    assert settled([ONE, withdrawn, ONE]) == (ONE,)
    assert settled([ONE, replace(ONE, line=4)]) == (ONE, replace(ONE, line=4))


@pytest.mark.parametrize(
    "line",
    ["[]", "nonsense", '{"verdict": "wrong"}', '"text"', json.dumps({"a": 1}), "[" * 5000]
    + [
        json.dumps({**{name: getattr(ONE, name) for name in Verdict.__slots__}, **wrong})
        for wrong in ({"verdict": "maybe"}, {"line": "3"}, {"start": 5}, {"line": True}, {"uri": 7}, {"before": [1]})
    ],
)
def test_what_is_no_verdict_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "x.verdicts.ndjson"
    append(path, [ONE])
    with path.open("a") as stream:
        stream.write(line + "\n")
    with pytest.raises(ConfigError, match=r"x\.verdicts\.ndjson: line 2: not a verdict"):
        load(path)


def test_unknown_members_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    append(path, [ONE])
    path.write_text(path.read_text().replace("{", '{"later": 1, ', 1))
    assert load(path) == (ONE,)


def test_a_file_that_cannot_be_had(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none")
    with pytest.raises(OutputError, match="cannot be written"):
        append(tmp_path / "no" / "folder", [ONE])


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.ndjson"
    append(path, [ONE])
    before = path.read_bytes()
    write = os.write
    calls = []

    def full(descriptor: int, data: bytes) -> int:
        calls.append(data)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:7])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError, match="No space"):
        append(path, [replace(ONE, line=9)])
    assert path.read_bytes() == before


def test_a_last_line_without_its_end_stays_a_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    append(path, [ONE])
    path.write_bytes(path.read_bytes().rstrip())
    append(path, [replace(ONE, line=9)])
    assert [verdict.line for verdict in load(path)] == [3, 9]


def _append_many(path: str, line: int) -> None:
    for _ in range(20):
        append(Path(path), [replace(ONE, line=line, text="x" * 3000)])


def test_several_writers(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(str(path), line)) for line in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert {verdict.line for verdict in load(path)} == {0, 1, 2}
    assert len(path.read_text().splitlines()) == 60
