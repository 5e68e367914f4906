from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from .conftest import CLEAN, COMMAND, DIRTY, ENVIRONMENT, Run

JUNK = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8


def objects(lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.splitlines()]


def test_a_piped_text_comes_out_as_markdown_and_nothing_else(run: Run) -> None:
    for args in (["clean", "-"], ["clean"]):
        ended = run(*args, stdin=DIRTY)
        assert (ended.code, ended.out, ended.err) == (0, CLEAN, "")


def test_each_form(run: Run) -> None:
    assert run("clean", "-", "--to", "text", stdin=DIRTY).out == CLEAN
    document = json.loads(run("clean", "-", "--to", "json", stdin=DIRTY).out)
    assert document["removed"] == [{"line": 1, "start": 0, "end": 13, "rule": "ad.marker", "text": "ADVERTISEMENT"}]
    assert (document["source"], document["status"], document["error"]) == ("-", "ok", None)
    assert document["markdown"] == document["text"] == CLEAN


def test_ndjson_in_and_out_keeps_order_members_and_failures(run: Run) -> None:
    lines = [
        {"url": "https://example.org/1", "text": DIRTY, "crawler": {"run": 7}},
        {
            "html": "<html><body><article><p>" + "A page about the harbour. " * 20 + "</p></article></body></html>",
            "id": 5,
        },
        {"title": "no text here"},
    ]
    ended = run("clean", "--to", "ndjson", stdin="\n".join([*map(json.dumps, lines), "not json"]))
    found = objects(ended.out)
    assert [item["source"] for item in found] == ["https://example.org/1", "5", "-:3", "-:4"]
    assert [item["status"] for item in found] == ["ok", "ok", "failed", "failed"]
    assert found[0]["input"] == lines[0]
    assert "--field" in str(found[2]["error"])
    assert ended.code == 3
    assert "-:4: not JSON" in ended.err


def test_field_names_the_member_that_holds_the_text(run: Run) -> None:
    ended = run("clean", "--field", "body", stdin=json.dumps({"body": DIRTY, "text": "something else"}))
    assert ended.out == CLEAN


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    feed = tmp_path / "feed.ndjson"
    feed.write_text("".join(json.dumps({"id": number, "text": DIRTY * 40}) + "\n" for number in range(300)))
    command = f"set -o pipefail; {' '.join(COMMAND)} clean feed.ndjson --to ndjson | head -1"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tmp_path, env=ENVIRONMENT, check=False)
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert json.loads(ended.stdout)["source"] == "0"


def test_binary_junk_is_explained(run: Run, tmp_path: Path) -> None:
    ended = run("clean", "-", stdin=JUNK)
    assert (ended.code, ended.out) == (4, "")
    assert ended.err.startswith("cleaner: -: ")
    assert len(ended.err.splitlines()) == 1
    assert run("clean", "-", "-o", "junk.md", stdin=JUNK).code == 4
    assert not (tmp_path / "junk.md").exists()
    (tmp_path / "a.txt").write_text(DIRTY)
    (tmp_path / "junk.bin").write_bytes(JUNK)
    ended = run("clean", "a.txt", "junk.bin", "-o", "out")
    assert ended.code == 3
    assert "junk.bin" in ended.err
    assert [path.name for path in (tmp_path / "out").glob("[!.]*")] == ["a.md"]


def test_a_folder_is_mirrored(run: Run, tmp_path: Path, texts: Path) -> None:
    ended = run("clean", "texts", "-o", "out", "--jobs", "2")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[0] == "cleaner: 2 documents: 2 ok; 1 changed"
    assert {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("[!.]*.*")} == {
        "a.md",
        "sub/b.md",
    }
    assert (tmp_path / "out" / "a.md").read_text() == CLEAN


def test_a_folder_of_one_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ferry.txt").write_text(
        "The ferry left at nine.\n\nADVERTISEMENT\n\nIt rained.\n", encoding="utf-8"
    )
    ended = run("clean", "in", "-o", "out", "--archive", "kept.warc.gz")
    assert ended.code == 0, ended.err
    assert (tmp_path / "out" / "ferry.md").read_text(encoding="utf-8") == "The ferry left at nine.\n\nIt rained.\n"
    entries = (tmp_path / "out" / ".manifest.ndjson").read_text(encoding="utf-8").splitlines()
    assert any(json.loads(entry).get("source", "").endswith("ferry.txt") for entry in entries)


def test_quiet_leaves_stderr_empty(run: Run, texts: Path) -> None:
    assert run("clean", "texts", "-o", "out", "--quiet").err == ""


def test_an_empty_document_has_an_empty_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ADVERTISEMENT\n")
    assert run("clean", "a.txt", "-o", "a.md").code == 0
    assert (tmp_path / "a.md").read_bytes() == b""


def test_documents_of_a_container_are_named_by_host_and_address(run: Run, tmp_path: Path) -> None:
    lines = [
        {"url": "https://example.org/news/storm.html?x=1", "text": DIRTY},
        {"url": "https://../../etc/passwd", "text": DIRTY},
    ]
    (tmp_path / "feed.ndjson").write_text("\n".join(map(json.dumps, lines)))
    assert run("clean", "feed.ndjson", "-o", "out").code == 0
    found = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md"))
    assert [name.rpartition("-")[0] for name in found] == ["feed/example.org/storm", "feed/no-host/passwd"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["clean", "texts"], "-o DIR"),
        (["clean", "nowhere.txt"], "nowhere.txt: no such file or folder"),
        (["clean", "texts", "-o", "out", "--url", "https://example.org/"], "--url"),
        (["clean", "texts/a.txt", "-o", "texts/a.txt"], "overwritten"),
        (["clean", "texts/a.txt", "--check", "-o", "b.md"], "--check"),
        (["clean", "texts/a.txt", "--rules", "none.toml"], "none.toml"),
        (["clean", "texts/a.txt", "--to", "docx"], "--to"),
        (["clean", "texts/a.txt", "--no-such-flag"], "--no-such-flag"),
        (["clean", "texts/a.txt", "-o", "texts/a.txt/b.md"], "cannot be written"),
    ],
)  # fmt: skip
def test_usage_errors_are_told_before_any_work(
    run: Run, tmp_path: Path, texts: Path, args: list[str], says: str
) -> None:
    ended = run(*args)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert not (tmp_path / "out").exists()


def test_inputs_that_would_share_an_output_are_refused(run: Run, tmp_path: Path, texts: Path) -> None:
    (texts / "a.html").write_text("<p>An article.</p>")
    ended = run("clean", "texts", "-o", "out")
    assert ended.code == 2
    assert "texts/a.html and texts/a.txt would both be written to a.md" in ended.err
    assert "--keep-ext" in ended.err
    assert not (tmp_path / "out").exists()
    assert run("clean", "texts", "-o", "out", "--keep-ext").code == 0
    assert {path.name for path in (tmp_path / "out").glob("[!.]*")} == {"a.html.md", "a.txt.md", "sub"}


def test_check_tells_what_would_change(run: Run, texts: Path) -> None:
    ended = run("clean", "texts", "--check")
    assert (ended.code, ended.out) == (1, "")
    assert "texts/a.txt: would change" in ended.err
    assert "b.txt" not in ended.err
    assert run("clean", "texts/sub/b.txt", "--check").code == 0


def test_a_diff_applies_with_patch(run: Run, tmp_path: Path, texts: Path) -> None:
    ended = run("clean", "texts", "--diff")
    assert ended.code == 0
    assert "-ADVERTISEMENT\n" in ended.out
    subprocess.run(["patch", "-p0"], input=ended.out.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert (texts / "a.txt").read_text() == CLEAN


def test_what_is_kept_and_dropped(run: Run) -> None:
    assert "ADVERTISEMENT" in run("clean", "-", "--keep", "ad,credit", stdin=DIRTY).out


def test_defaults_come_from_the_nearest_file_and_flags_win(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cleaner.toml").write_text('keep = ["ad"]\nto = "text"\n')
    assert "ADVERTISEMENT" in run("clean", "-", stdin=DIRTY).out
    assert json.loads(run("clean", "-", "--to", "json", stdin=DIRTY).out)["removed"] == []
    (tmp_path / "cleaner.toml").write_text("job = 4\n")
    ended = run("clean", "-", stdin=DIRTY)
    assert ended.code == 2
    assert "cleaner.toml: unknown key 'job'; did you mean 'jobs'?" in ended.err


def test_an_output_that_takes_no_more_is_an_error(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f"echo 'A text of some words.' | {' '.join(COMMAND)} clean - > /dev/full"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, cwd=tmp_path, env=ENVIRONMENT, check=False)
    assert ended.returncode == 2
    assert ended.stderr == b"cleaner: standard output: cannot be written: No space left on device\n"


def test_help_and_version(run: Run) -> None:
    assert run("--version").out.startswith("cleaner ")
    assert "cleaner clean scraped/ -o clean/" in run("--help").out
    assert "--archive" in run("clean", "--help").out


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [*COMMAND, "clean", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=ENVIRONMENT,
    )
    assert program.stdin
    program.stdin.write(b"The beginning")
    program.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        program.wait(1.0)  # it has started, and waits for the rest
    program.send_signal(2)
    _, err = program.communicate(timeout=30)
    assert program.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--keep", "creditt"], "did you mean credit"),
        (["--drop", "zzz"], "--drop zzz: no such category or rule"),
        (["--lang", "English"], "--lang English"),
        (["--engine", "magic"], "magic"),
    ],
)
def test_unknown_names_are_told(run: Run, args: list[str], says: str) -> None:
    ended = run("clean", "-", *args, stdin=DIRTY)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_names_from_everywhere_are_known(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nname = "mine.mug"\nreason = "ours"\nwhere = "line"\nphrases = ["Buy"]\nremoves = ["Buy"]\n'
    )
    names = "mine,mine.mug,html,html.hidden,glue.camel,ad.marker,byline"
    ended = run("clean", "-", "--rules", "mine.toml", "--keep", names, "--lang", "sv", stdin=DIRTY)
    assert (ended.code, ended.err) == (0, "")


def test_what_is_passed_over_and_nothing_to_do_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run("clean", "in", "-o", "out").err == "cleaner: 0 documents: nothing to do\n"
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    ended = run("clean", "in", "-o", "out")
    assert (ended.code, "in/gone.txt: passed over" in ended.err) == (0, True)
    assert run("clean", "in", "-o", "out", "-q").err == ""


def test_an_empty_file_is_told_from_one_of_residue(run: Run, tmp_path: Path) -> None:
    assert run("clean", "-").err == "cleaner: -: empty: there is no text in it\n"
    assert "nothing but residue" in run("clean", "-", stdin="ADVERTISEMENT\n").err


def test_a_file_name_that_is_no_text_is_escaped(run: Run, tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/b\xff.txt")).write_text(DIRTY)
    assert [item["source"] for item in objects(run("clean", ".", "--to", "ndjson").out)] == ["b%FF.txt"]


def test_a_damaged_warc_is_named_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ft.warc").write_bytes(b"WARC/1.1\r\nbroken\r\n\r\n")
    assert run("clean", "ft.warc", "--to", "ndjson").err.count("ft.warc") == 1
