"""The service description of the endpoint (SPARQL 1.1 Service Description), with the address it was asked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from lod import formats, vocab
from lod.formats import Format
from lod.stores.triples import write_triples

SD = vocab.PREFIXES["sd"]
VOID = vocab.PREFIXES["void"]


def describe_service(address: str, manifest: dict[str, Any], form: Format) -> bytes:
    """The description of the endpoint at an address, as RDF in a graph syntax."""
    return write_triples(_triples(address, manifest), form)


def _triples(address: str, manifest: dict[str, Any]) -> Iterator[Triple]:
    service, dataset, default = (NamedNode(address + part) for part in ("", "#dataset", "#default"))
    yield _triple(service, vocab.expand("rdf:type"), f"{SD}Service")
    yield _triple(service, f"{SD}endpoint", address)
    yield _triple(service, f"{SD}supportedLanguage", f"{SD}SPARQL11Query")
    yield _triple(service, f"{SD}feature", f"{SD}UnionDefaultGraph")
    yield _triple(service, f"{SD}defaultDataset", dataset.value)
    for known in (*formats.GRAPHS, formats.TRIG, formats.N_QUADS, *formats.BINDINGS):
        syntax = known.rdf or known.results
        if syntax:
            yield _triple(service, f"{SD}resultFormat", syntax.iri)
    yield _triple(dataset, vocab.expand("rdf:type"), f"{SD}Dataset")
    yield _triple(dataset, f"{SD}defaultGraph", default.value)
    yield _triple(default, vocab.expand("rdf:type"), f"{SD}Graph")
    yield Triple(default, NamedNode(f"{VOID}triples"), Literal(manifest["quads"]))
    for number, (graph, size) in enumerate(manifest["graphs"].items(), start=1):
        named, content = NamedNode(f"{address}#named-{number}"), NamedNode(f"{address}#graph-{number}")
        yield _triple(dataset, f"{SD}namedGraph", named.value)
        yield _triple(named, vocab.expand("rdf:type"), f"{SD}NamedGraph")
        yield _triple(named, f"{SD}name", graph)
        yield _triple(named, f"{SD}graph", content.value)
        yield _triple(content, vocab.expand("rdf:type"), f"{SD}Graph")
        yield Triple(content, NamedNode(f"{VOID}triples"), Literal(size))


def _triple(subject: NamedNode, predicate: str, object: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(object))
