"""A store on another server: the same answers as from an own one, and what it may not do to us."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from pyoxigraph import NamedNode, parse

from lod import cli, release, vocab
from lod.model import ConfigError, QueryError, ReleaseError, StoreError
from lod.release.remote import remote_release
from lod.stores.embedded import open_release
from lod.stores.endpoint import Endpoint
from lod.stores.opened import OpenRelease
from lod.stores.opening import open_anywhere
from lod.stores.remote import Place, RemoteStore
from tests.web.conftest import SMALL, running_endpoint, running_server
from tests.web.test_serve import wait_for

BASE = "https://w3id.org/gongbao/"
WATER = f"{BASE}140826/unit/water"
REGISTRY = f"{BASE}graph/registry"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
SIZE, STEPS = 10_000_000, 500
ROW = b'{"head":{"vars":["s"]},"results":{"bindings":['


def opened(address: str, folder: Path) -> OpenRelease:
    return open_anywhere(remote_release(Place(address, 5, SIZE, STEPS), folder)())


@pytest.fixture(scope="module")
def own(small_release: Path) -> OpenRelease:
    return open_release(release.current(small_release))


@pytest.fixture(scope="module", params=["plain", "union"])
def far(
    request: pytest.FixtureRequest, endpoint: str, small_release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenRelease]:
    folder = tmp_path_factory.mktemp("remote")
    if request.param == "plain":
        yield opened(endpoint, folder)
        return
    # Ours is one whose default graph is the union.
    with running_server(small_release, folder / "server.log", answer_size=SIZE) as (_, address):
        yield opened(f"{address}/sparql", folder)


def count(store: OpenRelease, query: str = COUNT, **graphs: list[str]) -> int:
    (row,) = store.query(query, **graphs)  # type: ignore[arg-type, misc]
    return int(row["n"].value)


def test_the_manifest_is_what_the_store_tells(own: OpenRelease, far: OpenRelease) -> None:
    for key in ("base", "quads", "graphs"):
        assert far.manifest[key] == own.manifest[key]
    assert len(far) == len(own)
    assert far.release != own.release  # two servers, one of which has the change log


def test_the_same_triples(own: OpenRelease, far: OpenRelease) -> None:
    kind, label = vocab.expand("rdf:type"), vocab.expand("skos:prefLabel")
    for pattern in (
        (WATER,),
        (WATER, label),
        (None, kind),
        (None, kind, vocab.expand("gz:Unit")),
        (WATER, kind, WATER),
    ):
        assert set(far.triples(*pattern)) == set(own.triples(*pattern)), pattern
    assert far.values(WATER, label) == own.values(WATER, label)
    assert list(far.triples("no iri")) == list(far.graph("no iri")) == []
    assert set(far.graph(REGISTRY)) == set(own.graph(REGISTRY))
    assert [far.has(iri) for iri in (WATER, REGISTRY, f"{WATER}x")] == [True, True, False]


def test_what_is_expected_is_the_same(own: OpenRelease, far: OpenRelease) -> None:
    nodes = sorted({triple.subject.value for triple in own.triples() if isinstance(triple.subject, NamedNode)})[:300]
    far.expect([*nodes, "no iri"])
    assert all(set(far.triples(node)) == set(own.triples(node)) for node in nodes)


def test_the_same_data_sets(own: OpenRelease, far: OpenRelease) -> None:
    for query in (COUNT, NAMED):
        head, pattern = query.split(" {", 1)
        for chosen in ("", f"FROM <{REGISTRY}>", f"FROM NAMED <{REGISTRY}>", f"FROM <{REGISTRY}> FROM NAMED <{WATER}>"):
            asked = f"{head} {chosen} {{{pattern}"
            assert count(far, asked) == count(own, asked), asked
        for graphs in ({"default_graphs": [REGISTRY]}, {"named_graphs": [REGISTRY]}):
            assert count(far, query, **graphs) == count(own, query, **graphs), (query, graphs)


def test_prefixes_and_base(far: OpenRelease) -> None:
    found = far.query("SELECT ?n { <140826/unit/water> skos:prefLabel ?n }", prefixes=vocab.PREFIXES)
    assert [row["n"].value for row in found] == ["县水务局"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <a:b> <a:b> <a:b> }", "LOAD <http://127.0.0.1/>", "SELECT * {", "ASK {} ; CLEAR ALL"]
)
def test_only_queries_leave(query: str) -> None:
    nowhere = {"base": BASE, "graphs": {}, "store": Place("http://127.0.0.1:9/", 1, SIZE, STEPS).entry()}
    with pytest.raises(QueryError, match="cannot be parsed"):
        RemoteStore(nowhere).query(query)
    with pytest.raises(QueryError, match="500 operators"):
        RemoteStore(nowhere).query(f"SELECT ({'+'.join('1' * 600)} AS ?x) {{}}")
    with pytest.raises(StoreError, match="cannot be reached"):
        RemoteStore(nowhere).query("ASK {}")


@pytest.fixture(autouse=True)
def _dropped_here() -> Iterator[None]:
    # Solutions must be dropped by the thread that asked for them, not by one of the server's that happens to collect.
    yield
    gc.collect()


class _Faulty(BaseHTTPRequestHandler):
    """Does what its path says."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        getattr(self, self.path.strip("/"))()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _say(self, status: int, body: bytes, size: int | None = None, **headers: str) -> None:
        self.send_response(status)
        headers = {"content_type": "application/sparql-results+json"} | headers
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body) if size is None else size))
        self.end_headers()
        self.wfile.write(body)

    def elsewhere(self) -> None:
        self._say(307, b"", location="http://127.0.0.1:9/")

    def busy(self) -> None:
        self._say(503, b"later")

    def failing(self) -> None:
        self._say(500, b"no \x1b[31mmemory\nat /home/x", content_type="text/plain")

    def page(self) -> None:
        self._say(200, b"<script>", content_type="text/html")

    def other(self) -> None:
        self._say(200, b'{"head":{},"boolean":true}')

    def empty(self) -> None:
        self._say(200, b'{"head":{"vars":["provenance","run","graph"]},"results":{"bindings":[]}}')

    def garbage(self) -> None:
        self._say(200, b"not json")

    def half(self) -> None:
        self._say(200, ROW, size=1000)
        self.close_connection = True

    def broken(self) -> None:
        self._say(200, ROW + b'{"s":{"type":"uri","value":"no iri"}}]}}')

    def packed(self) -> None:
        self._say(200, b"\x1f\x8b", content_encoding="gzip")

    def rows(self) -> None:
        self._say(200, ROW + b"]}}", x_sparql_maxrows="10000")

    def large(self) -> None:
        self._say(200, b'{"head":{"vars":["s"]},"results":' + b" " * SIZE)

    def silent(self) -> None:
        time.sleep(5)

    def slow(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/sparql-results+json")
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
        self.close_connection = True


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Faulty) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("elsewhere", 502, "where we do not go"),
        ("busy", 503, "busy"),
        ("failing", 502, "status 500: no [31mmemory"),
        ("page", 502, "text/html"),
        ("other", 502, "something else"),
        ("garbage", 502, "cannot be read"),
        ("half", 502, "cannot be reached"),
        ("broken", 502, "cannot be read"),
        ("packed", 502, "content coding"),
        ("rows", 502, "10000"),
        ("large", 502, "larger"),
        ("silent", 504, "too long"),
        ("slow", 504, "too long"),
    ],
)
def test_faults_of_the_other_server(faulty: str, fault: str, status: int, said: str) -> None:
    place = Place(f"{faulty}/{fault}", 0.6, SIZE // 10, STEPS)
    store = RemoteStore({"base": BASE, "graphs": {}, "store": place.entry()})
    started = time.monotonic()
    with pytest.raises(StoreError) as raised:
        list(store.triples(predicate=WATER))
    assert raised.value.status == status
    assert said in str(raised.value)
    assert "127.0.0.1" not in str(raised.value)
    assert time.monotonic() - started < 4


def test_a_server_whose_store_goes_away(small_release: Path, tmp_path: Path) -> None:
    with (
        running_server(small_release, tmp_path / "behind.log", answer_size=SIZE) as (behind, address),
        running_server(tmp_path, tmp_path / "front.log", store=f"{address}/sparql") as (_, front),
    ):
        assert httpx.get(f"{front}/readyz").status_code == 200
        assert httpx.get(f"{front}/{WATER.removeprefix(BASE)}.ttl").status_code == 200
        assert "dataDump" not in httpx.get(f"{front}/.well-known/void").text
        behind.terminate()
        behind.wait(30)
        assert httpx.get(f"{front}/readyz").status_code == 503
        assert httpx.get(f"{front}/healthz").status_code == 200
        refused = httpx.get(f"{front}/sparql", params={"query": COUNT})
        assert (refused.status_code, refused.text) == (502, "无法连接存储。\nThe store cannot be reached.\n")
        assert httpx.get(f"{front}/140826/unit/other.ttl").status_code == 502


def test_a_server_goes_over_to_what_its_store_holds_now(tmp_path: Path) -> None:
    everything = list(parse(path=SMALL))
    release.write_quads(everything[: len(everything) // 2], tmp_path / "data")
    with (
        running_server(tmp_path / "data", tmp_path / "behind.log", watch_seconds=0.1, answer_size=SIZE) as (_, address),
        running_server(tmp_path, tmp_path / "front.log", store=f"{address}/sparql", store_watch_seconds=0.1) as (
            _,
            front,
        ),
    ):
        before = httpx.get(f"{front}/readyz").json()
        release.write_quads(everything, tmp_path / "data")
        wait_for(lambda: httpx.get(f"{front}/readyz").json()["release"] != before["release"], "the other release")
        now = httpx.get(f"{front}/sparql", params={"query": COUNT}, headers={"accept": "text/csv"}).text
        assert int(now.split()[1]) == httpx.get(f"{front}/readyz").json()["quads"] > before["quads"]


def test_a_store_that_mixes_its_graphs_is_refused(small_release: Path, tmp_path: Path) -> None:
    with running_endpoint(small_release, "union") as address, pytest.raises(ReleaseError, match="which graphs"):
        opened(address, tmp_path)


def test_what_is_no_release(faulty: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no release"):
        remote_release(Place(f"{faulty}/empty", 1, SIZE, STEPS), tmp_path)()
    with pytest.raises(StoreError):
        remote_release(Place(f"{faulty}/broken", 1, SIZE, STEPS), tmp_path)()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://a:b@c/", "http://", "http://c/#x", "http://c:99999/", "c:1"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ConfigError, match="store is an address"):
        Endpoint(url, 1, 1)


def test_one_store_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--isolated", "--release", "x", "--store", "http://127.0.0.1:9/"]) == 2
    assert "one store" in capsys.readouterr().err
