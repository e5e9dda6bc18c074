"""The change stream and the feed over HTTP: replayed from the start they give the dump, byte for byte."""

from __future__ import annotations

import gzip
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lod import formats, release, vocab
from lod.changes.stream import NAMESPACES
from lod.formats import DATASETS, Format
from tests.web.conftest import running_server

TITLE = NamedNode(vocab.expand("dct:title"))


def term(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(NAMESPACES.get(prefix, vocab.PREFIXES.get(prefix, "")) + local)


def value(node: object) -> str:
    assert isinstance(node, NamedNode | Literal)
    return node.value


def documents(*names: str) -> list[Quad]:
    """Graphs of documents: ``a`` has one title, ``a:1`` another."""
    nodes = [(NamedNode(f"{vocab.BASE}d/{name.partition(':')[0]}"), name) for name in names]
    return [
        Quad(node, TITLE, Literal(f"关于{name}的“通知”\n<&>", language="zh"), NamedNode(f"{node.value}/graph"))
        for node, name in nodes
    ]


ADDED = ("a", "b", "c", "d", "e")
RELEASES = (("a", "b", "c", "d"), ADDED, ("a", "b:1", "c", "d", "e"), ("b:1", "c", "d", "e"), ("a:2", "b", "c", "d"))


def build(out: Path, releases: Iterable[tuple[str, ...]]) -> None:
    for names in releases:
        release.write_quads(documents(*names), out)


@dataclass
class Follower:
    """An LDES client as simple as can be: it keeps graphs, and the addresses of the pages that never change."""

    client: httpx.Client
    form: Format
    graphs: dict[str, set[Quad]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    position: int = 0
    asked: list[str] = field(default_factory=list)

    def follow(self) -> None:
        """Reads whatever is new, and applies it in the order of the positions."""
        todo, found = ["/ldes"], list[Quad]()
        while todo:
            page = todo.pop()
            if page in self.taken:
                continue
            answer = self.client.get(page, headers={"accept": self.form.media_type}).raise_for_status()
            self.asked.append(page)
            if "immutable" in answer.headers["cache-control"]:
                self.taken.add(page)
            quads = list(parse(answer.content, self.form.rdf))
            todo += {value(quad.object) for quad in quads if quad.predicate == term("tree:node")}
            found += quads
        for position, member in sorted(self._members(found)):
            self._apply(NamedNode(member), found)
            assert position == self.position + 1
            self.position = position

    def dump(self) -> bytes:
        return "".join(sorted(f"{quad} .\n" for quads in self.graphs.values() for quad in quads)).encode()

    def _members(self, quads: Iterable[Quad]) -> Iterator[tuple[int, str]]:
        for quad in quads:
            if quad.predicate == term("schema:position") and isinstance(quad.graph_name, DefaultGraph):
                yield int(value(quad.object)), value(quad.subject)

    def _apply(self, member: NamedNode, quads: list[Quad]) -> None:
        said = {(quad.predicate, quad.object) for quad in quads if quad.subject == member}
        [graph] = [NamedNode(value(found)) for predicate, found in said if predicate == term("dct:isVersionOf")]
        if (term("rdf:type"), term("as:Delete")) in said:
            del self.graphs[graph.value]
        else:
            content = [quad for quad in quads if quad.graph_name == member]
            self.graphs[graph.value] = {Quad(quad.subject, quad.predicate, quad.object, graph) for quad in content}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("stream")
    build(folder / "out", RELEASES)
    with (
        running_server(folder / "out", folder / "log", stream_changes=2) as (_, address),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield client


def dumped(client: httpx.Client) -> bytes:
    return gzip.decompress(client.get("/dumps/data.nq.gz").content)


@pytest.mark.parametrize("form", DATASETS, ids=lambda form: form.suffix)
def test_the_stream_replayed_gives_the_dump(served: httpx.Client, form: Format) -> None:
    follower = Follower(served, form)
    follower.follow()
    assert follower.dump() == dumped(served)
    assert len(follower.taken) > len(RELEASES)


def test_the_stream_of_the_gazette_gives_its_dump(gazette: httpx.Client) -> None:
    follower = Follower(gazette, formats.N_QUADS)
    follower.follow()
    assert follower.dump() == dumped(gazette)


def test_a_follower_asks_for_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, RELEASES[:2])
    with (
        running_server(out, tmp_path / "log", stream_changes=2, watch_seconds=0) as (process, address),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        follower = Follower(client, formats.N_QUADS)
        follower.follow()
        before, root = dumped(client), client.get("/ldes")
        assert follower.dump() == before
        build(out, RELEASES[2:3])
        process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while client.get("/ldes", headers={"if-none-match": root.headers["etag"]}).status_code == 304:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        follower.asked.clear()
        follower.follow()
        assert follower.dump() == dumped(client) != before
        assert len(follower.asked) == 2, follower.asked  # the root, and one page with b


def test_a_page_never_changes_and_says_so(served: httpx.Client) -> None:
    follower = Follower(served, formats.N_QUADS)
    follower.follow()
    for page in follower.taken:
        answer = served.get(page)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        again = served.get(page, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert f'<{page}> <{term("ldes:immutable").value}> "true"' in answer.text
    assert served.get("/ldes").headers["cache-control"] == "public, no-cache"


def test_every_position_begins_a_page(served: httpx.Client) -> None:
    # Pages that were cut before the limits changed lead to any of them.
    for page in served.get("/ldes").text.split():
        if page.startswith(f"<{served.base_url}/ldes/"):
            step, _, first = page.strip("<>").rpartition("/")
            later = served.get(f"{step}/{int(first) + 1}")
            assert later.status_code == 200 or "The change stream has no such page" in later.text


def test_the_pages_hold_what_is_allowed(served: httpx.Client) -> None:
    follower = Follower(served, formats.N_QUADS)
    follower.follow()
    sizes = [served.get(page).text.count(f"<{term('tree:member').value}>") for page in follower.taken]
    assert max(sizes) == 2
    assert sum(sizes) == follower.position


def test_what_is_said_of_a_member(served: httpx.Client) -> None:
    pages = Follower(served, formats.N_QUADS)
    pages.follow()
    quads = [quad for page in pages.taken for quad in parse(served.get(page).content, RdfFormat.N_QUADS)]
    kinds = [quad.object for quad in quads if quad.predicate == term("rdf:type") and "change" in str(quad.subject)]
    told = {kind: kinds.count(term(kind)) for kind in ("as:Create", "as:Update", "as:Delete")}
    # a to e, a again, provenance; b twice, and provenance where graphs came or went; a, and e.
    assert told == {"as:Create": 7, "as:Update": 5, "as:Delete": 2}
    deleted = [quad.subject for quad in quads if quad.object == term("as:Delete")]
    assert not [quad for quad in quads if quad.graph_name in deleted]


def test_syntaxes_are_negotiated(served: httpx.Client) -> None:
    for form in DATASETS:
        assert served.get(f"/ldes?format={form.suffix}").headers["content-type"] == form.content_type
        answer = served.get("/ldes", headers={"accept": form.media_type})
        assert (answer.headers["content-type"], answer.headers["vary"]) == (
            form.content_type,
            "Accept, Accept-Encoding",
        )
    assert served.get("/ldes", headers={"accept": "text/html"}).status_code == 406
    assert served.get("/ldes?format=docx").status_code == 400


@pytest.mark.parametrize(
    "path", ["/ldes/x/1", "/ldes/0/0", "/ldes/x", "/feed/x/1.atom", "/ldes/%2e%2e/1", "/ldes/x/99999999999999999999999"]
)
def test_pages_that_are_not_there(served: httpx.Client, path: str) -> None:
    assert served.get(path).status_code == 404


def test_head_and_other_methods(served: httpx.Client) -> None:
    for path in ("/ldes", "/feed.atom"):
        answer = served.head(path, headers={"accept-encoding": ""})
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-length"] == str(len(served.get(path, headers={"accept-encoding": ""}).content))
        assert served.delete(path).status_code == 405
        assert served.options(path).status_code == 204


def test_the_program_of_the_documentation_prints_the_dump(served: httpx.Client, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "harvesting.md"
    [program] = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "follow.py").write_text(program, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "follow.py"), f"{served.base_url}/ldes"]
    assert subprocess.run(command, check=True, capture_output=True).stdout == dumped(served)
