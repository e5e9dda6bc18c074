"""What is said at the address of a resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from lod import vocab
from lod.stores.opened import OpenRelease
from lod.web.naming import LINT_ONTOLOGY, ONTOLOGY, path_of


def describe(store: OpenRelease, iri: str) -> Iterator[Triple]:
    """What a resource's address answers: its statements; for a graph its content, for a vocabulary all of its terms.

    Nodes that live behind a ``#`` of a text or a rule have no address of their own and come with it.
    """
    yield from _with_nodes_behind(store, iri)
    if iri in (ONTOLOGY, LINT_ONTOLOGY):
        terms = _content(store, store.base + vocab.graph_address("ontology"))
        yield from (triple for triple in terms if iri == ONTOLOGY or str(triple.subject).startswith(f"<{iri}#"))
    yield from _content(store, iri)
    for triple in store.triples(predicate=vocab.expand("nif:referenceContext"), object=iri):
        node = getattr(triple.subject, "value", "")
        if node.startswith(f"{iri}#"):
            yield from store.triples(node)


def described_at(store: OpenRelease, iri: str) -> str | None:
    """The path of what describes an IRI that has no statements of its own: a version of a vocabulary."""
    versions = store.triples(predicate=vocab.expand("owl:versionIRI"), object=iri)
    return next((path_of(getattr(triple.subject, "value", ""), store.base) for triple in versions), None)


def _with_nodes_behind(store: OpenRelease, iri: str) -> Iterator[Triple]:
    """The statements of a node, and of the nodes behind its ``#`` that they lead to."""
    todo, seen = [iri], {iri}
    while todo:
        for triple in store.triples(todo.pop()):
            yield triple
            value = triple.object.value if isinstance(triple.object, NamedNode) else ""
            if value.startswith(f"{iri}#") and value not in seen:
                seen.add(value)
                todo.append(value)


def _content(store: OpenRelease, graph: str) -> Iterable[Triple]:
    return (quad.triple for quad in store.graph(graph))
