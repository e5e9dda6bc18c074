"""Releases: the same data give the same bytes, and whoever is killed leaves the last release in place."""

from __future__ import annotations

import csv
import gzip
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lod import queries, readers, release, vocab
from lod.model import ReleaseError, Source
from lod.release.dump import write_dump
from lod.stores.embedded import open_release

SMALL = Path(__file__).parent / "data" / "small.trig"
GRAPH = NamedNode("http://example.org/graph")
ELSEWHERE = "https://gongbao.example.org/id/"


def quads(count: int) -> list[Quad]:
    predicate = NamedNode("http://example.org/p")
    return [Quad(NamedNode(f"http://example.org/{n}"), predicate, Literal(n), GRAPH) for n in range(count)]


@pytest.fixture
def small() -> list[Quad]:
    return list(parse(path=SMALL))


def test_layout(tmp_path: Path, small: list[Quad]) -> None:
    told: list[str] = []
    out = tmp_path / "new" / "out"
    folder = release.write_quads(small, out, progress=told.append)
    assert release.current(out) == folder.resolve() == release.current(folder)
    assert (out / "data.nq.gz").read_bytes() == (folder / "data.nq.gz").read_bytes()
    assert json.loads((out / "manifest.json").read_text())["id"] == folder.name
    assert folder.name in told[-1]


def test_the_dump_is_sorted_lines_without_repetition(tmp_path: Path, small: list[Quad]) -> None:
    folder = release.write_quads([*small, *reversed(small)], tmp_path)
    lines = gzip.decompress((folder / "data.nq.gz").read_bytes()).splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert {str(quad) for quad in small} <= {str(quad) for quad in parse(b"".join(lines), RdfFormat.N_QUADS)}


def test_the_same_data_give_the_same_bytes(tmp_path: Path, small: list[Quad]) -> None:
    first = release.write_quads(small, tmp_path / "a")
    second = release.write_quads(reversed(small), tmp_path / "b")
    assert first.name == second.name
    assert (first / "data.nq.gz").read_bytes() == (second / "data.nq.gz").read_bytes()


def test_no_times_outside_the_manifest(tmp_path: Path, small: list[Quad]) -> None:
    folder = release.write_quads(small, tmp_path)
    assert (folder / "data.nq.gz").read_bytes()[4:8] == bytes(4)  # the time field of the gzip header
    assert not list(folder.glob("store/LOG*"))
    assert "built" in json.loads((folder / "manifest.json").read_text())


def test_sorting_on_disk_gives_the_same_bytes(tmp_path: Path, small: list[Quad]) -> None:
    doubled = [*small, *reversed(small)]
    in_memory = write_dump(doubled, tmp_path / "a.gz")
    on_disk = write_dump(iter(doubled), tmp_path / "b.gz", run=7)
    assert in_memory == on_disk
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert in_memory.quads == sum(in_memory.graphs.values()) == len(set(small))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gz", "b.gz"]


def test_an_empty_dump(tmp_path: Path) -> None:
    assert write_dump([], tmp_path / "a.gz").quads == 0


@pytest.mark.parametrize(
    "bad",
    [
        Quad(BlankNode("b"), GRAPH, Literal("x"), GRAPH),
        Quad(GRAPH, GRAPH, BlankNode("b"), GRAPH),
        Quad(GRAPH, GRAPH, GRAPH, BlankNode("b")),
        Quad(GRAPH, GRAPH, GRAPH, DefaultGraph()),
    ],
)
def test_blank_nodes_and_graphless_quads_are_refused(tmp_path: Path, bad: Quad) -> None:
    before = release.write_quads(quads(3), tmp_path)
    with pytest.raises(ReleaseError, match=r"blank node|named graph"):
        release.write_quads([*quads(4), bad], tmp_path)
    assert release.current(tmp_path) == before.resolve()
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [before.name]


def test_a_blank_node_sign_inside_a_literal_is_no_blank_node(tmp_path: Path) -> None:
    folder = release.write_quads([Quad(GRAPH, GRAPH, Literal("see _:b0 ."), GRAPH)], tmp_path)
    assert b'"see _:b0 ."' in gzip.decompress((folder / "data.nq.gz").read_bytes())


def test_the_provenance_names_version_and_sources(tmp_path: Path) -> None:
    source = Source("/somewhere/a.txt", "text/plain", b"abc")
    folder = release.write_quads(quads(1), tmp_path / "a", sources=[source])
    elsewhere = release.write_quads(quads(1), tmp_path / "b", sources=[Source("b.txt", "text/plain", b"abc")])
    assert folder.name == elsewhere.name, "a file name must not change the data"
    text = gzip.decompress((folder / "data.nq.gz").read_bytes()).decode()
    assert "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" in text
    assert "http://www.w3.org/ns/prov#used" in text
    assert "somewhere" not in text + (folder / "manifest.json").read_text()
    assert json.loads((folder / "manifest.json").read_text())["sources"][0]["size"] == 3


def test_the_base_is_recorded(tmp_path: Path) -> None:
    folder = release.write_quads(quads(1), tmp_path, base="http://example.org/")
    assert open_release(folder).base == "http://example.org/"


def test_building_again_keeps_what_is_whole(tmp_path: Path) -> None:
    first = release.write_quads(quads(3), tmp_path)
    made = (first / "manifest.json").stat().st_ino
    assert release.write_quads(quads(3), tmp_path) == first
    assert (first / "manifest.json").stat().st_ino == made


def test_earlier_data_are_a_new_release_whose_log_takes_back_what_came_between(tmp_path: Path) -> None:
    first = release.write_quads(quads(3), tmp_path)
    release.write_quads(quads(4), tmp_path)
    again = release.write_quads(quads(3), tmp_path)
    assert release.current(tmp_path) == again.resolve() != first.resolve()
    assert (again / "data.nq.gz").read_bytes() == (first / "data.nq.gz").read_bytes()
    assert release.check(again)["id"] == again.name
    assert [step["number"] for step in release.check(again)["log"]] == [1, 2, 3]
    assert release.write_quads(quads(3), tmp_path) == again


def test_all_but_the_newest_releases_are_deleted(tmp_path: Path) -> None:
    folders = [release.write_quads(quads(count), tmp_path) for count in (1, 2, 3, 4)]
    told: list[str] = []
    assert release.prune(tmp_path, 2, told.append) == sorted(folders[:2], reverse=True, key=folders.index)
    assert [folder.exists() for folder in folders] == [False, False, True, True]
    assert len(told) == 2
    assert not list((tmp_path / "releases").glob(".tmp-*"))
    assert len(release.check(folders[3])["log"]) == 4
    release.write_quads(quads(5), tmp_path)


def test_the_release_that_is_served_is_never_deleted(tmp_path: Path) -> None:
    folders = [release.write_quads(quads(count), tmp_path) for count in (1, 2, 3)]
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(Path("releases") / folders[0].name)
    assert release.prune(tmp_path, 1) == [folders[1]]
    assert len(open_release(release.current(tmp_path))) > 0


def test_building_again_replaces_what_is_damaged(tmp_path: Path) -> None:
    folder = release.write_quads(quads(3), tmp_path)
    dump = folder / "data.nq.gz"
    dump.chmod(0o644)
    dump.write_bytes(b"damaged")
    with pytest.raises(ReleaseError, match=r"damaged: data\.nq\.gz"):
        release.check(folder)
    release.write_quads(quads(3), tmp_path)
    assert release.check(folder)["quads"] > 3


def test_missing_and_added_files_are_noticed(tmp_path: Path) -> None:
    folder = release.write_quads(quads(3), tmp_path)
    (folder / "extra").touch()
    with pytest.raises(ReleaseError, match="extra"):
        release.check(folder)
    (folder / "manifest.json").unlink()
    with pytest.raises(ReleaseError, match="no complete release"):
        release.check(folder)


def test_foreign_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("important")
    with pytest.raises(ReleaseError, match=r"not a folder of releases: it holds thesis\.docx"):
        release.write_quads(quads(1), tmp_path)
    with pytest.raises(ReleaseError, match="not a folder"):
        release.write_quads(quads(1), tmp_path / "thesis.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReleaseError, match="cannot be written"):
        release.write_quads(quads(1), tmp_path / "file" / "below")


def test_no_release_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="holds no release"):
        release.current(tmp_path)
    with pytest.raises(ReleaseError, match="not a release"):
        open_release(tmp_path)


def test_leftovers_are_cleaned(tmp_path: Path) -> None:
    release.write_quads(quads(1), tmp_path)
    (tmp_path / "releases" / ".tmp-dead" / "store").mkdir(parents=True)
    (tmp_path / ".tmp-current").symlink_to("nowhere")
    release.write_quads(quads(2), tmp_path)
    assert not [*tmp_path.glob("**/.tmp-*")]


# Ends the process without warning at the n-th change to the disk that the interpreter reports.
KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from lod import release
from tests.test_release import quads
left = int(sys.argv[2])
CHANGES = {{"open", "os.rename", "os.symlink", "os.mkdir", "os.rmdir", "os.remove", "os.chmod", "shutil.rmtree"}}
def step(event, arguments):
    global left
    if event in CHANGES and sys.argv[1] in str(arguments[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(step)
release.write_quads(quads(5), Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_killed_at_any_step_the_last_release_still_serves(tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = release.write_quads(quads(3), out)
    script = KILLED.format(root=str(Path(__file__).resolve().parent.parent))
    kills = 0
    for step in range(1, 400, 3):
        ended = subprocess.run([sys.executable, "-c", script, str(out), str(step)], capture_output=True, check=False)
        serving = release.current(out)
        assert len(open_release(serving)) == release.check(serving)["quads"]
        assert (out / "data.nq.gz").read_bytes() == (serving / "data.nq.gz").read_bytes()
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
        kills += 1
    assert kills > 10
    assert release.current(out) != before.resolve()
    assert not [*out.glob("**/.tmp-*")]


def _write_many(out: str, count: int) -> None:
    release.write_quads(quads(count), Path(out))


def test_writers_take_turns(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_many, args=(str(tmp_path), count)) for count in (10, 20, 30)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(list((tmp_path / "releases").iterdir())) == 3
    release.check(release.current(tmp_path))


def test_any_number_of_readers(tmp_path: Path) -> None:
    folder = release.write_quads(quads(3), tmp_path)
    stores = [open_release(folder) for _ in range(3)]
    assert len({len(store) for store in stores}) == 1
    release.check(folder)  # reading changes no file


def test_a_release_moves_with_its_folder(tmp_path: Path) -> None:
    release.write_quads(quads(3), tmp_path / "a")
    os.rename(tmp_path / "a", tmp_path / "b")
    assert len(open_release(release.current(tmp_path / "b"))) > 3


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, gazette_path: Path) -> Path:
    """A release of the bundled gazette, under a base of its own."""
    out = tmp_path_factory.mktemp("whole")
    return release.write([readers.open_source(str(gazette_path))], out, base=ELSEWHERE)


def test_no_triple_stands_in_two_graphs(whole: Path) -> None:
    # The default graph is the union, and a query over it counts what two graphs say twice.
    triples = [quad.triple for quad in parse(_plain(whole), RdfFormat.N_QUADS)]
    assert len(triples) > 30_000
    assert len(triples) == len(set(triples))


def test_own_addresses_follow_the_base_and_terms_do_not(whole: Path) -> None:
    iris = set(re.findall(rb"<([^>]*)>", _plain(whole)))
    assert f"{ELSEWHERE}140826/renminzhengfu/jiangzhengfa/2023/1".encode() in iris
    strays = {iri.decode() for iri in iris if iri.startswith(vocab.BASE.encode())}
    assert {iri for iri in strays if not iri.startswith((vocab.PREFIXES["rule"], vocab.PREFIXES["lint"]))} <= {
        f"{vocab.BASE}{name}"
        for name in ("0.1.0", "lint", "lint/0.1.0")  # the vocabularies and their versions
    }


def test_findings_are_data_with_their_places(whole: Path) -> None:
    rows = queries.answer(
        open_release(whole),
        """SELECT ?code ?line ?quote ?message WHERE {
          ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?finding .
          ?finding a dqv:QualityAnnotation ; sh:sourceShape ?rule ; sh:resultSeverity ?severity ; oa:hasTarget ?place ;
            sh:resultMessage ?message ; gz:line ?line ; nif:anchorOf ?quote ;
            nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext/nif:isString ?text .
          FILTER(LANG(?message) = "zh" && SUBSTR(?text, ?begin + 1, ?end - ?begin) = ?quote)
          BIND(STRAFTER(STR(?rule), "rules/") AS ?code)
        }""",
        "csv",
    )
    found = list(csv.DictReader(rows.splitlines()))
    everything = queries.answer(open_release(whole), "SELECT (COUNT(*) AS ?n) { ?f a sh:ValidationResult }", "csv")
    assert len(found) == int(everything.split()[1]) > 20
    misprints = [row for row in found if row["quote"] == "王大风"]
    assert {row["code"] for row in misprints} == {"PER001", "TSK002"}
    assert all("王大凤" in row["message"] for row in misprints)


def test_the_gazette_gives_the_same_bytes_in_another_process(whole: Path, tmp_path: Path, gazette_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from lod import readers, release;"
        "release.write([readers.open_source(sys.argv[1])], Path(sys.argv[2]), base=sys.argv[3])"
    )
    # Another hash seed gives every set another order.
    environment = os.environ | {"PYTHONHASHSEED": "4711", "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    arguments = [sys.executable, "-c", script, str(gazette_path), str(tmp_path), ELSEWHERE]
    subprocess.run(arguments, check=True, env=environment)
    assert (tmp_path / "data.nq.gz").read_bytes() == (whole / "data.nq.gz").read_bytes()


def test_the_bundled_release_is_made_once(tmp_path: Path) -> None:
    folder = release.bundled_release(tmp_path)
    made = (folder / "manifest.json").stat().st_mtime_ns
    assert release.bundled_release(tmp_path).resolve() == folder.resolve()
    assert (folder / "manifest.json").stat().st_mtime_ns == made


def _plain(folder: Path) -> bytes:
    return gzip.decompress((folder / "data.nq.gz").read_bytes())


@pytest.mark.parametrize("manifest", ["{", "[]", "{}", "null", '"id base quads graphs"'])
def test_a_manifest_that_is_none_is_told(tmp_path: Path, manifest: str) -> None:
    folder = release.write_quads(quads(3), tmp_path)
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ReleaseError, match=folder.name):
        open_release(folder)


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    folder = release.write_quads(quads(3), tmp_path)
    for file in (folder / "store").glob("*.sst"):
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(ReleaseError, match="not a release that can be opened"):
        open_release(folder)
