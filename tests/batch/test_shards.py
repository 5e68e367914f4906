"""Shards: the same pieces everywhere, each done wholly or not at all, done once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from cleaner.batch import Request
from cleaner.batch.shards import Shard, Store, Wanted, announce, chosen, split, standing, work
from cleaner.batch.shards.work import MARKERS
from cleaner.errors import CleanerError, ConfigError, ReadError
from tests.cli.conftest import COMMAND, ENVIRONMENT

TEXT = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, berth {} said.\n"
REQUEST = Request(paths=(), form="ndjson", date="2025-06-15T12:00:00Z")


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Twelve texts, a feed and a broken file."""
    folder = tmp_path / "crawl"
    (folder / "sub").mkdir(parents=True)
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(TEXT.format(number))
    feed = [{"id": number, "text": TEXT.format(number)} for number in range(50)]
    (folder / "feed.ndjson").write_text("\n".join(map(json.dumps, feed)))
    (folder / "sub" / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    return folder


def cleaner(folder: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT | environment, capture_output=True, text=True, check=False
    )


def joined(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.ndjson")))


def test_inputs_are_cut_in_order(crawl: Path) -> None:
    shards = split([str(crawl)], 5)
    assert [(shard.name, len(shard.items)) for shard in shards] == [
        ("000000-slice", 5),
        ("000001-slice", 5),
        ("000002-slice", 2),
        ("000003-feed", 1),
        ("000004-slice", 1),
    ]
    assert {shard for part in (1, 2, 3) for shard in chosen(shards, f"{part}/3")} == set(shards)
    with pytest.raises(ConfigError, match="--shard"):
        chosen(shards, "4/3")


def test_the_shards_in_order_are_what_one_run_writes(tmp_path: Path, crawl: Path) -> None:
    one = cleaner(tmp_path, "clean", "crawl", "-o", "one.ndjson", "--to", "ndjson")
    ended = cleaner(tmp_path, "run", "crawl", "-o", "out", "--slice", "5", "--jobs", "2")
    assert (one.returncode, ended.returncode) == (3, 3)
    assert "5 of 5 shards done, 63 documents" in ended.stderr
    assert "crawl/sub/bad.txt: not text" in ended.stderr
    assert joined(tmp_path / "out") == (tmp_path / "one.ndjson").read_bytes()
    assert "5 of them before" in cleaner(tmp_path, "run", "crawl", "-o", "out", "--slice", "5").stderr


def test_runs_share_the_work(tmp_path: Path, crawl: Path) -> None:
    (crawl / "sub" / "bad.txt").unlink()
    cleaner(tmp_path, "clean", "crawl", "-o", "one.ndjson", "--to", "ndjson")
    assert cleaner(tmp_path, "run", "crawl", "-o", "out", "--slice", "5", "--shard", "1/2").returncode == 0
    told = cleaner(tmp_path, "status", "out")
    assert (told.returncode, "2 of 4 shards done" in told.stdout) == (1, True)
    assert cleaner(tmp_path, "run", "crawl", "-o", "out", "--slice", "5", "--shard", "2/2").returncode == 0
    assert cleaner(tmp_path, "status", "out").returncode == 0
    assert joined(tmp_path / "out") == (tmp_path / "one.ndjson").read_bytes()


def test_outputs_of_an_earlier_run_are_no_inputs(tmp_path: Path, crawl: Path) -> None:
    args = ("run", "crawl", "-o", "crawl/clean", "--slice", "5")
    assert "5 of 5 shards done, 63 documents" in cleaner(tmp_path, *args).stderr
    assert "5 of them before, 63 documents" in cleaner(tmp_path, *args).stderr
    out = str(crawl / "clean")
    whole = split([str(crawl)], 5, leave_out=[out])
    assert split([f"file://{crawl}"], 5, leave_out=[out])[0].items[0].path == whole[0].items[0].path
    for pattern in (f"{crawl}/**/*.ndjson", f"file://{crawl}/**/*.ndjson"):
        assert [shard.name for shard in split([pattern], leave_out=[out])] == ["000000-feed"]
        assert len(split([pattern])) > 1
    assert split([str(crawl / "sub")], leave_out=[str(crawl)]) == split([str(crawl / "sub")])


def test_remote_outputs_of_an_earlier_run_are_no_inputs() -> None:
    files = fsspec.filesystem("memory")
    for name in ("/deep/a.txt", "/deep/clean/000000-slice.ndjson", "/deep/cleaner/b.txt"):
        files.pipe_file(name, b"x")
    for url in ("memory://deep", "memory://deep/**/*.*"):
        (shard,) = split([url], leave_out=["memory://deep/clean/"])
        assert [item.path for item in shard.items] == ["a.txt", "cleaner/b.txt"]
    assert len(split(["memory://deep/clean"], leave_out=["memory://deep/"])) == 1


def test_a_link_that_a_pattern_matches_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").mkdir()
    (shard,) = split([f"file://{tmp_path}/*.txt"])
    assert [item.path for item in shard.items] == ["a.txt", "b.txt"]


def test_how_far_a_run_of_many_shards_is(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "out"))
    announce(store, [Shard(f"{number:06d}-crawl-data-2025-06-part-of-many", ()) for number in range(90_000)])
    names, _ = standing(store)
    assert len(names) == 90_000


@pytest.mark.parametrize("data", ['{"shards": ["0000', "{}", "[]", '{"shards": 7}'])
def test_a_damaged_plan_is_told(tmp_path: Path, data: str) -> None:
    (tmp_path / "out" / MARKERS).mkdir(parents=True)
    (tmp_path / "out" / MARKERS / "plan.json").write_text(data)
    ended = cleaner(tmp_path, "status", "out")
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False)
    assert "out/.done/plan.json: damaged" in ended.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("run", "s3://crawl/", "-o", "out"), "s3://crawl/: cannot be read: Unable to locate credentials"),
        (("run", "s3://crawl/*.txt", "-o", "out"), "s3://crawl/*.txt: cannot be read: Unable to locate credentials"),
        (("run", "crawl", "-o", "s3://out"), "s3://out/.done/plan.json: cannot be written: Unable to locate"),
        (("status", "s3://out"), "s3://out/.done: cannot be read: Unable to locate credentials"),
    ],
)
def test_a_store_that_lets_nobody_in_is_told(tmp_path: Path, crawl: Path, args: tuple[str, ...], says: str) -> None:
    pytest.importorskip("s3fs")
    nobody = {"AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path)}
    ended = cleaner(tmp_path, *args, **nobody)
    assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
    assert says in ended.stderr


def test_a_shard_is_done_again_where_its_inputs_or_options_changed(tmp_path: Path, crawl: Path) -> None:
    shard = split([str(crawl)], 5)[0]
    wanted = Wanted(REQUEST, str(tmp_path / "out"))
    assert not work(shard, wanted).done
    assert work(shard, wanted).done
    (crawl / "01.txt").write_text("Another text, which is longer than the one before was, by some words.\n")
    assert not work(shard, wanted).done
    changed = replace(wanted, request=replace(REQUEST, options=replace(REQUEST.options, keep=frozenset({"ad"}))))
    assert not work(shard, changed).done


def test_a_shard_that_fails_leaves_nothing(tmp_path: Path, crawl: Path) -> None:
    shard = split([str(crawl)], 5)[0]
    (crawl / "03.txt").unlink()
    with pytest.raises(ReadError, match=r"03\.txt"):
        work(shard, Wanted(REQUEST, str(tmp_path / "out")))
    assert not list((tmp_path / "out").glob("*"))
    (tmp_path / "file").write_text("")
    with pytest.raises(CleanerError, match="file"):
        work(split([str(crawl)], 5)[1], Wanted(REQUEST, str(tmp_path / "file")))


def test_archives_lie_beside_the_outputs(tmp_path: Path, crawl: Path) -> None:
    ended = cleaner(tmp_path, "run", "crawl/feed.ndjson", "-o", "out", "--archive", "--to", "parquet")
    assert ended.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("[!.]*")) == [
        "000000-feed.parquet",
        "000000-feed.warc.gz",
    ]
    assert cleaner(tmp_path, "archive", "verify", "out/000000-feed.warc.gz").returncode == 0


def test_memory_is_a_file_system(crawl: Path) -> None:
    files = fsspec.filesystem("memory")
    for path in crawl.glob("*.txt"):
        files.pipe_file(f"/in/{path.name}", path.read_bytes())
    shards = split(["memory://in"], 100)
    outcome = work(shards[0], Wanted(REQUEST, "memory://out"))
    assert (outcome.documents, outcome.failed) == (12, 0)
    lines = files.cat_file(f"/out/{shards[0].name}.ndjson").splitlines()
    assert json.loads(lines[3])["source"] == "memory:///in/03.txt"
    assert work(shards[0], Wanted(REQUEST, "memory://out")).done
    assert Store("memory://out").names(MARKERS) == [f"{shards[0].name}.json"]


@pytest.fixture
def s3() -> Iterator[str]:
    """A real S3 server on loopback; gives its address."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def test_inputs_and_outputs_lie_on_s3(tmp_path: Path, crawl: Path, s3: str) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    environment = {**keys, "FSSPEC_S3_ENDPOINT_URL": s3}
    files = fsspec.filesystem("s3", key="test", secret="test", client_kwargs={"endpoint_url": s3})  # noqa: S106
    files.mkdir("crawl")
    files.mkdir("clean")
    files.put(f"{crawl}/", "crawl/", recursive=True)
    args = ("run", "s3://crawl/", "-o", "s3://clean/run", "--slice", "5", "--archive")
    ended = cleaner(tmp_path, *args, **environment)
    assert (ended.returncode, "5 of 5 shards done, 63 documents" in ended.stderr) == (3, True), ended.stderr
    assert "5 of them before" in cleaner(tmp_path, *args, **environment).stderr
    assert cleaner(tmp_path, "status", "s3://clean/run", **environment).returncode == 3
    cleaner(tmp_path, "clean", "crawl", "-o", "one.ndjson", "--to", "ndjson")
    files.invalidate_cache()
    lines = b"".join(files.cat_file(name) for name in sorted(files.glob("clean/run/*.ndjson")))
    assert lines.replace(b"s3://crawl/", b"crawl/") == (tmp_path / "one.ndjson").read_bytes()


def ray_workers(session: int) -> list[int]:
    """The processes of a session that are at work on a shard for Ray."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            title = (path / "cmdline").read_bytes()
            if (
                title.startswith(b"ray::_tried_in")
                and int((path / "stat").read_text().rpartition(")")[2].split()[3]) == session
            ):
                found.append(int(path.name))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds Ray's workers in /proc")
def test_ray_survives_a_killed_worker_and_writes_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="there is no Ray for this Python")
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text(TEXT.format(number) * 30)
    assert cleaner(tmp_path, "clean", "in", "-o", "one.ndjson", "--to", "ndjson").returncode == 0
    program = subprocess.Popen(
        [sys.executable, "-m", "cleaner", "run", "in", "-o", "out", "--engine", "ray", "--jobs", "2", "--slice", "20"],
        cwd=tmp_path,
        env=ENVIRONMENT | {"RAY_memory_monitor_refresh_ms": "0"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    killed = 0
    while program.poll() is None and killed < 2:
        if len(list((tmp_path / "out" / MARKERS).glob("0*.json"))) > killed * 5:
            for worker in ray_workers(program.pid)[:1]:
                os.kill(worker, signal.SIGKILL)
                killed += 1
        time.sleep(0.01)
    _, err = program.communicate(timeout=180)
    assert killed == 2
    assert program.returncode == 0, err
    assert "20 of 20 shards done" in err
    assert "400 documents" in err
    assert joined(tmp_path / "out") == (tmp_path / "one.ndjson").read_bytes()
