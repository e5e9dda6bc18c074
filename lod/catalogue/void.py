"""VoID: what a release consists of, counted from the data, graph by graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lod import vocab
from lod.catalogue import authorities
from lod.catalogue.statements import say, term, text
from lod.stores.embedded import EmbeddedStore

_TYPE = vocab.expand("rdf:type")


@dataclass(frozen=True, slots=True)
class Statistics:
    """A graph: its name, its triples, its subjects, triples by property, and instances by class."""

    graph: str
    triples: int
    subjects: int
    properties: dict[str, int]
    classes: dict[str, int]


def count(store: EmbeddedStore) -> tuple[Statistics, ...]:
    """The statistics of each graph of a store."""
    return tuple(_counted(store, graph) for graph in store.manifest["graphs"])


def void(statistics: tuple[Statistics, ...], url: str, base: str) -> Iterator[Triple]:
    """The description of the data set, with a subset for each graph, for a server at an address."""
    here = f"{base}.well-known/void"
    node = f"{here}#data"
    yield from say(node, ("rdf:type", term("void:Dataset")), ("dct:title", text("公报关联数据", "zh")))
    yield from say(node, ("dct:title", text("Gazettes as linked data", "en")), ("void:uriSpace", text(base)))
    yield from say(node, ("dct:license", NamedNode(authorities.LICENCE.iri)))
    yield from say(node, ("void:sparqlEndpoint", NamedNode(f"{url}sparql")))
    yield from say(node, ("void:dataDump", NamedNode(f"{url}dumps/data.nq.gz")))
    yield from say(node, ("void:triples", Literal(sum(graph.triples for graph in statistics))))
    for number, graph in enumerate(statistics, start=1):
        subset = f"{here}#graph-{number}"
        yield from say(node, ("void:subset", NamedNode(subset)))
        yield from say(subset, ("rdf:type", term("void:Dataset")), ("dct:source", NamedNode(graph.graph)))
        yield from say(subset, ("void:triples", Literal(graph.triples)))
        yield from say(subset, ("void:distinctSubjects", Literal(graph.subjects)))
        yield from say(subset, ("void:classes", Literal(len(graph.classes))))
        yield from say(subset, ("void:properties", Literal(len(graph.properties))))
        yield from _partitions(subset, "class", "void:entities", graph.classes)
        yield from _partitions(subset, "property", "void:triples", graph.properties)


def _counted(store: EmbeddedStore, graph: str) -> Statistics:
    triples, subjects = 0, set[str]()
    properties, classes = Counter[str](), Counter[str]()
    for quad in store.graph(graph):
        triples += 1
        subjects.add(getattr(quad.subject, "value", ""))
        properties[quad.predicate.value] += 1
        if quad.predicate.value == _TYPE and isinstance(quad.object, NamedNode):
            classes[quad.object.value] += 1
    return Statistics(graph, triples, len(subjects), dict(properties), dict(classes))


def _partitions(subset: str, kind: str, measure: str, counts: dict[str, int]) -> Iterator[Triple]:
    for number, (iri, found) in enumerate(sorted(counts.items()), start=1):
        part = f"{subset}-{kind}-{number}"
        yield from say(subset, (f"void:{kind}Partition", NamedNode(part)))
        yield from say(part, (f"void:{kind}", NamedNode(iri)), (measure, Literal(found)))
