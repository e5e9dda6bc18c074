"""The reference engine: pySHACL, and rdflib for queries over a corpus. The only module that knows rdflib.

Some thirty times slower to start and fifty times slower to run than the default; it is the oracle of the tests and
stands in where no wheel of the fast engine exists.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import BNode, Node, URIRef

from lod.engines import needs
from lod.engines.corpus import finding
from lod.model import Finding
from lod.rules import RuleSet

_CLOSURES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def validate(quads: Iterable[ox.Quad], ruleset: RuleSet) -> list[Finding]:
    """What the rules for one document find in its statements: equal to what the fast engine finds."""
    if not ruleset.document_shapes:
        return []
    text = needs.text(quads, ruleset)
    shapes = _named(rdflib.Graph().parse(data=ruleset.document_shapes, format="nt"))
    if "\\\\" in text:
        _silence_queries(shapes)
    _, report, _ = pyshacl.validate(rdflib.Graph().parse(data=text, format="nt"), shacl_graph=shapes)
    results = {_finding(report, node, ruleset) for node in report.objects(None, SH.result)}
    return sorted(results, key=needs.order)


def validate_corpus(quads: Iterable[ox.Quad], ruleset: RuleSet) -> list[Finding]:
    """What the rules of corpus scope find: the same queries, run by rdflib."""
    graph = rdflib.Graph().parse(data=needs.ntriples(quad.triple for quad in quads), format="nt")
    found = set()
    for query in ruleset.queries:
        for row in graph.query(query.select).bindings:
            found.add(finding(query, {str(name): _term(value) for name, value in row.items()}))
    return sorted(found, key=needs.order)


def _named(shapes: rdflib.Graph) -> rdflib.Graph:
    # pySHACL copies blank shapes into its report under new labels; with a name each leads back to its rule.
    owned = [(rule, shape) for rule, shape in shapes.subject_objects(SH.property) if isinstance(shape, BNode)]
    names: dict[Node, Node] = {shape: URIRef(f"{rule}#{number}") for number, (rule, shape) in enumerate(owned)}
    named = rdflib.Graph()
    for subject, predicate, value in shapes:
        named.add((names.get(subject, subject), predicate, names.get(value, value)))
    return named


def _silence_queries(shapes: rdflib.Graph) -> None:
    # pySHACL 0.40 takes values for replacement templates of `re` and stops at one with a backslash in it. It is
    # safe without the messages of queries; the rule's own words are then used as they stand.
    for query in set(shapes.subjects(SH.select)):
        shapes.remove((query, SH.message, None))


def _finding(report: rdflib.Graph, result: Node, ruleset: RuleSet) -> Finding:
    shape = str(report.value(result, SH.sourceShape))
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    return Finding(
        rule=ruleset.code(shape.partition("#")[0]),
        focus=_term(_required(report, result, SH.focusNode)),
        path=None if path is None else _path(report, path),
        component=str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2],
        value=None if value is None else _term(value),
        severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
        messages=tuple(sorted(str(message) for message in report.objects(result, SH.resultMessage))),
    )


def _required(report: rdflib.Graph, result: Node, predicate: URIRef) -> Node:
    value = report.value(result, predicate)
    assert value is not None, predicate
    return value


def _path(report: rdflib.Graph, path: Node) -> str:
    """A property path as SPARQL writes it."""
    if isinstance(path, URIRef):
        return _term(path)
    if (path, RDF.first, None) in report:
        return "(" + "/".join(_path(report, step) for step in Collection(report, path)) + ")"
    predicate, value = next(iter(report.predicate_objects(path)))
    if predicate == SH.alternativePath:
        return "(" + "|".join(_path(report, step) for step in Collection(report, value)) + ")"
    if predicate == SH.inversePath:
        return "^" + _path(report, value)
    return f"({_path(report, value)}){_CLOSURES[URIRef(str(predicate))]}"


def _term(term: Node) -> str:
    """A term in the N-Triples syntax of pyoxigraph."""
    if isinstance(term, URIRef):
        return str(ox.NamedNode(str(term)))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(ox.Literal(str(term), language=term.language))
        datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
        return str(ox.Literal(str(term), datatype=datatype))
    return f"_:{term}"
