"""What the rules found, as data: a SHACL report whose results are also quality annotations (DQV) with a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from lod import lazy, vocab
from lod.model import Diagnostic

SEVERITIES = {"error": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
_LONE = lazy.regex("[\ud800-\udfff]")
Statement = tuple[str, str, NamedNode | Literal]


def findings_quads(diagnostics: Iterable[Diagnostic], texts: Mapping[int, str], base: str) -> list[Quad]:
    """The graph ``graph/findings``. `texts` gives the address of each text by the ``id`` of its `Text`.

    >>> [str(quad.object) for quad in findings_quads([], {}, "http://e/")]
    ['<http://www.w3.org/ns/shacl#ValidationReport>', '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>']
    """
    graph = base + vocab.graph_address("findings")
    found = list(diagnostics)
    statements: list[Statement] = [
        (graph, "rdf:type", _term("sh:ValidationReport")),
        (graph, "sh:conforms", Literal(not found)),
    ]
    for diagnostic in found:
        place = vocab.fragment_address(texts[id(diagnostic.text)], diagnostic.span.start, diagnostic.span.end)
        finding = base + vocab.finding_address(diagnostic.rule.code, f"{place} {diagnostic.message.get('zh', '')}")
        statements.append((graph, "sh:result", NamedNode(finding)))
        statements.extend(_finding(finding, base + place, diagnostic, base))
        statements.extend(_place(finding, base + texts[id(diagnostic.text)], diagnostic))
    return [
        Quad(NamedNode(subject), NamedNode(vocab.expand(predicate)), value, NamedNode(graph))
        for subject, predicate, value in statements
    ]


def _finding(finding: str, place: str, diagnostic: Diagnostic, base: str) -> Iterator[Statement]:
    for kind in ("sh:ValidationResult", "dqv:QualityAnnotation"):
        yield finding, "rdf:type", _term(kind)
    yield finding, "sh:sourceShape", NamedNode(diagnostic.rule.iri)
    yield finding, "sh:resultSeverity", _term(SEVERITIES[diagnostic.severity])
    yield finding, "oa:motivatedBy", _term("dqv:qualityAssessment")
    yield finding, "oa:hasBody", NamedNode(diagnostic.rule.iri)
    yield finding, "oa:hasTarget", NamedNode(place)
    for language, message in diagnostic.message.items():
        yield finding, "sh:resultMessage", Literal(_LONE.sub("\ufffd", message), language=language)
    for key, property in (("focus", "sh:focusNode"), ("path", "sh:resultPath")):
        term = diagnostic.extra.get(key, "")
        if term.startswith("<"):
            # Rules judge below the usual base; the release may have another.
            yield finding, property, NamedNode(_moved(term[1:-1], base))


def _place(finding: str, text: str, diagnostic: Diagnostic) -> Iterator[Statement]:
    # On the finding, not on its target: that may be a mention, and what two graphs say a query counts twice.
    span = diagnostic.span
    yield finding, "nif:referenceContext", NamedNode(text)
    yield finding, "nif:beginIndex", _count(span.start)
    yield finding, "nif:endIndex", _count(span.end)
    # Half a surrogate pair, which a broken file may hold, is no character that RDF can write.
    yield finding, "nif:anchorOf", Literal(_LONE.sub("\ufffd", diagnostic.text.slice(span)))
    yield finding, "gz:line", Literal(diagnostic.text.position(span.start)[0])
    yield finding, "gz:endLine", Literal(diagnostic.text.position(max(span.start, span.end - 1))[0])


def _moved(iri: str, base: str) -> str:
    own = iri.startswith((vocab.PREFIXES["rule"], vocab.PREFIXES["lint"]))
    return base + iri.removeprefix(vocab.BASE) if iri.startswith(vocab.BASE) and not own else iri


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=_term("xsd:nonNegativeInteger"))


def _term(curie: str) -> NamedNode:
    return NamedNode(vocab.expand(curie))
