"""VoID: what a release consists of, counted from the data, graph by graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from lod import vocab
from lod.catalogue import authorities
from lod.catalogue.statements import say, term, text
from lod.stores.opened import OpenRelease

_TYPE = vocab.expand("rdf:type")


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is counted: triples, subjects and objects that differ, triples by property, instances by class.

    ``graph`` is the name of the graph, or empty for all of them together.
    """

    graph: str
    triples: int
    subjects: int
    objects: int
    properties: dict[str, int]
    classes: dict[str, int]

    @property
    def vocabularies(self) -> list[str]:
        """The namespaces of the properties and classes."""
        used = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in (*self.properties, *self.classes)}
        return sorted(used & set(vocab.PREFIXES.values()))


def count(store: OpenRelease) -> tuple[Statistics, ...]:
    """The statistics of all graphs of a store together, then of each."""
    whole, each = set[Triple](), list[Statistics]()
    for name in store.manifest["graphs"]:
        triples = {quad.triple for quad in store.graph(name)}
        each.append(_counted(name, triples))
        whole |= triples  # one that stands in two graphs counts once
    return _counted("", whole), *each


def void(statistics: tuple[Statistics, ...], url: str, base: str, dumped: bool = True) -> Iterator[Triple]:
    """The description of the data set, with a subset for each graph, for a server at an address."""
    here = f"{base}.well-known/void"
    node = f"{here}#data"
    whole, *graphs = statistics
    yield from say(
        node, ("dct:title", text("公报关联数据", "zh")), ("dct:title", text("Gazettes as linked data", "en"))
    )
    yield from say(node, ("void:uriSpace", text(base)), ("dct:license", NamedNode(authorities.LICENCE.iri)))
    yield from say(node, ("void:sparqlEndpoint", NamedNode(f"{url}sparql")))
    if dumped:
        yield from say(node, ("void:dataDump", NamedNode(f"{url}dumps/data.nq.gz")))
    yield from say(node, *(("void:vocabulary", NamedNode(namespace)) for namespace in whole.vocabularies))
    yield from _figures(node, whole)
    for number, graph in enumerate(graphs, start=1):
        subset = f"{here}#graph-{number}"
        yield from say(node, ("void:subset", NamedNode(subset)))
        yield from say(subset, ("dct:source", NamedNode(graph.graph)))
        yield from _figures(subset, graph)


def _figures(node: str, counted: Statistics) -> Iterator[Triple]:
    yield from say(node, ("rdf:type", term("void:Dataset")))
    yield from say(node, ("void:triples", Literal(counted.triples)))
    yield from say(node, ("void:distinctSubjects", Literal(counted.subjects)))
    yield from say(node, ("void:distinctObjects", Literal(counted.objects)))
    yield from say(node, ("void:classes", Literal(len(counted.classes))))
    yield from say(node, ("void:properties", Literal(len(counted.properties))))
    yield from _partitions(node, "class", "void:entities", counted.classes)
    yield from _partitions(node, "property", "void:triples", counted.properties)


def _counted(name: str, triples: Collection[Triple]) -> Statistics:
    properties, classes = Counter[str](), Counter[str]()
    for triple in triples:
        properties[triple.predicate.value] += 1
        if triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
            classes[triple.object.value] += 1
    subjects, objects = ({str(getattr(triple, end)) for triple in triples} for end in ("subject", "object"))
    return Statistics(name, len(triples), len(subjects), len(objects), dict(properties), dict(classes))


def _partitions(subset: str, kind: str, measure: str, counts: dict[str, int]) -> Iterator[Triple]:
    for number, (iri, found) in enumerate(sorted(counts.items()), start=1):
        part = f"{subset}-{kind}-{number}"
        yield from say(subset, (f"void:{kind}Partition", NamedNode(part)))
        yield from say(part, (f"void:{kind}", NamedNode(iri)), (measure, Literal(found)))
