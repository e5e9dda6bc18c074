"""The change log: from its beginning it gives the data of the release that carries it, whatever came between."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lod import release, vocab
from lod.changes import Log, read_log
from lod.model import ReleaseError

TITLE = NamedNode(vocab.expand("dct:title"))


def document(name: str, *titles: str) -> list[Quad]:
    node = NamedNode(f"http://example.org/{name}")
    return [Quad(node, TITLE, Literal(title, language="zh"), NamedNode(f"{node.value}/graph")) for title in titles]


def log_of(folder: Path) -> Log:
    return read_log(folder, release.check(folder))


def told(folder: Path) -> list[list[tuple[str, str]]]:
    log = log_of(folder)
    return [
        [(change.kind, change.graph.split("/")[-2]) for change in log.changes(step) if "example" in change.graph]
        for step in log.steps
    ]


def replayed(log: Log) -> bytes:
    graphs: dict[str, list[bytes]] = {}
    for step in log.steps:
        for change in log.changes(step):
            graphs[change.graph] = b"".join(log.content(step, change)).splitlines(keepends=True)
    return b"".join(sorted(line for lines in graphs.values() for line in lines))


def dump(folder: Path) -> bytes:
    return gzip.decompress((folder / "data.nq.gz").read_bytes())


A, B = document("a", "甲"), document("b", "乙")
CHANGED = document("b", "乙", "乙一")


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """The third of three releases: a document added, then one changed and one removed."""
    for quads in (A, A + B, CHANGED):
        folder = release.write_quads(quads, tmp_path / "out")
    return folder


def test_each_step_tells_what_is_other(three: Path) -> None:
    assert told(three) == [[("create", "a")], [("create", "b")], [("delete", "a"), ("update", "b")]]


def test_the_log_replayed_gives_the_dump(three: Path) -> None:
    assert replayed(log_of(three)) == dump(three)


def test_positions_follow_one_another(three: Path) -> None:
    log = log_of(three)
    positions = [change.position for step in log.steps for change in log.changes(step)]
    assert positions == list(range(1, log.last + 1))
    assert [log.step(position) for position in (0, 1, log.last, log.last + 1)] == [
        None,
        log.steps[0],
        log.steps[-1],
        None,
    ]


def test_a_change_has_title_size_and_digest_of_its_graph(three: Path) -> None:
    log = log_of(three)
    state = log.state()
    change = state["http://example.org/b/graph"]
    lines = [line for line in dump(three).splitlines(keepends=True) if line.endswith(b"/b/graph> .\n")]
    assert (change.title, change.quads, change.size) == ("乙", 2, len(b"".join(lines)))
    assert b"".join(log.content(log.steps[-1], change)) == b"".join(lines)
    assert [found.title for found in log.changes(log.steps[-1]) if found.kind == "delete"] == ["甲"]


def test_what_was_deleted_and_did_not_come_back_is_gone(three: Path, tmp_path: Path) -> None:
    assert log_of(three).gone() == {"http://example.org/a/graph"}
    assert log_of(release.write_quads(A, tmp_path / "out")).gone() == {"http://example.org/b/graph"}


def test_the_same_data_add_nothing(three: Path) -> None:
    before = (three / "manifest.json").read_bytes()
    assert release.write_quads(CHANGED, three.parent.parent) == three
    assert (three / "manifest.json").read_bytes() == before


def test_earlier_releases_are_not_needed(three: Path, tmp_path: Path) -> None:
    for folder in three.parent.iterdir():
        if folder != three:
            shutil.rmtree(folder)
    after = release.write_quads(A, tmp_path / "out")
    assert len(told(after)) == 4
    assert replayed(log_of(after)) == dump(after)


def test_a_step_is_written_once(three: Path) -> None:
    inodes = {path.stat().st_ino for path in three.parent.glob("*/changes/000001.nq.gz")}
    assert len(inodes) == 1


def test_where_there_are_no_links_the_log_is_copied(
    three: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refused)
    after = release.write_quads(A, tmp_path / "out")
    assert replayed(log_of(after)) == dump(after)


def test_a_release_that_was_rolled_back_is_still_the_one_before(three: Path, tmp_path: Path) -> None:
    first = sorted(three.parent.iterdir(), key=lambda folder: len(release.check(folder)["log"]))[0]
    current = tmp_path / "out" / "current"
    current.unlink()
    current.symlink_to(Path("releases") / first.name)
    after = release.write_quads(A + B, tmp_path / "out")
    # Followers of the stream have seen the third release.
    assert told(after)[:3] == told(three)
    assert told(after)[3] == [("create", "a"), ("update", "b")]


def test_a_damaged_log_is_not_carried_on(three: Path, tmp_path: Path) -> None:
    file = three / "changes" / "000002.nq.gz"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ReleaseError, match=r"change log is damaged: .*000002\.nq\.gz"):
        release.write_quads(A, tmp_path / "out")
    assert release.current(tmp_path / "out") == three.resolve()


def test_a_release_without_a_log_begins_one(tmp_path: Path) -> None:
    folder = release.write_quads(A, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text(json.dumps({key: value for key, value in manifest.items() if key != "log"}))
    after = release.write_quads(A, tmp_path)
    assert after != folder
    assert told(after) == [[("create", "a")]]


def test_the_log_has_no_times_and_the_same_bytes(three: Path, tmp_path: Path) -> None:
    for quads in (A, B + A, CHANGED):
        other = release.write_quads(quads, tmp_path / "other")
    for path in sorted((three / "changes").iterdir()):
        assert path.read_bytes() == (other / "changes" / path.name).read_bytes()


@pytest.mark.parametrize(("name", "syntax"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_the_dumps_say_the_same(three: Path, name: str, syntax: RdfFormat) -> None:
    written = gzip.decompress((three / f"data.{name}.gz").read_bytes())
    assert sorted(f"{quad} .\n" for quad in parse(written, syntax)) == dump(three).decode().splitlines(keepends=True)


def test_the_same_data_give_the_same_dumps(three: Path, tmp_path: Path) -> None:
    other = release.write_quads(reversed(CHANGED), tmp_path / "other")
    for path in sorted(three.glob("data.*")):
        assert path.read_bytes() == (other / path.name).read_bytes(), path.name


def test_checksums_beside_the_dumps(three: Path) -> None:
    manifest = release.check(three)
    for suffix in ("nq", "trig", "jsonld"):
        name = f"data.{suffix}.gz"
        assert (three / f"{name}.sha256").read_text() == f"{manifest['files'][name]['sha256']}  {name}\n"
