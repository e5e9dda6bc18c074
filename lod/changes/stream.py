"""The log as a linked data event stream (LDES 1.0, TREE): a root node, and pages with a member for each change.

The root leads to the first page of each step, each page to the next one of its step. Pages are immutable from the
beginning; only the root is asked again. A member is a version of a graph: what is said of it stands in the default
graph, what the graph then contained in a graph of the member's name. Where ``dct:isVersionOf`` leads, it is to be put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from lod import vocab
from lod.changes.log import CREATE, DELETE, UPDATE, Change, Log, Step
from lod.changes.pages import Page, page_path

NAMESPACES = {
    "as": "https://www.w3.org/ns/activitystreams#",
    "ldes": "https://w3id.org/ldes#",
    "tree": "https://w3id.org/tree#",
}
TYPES = {CREATE: "as:Create", UPDATE: "as:Update", DELETE: "as:Delete"}
Statement = tuple[str, str, NamedNode | Literal]


def root(log: Log, address: str) -> bytes:
    """The root node of the stream at an address (``https://…/ldes``), as N-Quads: what the stream is, and its steps."""
    return _written([*_stream(address), *_view(log, address)])


def page(log: Log, page: Page, address: str, base: str) -> Iterator[bytes]:
    """A page of the stream at an address, as N-Quads, in pieces."""
    here = f"{address}/{page.path}"
    yield _written([*_stream(address), *_node(page, here, address)])
    for change in page.changes:
        member = member_of(page.step, change, base)
        yield _written([(f"{address}#stream", "tree:member", NamedNode(member)), *_member(member, page.step, change)])
        yield from _renamed(log.content(page.step, change), change.graph, member)


def member_of(step: Step, change: Change, base: str) -> str:
    """The IRI of a change.

    >>> step = Step(1, "0a1b", "2026-01-01T00:00:00+00:00", 1, 13)
    >>> member_of(step, Change(5, "delete", "http://e/g"), "http://e/")
    'http://e/ldes/0a1b/5#change'
    """
    return f"{base}ldes/{page_path(step, change.position)}#change"


def _stream(address: str) -> Iterator[Statement]:
    stream = f"{address}#stream"
    yield stream, "rdf:type", _term("ldes:EventStream")
    yield stream, "tree:view", NamedNode(address)
    yield stream, "ldes:timestampPath", _term("dct:created")
    yield stream, "ldes:sequencePath", _term("schema:position")
    yield stream, "ldes:versionOfPath", _term("dct:isVersionOf")
    for name, kind in (("Create", CREATE), ("Update", UPDATE), ("Delete", DELETE)):
        yield stream, f"ldes:version{name}Object", _term(TYPES[kind])


def _view(log: Log, address: str) -> Iterator[Statement]:
    yield address, "rdf:type", _term("tree:Node")
    if log.steps:
        # Everything since the first release is kept: there is no other limit.
        policy = f"{address}#retention"
        yield address, "ldes:retentionPolicy", NamedNode(policy)
        yield policy, "rdf:type", _term("ldes:RetentionPolicy")
        yield policy, "ldes:startingFrom", _time(log.steps[0])
    for step in log.steps:
        node = f"{address}/{page_path(step, step.first)}"
        yield from _relations(address, f"{address}#step-{step.number}", node, step)


def _node(page: Page, here: str, address: str) -> Iterator[Statement]:
    yield here, "rdf:type", _term("tree:Node")
    yield here, "ldes:immutable", Literal(True)
    if page.following is not None:
        node = f"{address}/{page_path(page.step, page.following)}"
        yield from _relations(here, f"{here}#next", node, page.step)
        yield from _relation(
            here, f"{here}#next", "tree:GreaterThanRelation", node, "schema:position", Literal(page.following - 1)
        )


def _relations(source: str, name: str, node: str, step: Step) -> Iterator[Statement]:
    # Both bounds: who wants only what came after a day skips the step, who wants order knows when it is over.
    for relation, kind in (("from", "tree:GreaterThanOrEqualToRelation"), ("to", "tree:LessThanOrEqualToRelation")):
        yield from _relation(source, f"{name}-{relation}", kind, node, "dct:created", _time(step))


def _relation(source: str, name: str, kind: str, node: str, path: str, value: Literal) -> Iterator[Statement]:
    yield source, "tree:relation", NamedNode(name)
    yield name, "rdf:type", _term(kind)
    yield name, "tree:node", NamedNode(node)
    yield name, "tree:path", _term(path)
    yield name, "tree:value", value


def _member(member: str, step: Step, change: Change) -> Iterator[Statement]:
    yield member, "rdf:type", _term(TYPES[change.kind])
    yield member, "dct:isVersionOf", NamedNode(change.graph)
    yield member, "dct:created", _time(step)
    yield member, "schema:position", Literal(change.position)
    if change.title:
        yield member, "dct:title", Literal(change.title)
    if change.sha256:
        yield member, "schema:sha256", Literal(change.sha256)


def _renamed(pieces: Iterable[bytes], graph: str, member: str) -> Iterator[bytes]:
    """The lines of a graph as those of another one."""
    old, new = (f" <{name}> .\n".encode() for name in (graph, member))
    rest = b""
    for piece in pieces:
        whole, end, rest = (rest + piece).rpartition(b"\n")
        yield (whole + end).replace(old, new)


def _written(statements: Iterable[Statement]) -> bytes:
    quads = (Quad(NamedNode(subject), _term(predicate), value) for subject, predicate, value in statements)
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _term(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(NAMESPACES[prefix] + local if prefix in NAMESPACES else vocab.expand(curie))


def _time(step: Step) -> Literal:
    return Literal(step.built, datatype=NamedNode(vocab.expand("xsd:dateTime")))
