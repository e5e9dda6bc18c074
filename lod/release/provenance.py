"""PROV of a release: which version of the software made it from which sources. No times: they are in the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from lod import __version__, vocab
from lod.model import Source

Statement = tuple[str, str, NamedNode | Literal]


def provenance_quads(sources: Sequence[Source], graphs: Iterable[str], base: str) -> list[Quad]:
    """The graph ``graph/provenance``: the run, the software, each source with its hash, and what the run generated."""
    graph = NamedNode(base + vocab.graph_address("provenance"))
    statements = [*_run(sources, graphs, base), *_software(base)]
    for source in sources:
        statements.extend(_source(source, base))
    return [
        Quad(NamedNode(subject), NamedNode(vocab.expand(predicate)), value, graph)
        for subject, predicate, value in statements
    ]


def _run(sources: Sequence[Source], graphs: Iterable[str], base: str) -> Iterator[Statement]:
    hashes = sorted({_sha256(source) for source in sources})
    recipe = hashlib.sha256("\n".join([__version__, base, *hashes]).encode()).hexdigest()
    run = base + vocab.run_address(recipe)
    software = NamedNode(base + vocab.software_address(__version__))
    yield run, "rdf:type", _term("prov:Activity")
    yield run, "rdfs:label", Literal("由公报文本生成本数据集", language="zh")
    yield run, "rdfs:label", Literal("Generation of this data set from gazette texts", language="en")
    yield run, "prov:wasAssociatedWith", software
    for digest in hashes:
        yield run, "prov:used", NamedNode(base + vocab.source_address(digest))
    for graph in sorted(set(graphs)):
        yield graph, "rdf:type", _term("prov:Entity")
        yield graph, "prov:wasGeneratedBy", NamedNode(run)


def _software(base: str) -> Iterator[Statement]:
    software = base + vocab.software_address(__version__)
    yield software, "rdf:type", _term("prov:SoftwareAgent")
    yield software, "rdf:type", _term("schema:SoftwareApplication")
    yield software, "rdfs:label", Literal(f"gongbao {__version__}", language="en")
    yield software, "schema:name", Literal("gongbao")
    yield software, "schema:softwareVersion", Literal(__version__)


def _source(source: Source, base: str) -> Iterator[Statement]:
    node = base + vocab.source_address(_sha256(source))
    yield node, "rdf:type", _term("prov:Entity")
    yield node, "schema:sha256", Literal(_sha256(source))
    yield node, "schema:encodingFormat", Literal(source.media_type)
    yield node, "schema:contentSize", Literal(len(source.content))


def _sha256(source: Source) -> str:
    return hashlib.sha256(source.content).hexdigest()


def _term(curie: str) -> NamedNode:
    return NamedNode(vocab.expand(curie))
