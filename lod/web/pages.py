"""The pages: for each class of resource, what its page shows, read from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from pyoxigraph import NamedNode

from lod import vocab
from lod.web.places import TextView, lines_of
from lod.web.printed import Place, outline

Content = dict[str, Any]
Page = tuple[str, Content]

FINDING = "QualityAnnotation"
INCOMING = 100  # links of one kind that a page lists

COUNTED = [
    "gz:Issue", "gz:Document", "gz:Article", "gz:Task", "gz:Measure", "gz:Unit", "gz:Official", "gz:Target",
    "gz:Result", "gz:Citation", "gz:Mention",
]  # fmt: skip
ISSUE = [
    "gz:year", "gz:number", "gz:totalNumber", "dct:issued", "gz:frequency", "dct:publisher", "schema:address",
    "schema:postalCode", "schema:telephone", "schema:faxNumber", "schema:url",
]  # fmt: skip
DOCUMENT = [
    "eli:id_local", "eli:type_document", "eli:passed_by", "gz:signedBy", "gz:addressee", "eli:date_document",
    "gz:deliveryDate", "eli:date_publication", "eli:first_date_entry_in_force", "gz:approvedBy", "gz:publicity",
    "dct:isPartOf",
]  # fmt: skip
UNIT = ["skos:altLabel", "gz:unitKind", "org:subOrganizationOf", "gz:memberUnit", "gz:memberUnitsOf", "schema:url"]
OFFICIAL = ["skos:altLabel", "org:holds", "gz:portfolio"]
TASK = [
    "gz:leadOfficial", "gz:leadUnit", "gz:cooperatingUnit", "gz:sectionOfficial", "gz:coordinatingUnit",
    "gz:responsibleUnit", "gz:inheritedFrom", "gz:implements", "eli:is_part_of",
]  # fmt: skip

WORK = """SELECT DISTINCT ?node ?class WHERE {{
  ?node {property} $iri ; a ?class . FILTER(?class IN (gz:Task, gz:Measure)) }}"""
PARTNERS = """SELECT ?unit (COUNT(DISTINCT ?node) AS ?count) WHERE {
  { ?node gz:leadUnit $iri ; gz:leadUnit|gz:cooperatingUnit ?unit }
  UNION { ?node gz:cooperatingUnit $iri ; gz:leadUnit ?unit }
  ?node a ?class . FILTER(?class IN (gz:Task, gz:Measure)) FILTER(?unit != $iri)
} GROUP BY ?unit ORDER BY DESC(?count) STR(?unit)"""
DOCUMENTS = "SELECT DISTINCT ?node WHERE { ?node a gz:Document ; %s $iri } ORDER BY DESC(?node)"


def home(view: TextView) -> Page:
    """The home page: figures, issues with their documents, documents of no issue."""
    counts = [(vocab.expand(curie), _count(view, curie)) for curie in COUNTED]
    issues = view.rows("SELECT ?node ?day { ?node a gz:Issue OPTIONAL { ?node dct:issued ?day } } ORDER BY DESC(?day)")
    loose = view.rows("SELECT ?node { ?node a gz:Document FILTER NOT EXISTS { ?node dct:isPartOf ?issue } }")
    listed = [(row["node"].value, _documents_of(view, row["node"].value)) for row in issues]
    return "home.html", {"counts": counts, "issues": listed, "loose": [row["node"].value for row in loose]}


def issue(view: TextView, iri: str) -> Page:
    """An issue: its masthead and its table of contents by column."""
    rows = view.rows(
        """SELECT ?entry ?position ?title ?number ?page ?column ?document WHERE {
          $iri gz:contentsEntry ?entry . ?entry gz:position ?position .
          OPTIONAL { ?entry dct:title ?title } OPTIONAL { ?entry eli:id_local ?number }
          OPTIONAL { ?entry gz:page ?page } OPTIONAL { ?entry gz:column ?column }
          OPTIONAL { ?entry gz:entryFor ?document }
        } ORDER BY ?position""",
        iri=iri,
    )
    columns = [(column, list(entries)) for column, entries in groupby(rows, key=lambda row: row["column"])]
    listed = {row["document"].value for row in rows if row["document"]}
    others = [node for node in _documents_of(view, iri) if node not in listed]
    return "issue.html", {"facts": view.facts(iri, ISSUE), "columns": columns, "others": others}


def document(view: TextView, iri: str) -> Page:
    """A document: its metadata, outline, annexes, citations and text."""
    places = view.inside(iri)
    rows = view.rows(
        "SELECT ?node ?kind { $iri eli:has_annex ?node OPTIONAL { ?node gz:availability ?kind } }", iri=iri
    )
    return "document.html", {
        "facts": view.facts(iri, DOCUMENT),
        "annexes": sorted(rows, key=lambda row: view.first(row["node"].value, "nif:beginIndex") or ""),
        "cites": view.facts(iri, ["eli:cites"]),
        "findings": _findings(places),
        "outline": outline(places, lambda place: place.title),
        "printed": view.printed(iri, places),
        "lines": lines_of(view, iri),
    }


def unit(view: TextView, iri: str) -> Page:
    """A unit: its names, the tasks that it leads or helps with, its partners, the documents it issued."""
    return "unit.html", {
        "facts": view.facts(iri, UNIT),
        "forms": _forms(view, iri),
        "led": _work(view, iri, "gz:leadUnit"),
        "helped": _work(view, iri, "gz:cooperatingUnit"),
        "partners": view.rows(PARTNERS, iri=iri),
        "issued": _nodes(view, DOCUMENTS % "eli:passed_by", iri),
        "addressed": _nodes(view, DOCUMENTS % "gz:addressee", iri),
    }


def official(view: TextView, iri: str) -> Page:
    """An official: posts, portfolio, tasks led, and the tasks in the official's section."""
    return "official.html", {
        "facts": view.facts(iri, OFFICIAL),
        "forms": _forms(view, iri),
        "led": _work(view, iri, "gz:leadOfficial"),
        "section": _work(view, iri, "gz:sectionOfficial"),
    }


def task(view: TextView, iri: str) -> Page:
    """A task or measure: who leads, who helps, what it implements, and its figures."""
    indicators = _nodes(view, "SELECT DISTINCT ?node { ?node a gz:Indicator ; gz:statedIn $iri }", iri)
    return "task.html", {
        "facts": view.facts(iri, TASK),
        "text": view.first(iri, "gz:text"),
        "indicators": indicators,
        "printed": view.printed(iri, view.inside(iri)),
        "lines": lines_of(view, iri),
    }


def ontology(view: TextView, iri: str) -> Page:
    """The terms of a vocabulary: classes, properties, concepts."""
    query = """SELECT DISTINCT ?node WHERE { ?node a ?class FILTER(%s) FILTER(STRSTARTS(STR(?node), STR($terms))) }"""
    kinds = {
        "classes": "?class = owl:Class",
        "properties": "?class IN (owl:ObjectProperty, owl:DatatypeProperty)",
        "concepts": "?class = skos:Concept",
    }
    terms = {
        key: sorted(row["node"].value for row in view.rows(query % kind, terms=f"{iri}#"))
        for key, kind in kinds.items()
    }
    return "ontology.html", {"terms": terms, "facts": view.facts(iri, ["dct:description", "owl:versionInfo"])}


def resource(view: TextView, iri: str) -> Page:
    """Anything else: its text where it has one; the statements and links come with every page."""
    printed = view.printed(iri, view.inside(iri))
    return "resource.html", {"printed": printed, "lines": lines_of(view, iri)}


PAGES: dict[str, Callable[[TextView, str], Page]] = {
    vocab.expand("gz:Issue"): issue,
    vocab.expand("gz:Document"): document,
    vocab.expand("gz:Unit"): unit,
    vocab.expand("gz:Official"): official,
    vocab.expand("gz:Task"): task,
    vocab.expand("gz:Measure"): task,
    vocab.expand("owl:Ontology"): ontology,
}


def page(view: TextView, iri: str) -> Page:
    """Template and content of a resource's page. All pages share title, way up, statements and incoming links."""
    kind = view.kind(iri)
    statements = view.statements(iri)
    view.store.expect(value.value for group in statements for value in group.values if isinstance(value, NamedNode))
    template, content = PAGES.get(kind or "", resource)(view, iri)
    incoming, total = view.incoming(iri, INCOMING)
    view.store.expect(node.value for group in incoming for node in group.values)
    shared = {
        "iri": iri,
        "title": view.label(iri),
        "kind": kind,
        "trail": _trail(view, iri),
        "statements": statements,
        "incoming": incoming,
        "incoming_total": total,
        "incoming_cut": any(len(group.values) == INCOMING for group in incoming),
    }
    return template, shared | content


def _trail(view: TextView, iri: str) -> list[str]:
    trail: list[str] = []
    above = iri
    for _ in range(20):  # the data might go round in a circle
        ways = (view.first(above, way) for way in ("eli:is_part_of", "dct:isPartOf", "gz:mentionedIn", "gz:statedIn"))
        found = next((way.value for way in ways if hasattr(way, "value")), None)
        if not found or found in trail:
            break
        trail.insert(0, found)
        above = found
    return trail


def _count(view: TextView, curie: str) -> int:
    rows = view.rows("SELECT (COUNT(DISTINCT ?node) AS ?count) { ?node a $kind }", kind=vocab.expand(curie))
    return int(rows[0]["count"])


def _documents_of(view: TextView, iri: str) -> list[str]:
    found = _nodes(
        view, "SELECT ?node { $iri dct:hasPart ?node OPTIONAL { ?node nif:beginIndex ?b } } ORDER BY ?b", iri
    )
    return list(dict.fromkeys(found))


def _nodes(view: TextView, query: str, iri: str) -> list[str]:
    return [row["node"].value for row in view.rows(query, iri=iri)]


def _work(view: TextView, iri: str, property: str) -> list[tuple[str, list[str]]]:
    """Tasks and measures by the plan they stand in, in the order of their ordinals."""
    nodes = {row["node"].value for row in view.rows(WORK.format(property=property), iri=iri)}
    ranked = sorted(nodes, key=lambda node: (_plan(node), int(view.first(node, "gz:ordinal") or 0)))
    return [(plan, list(members)) for plan, members in groupby(ranked, key=_plan)]


def _plan(node: str) -> str:
    return node.rpartition("/")[0]


def _findings(places: Iterable[Place]) -> dict[str, list[Place]]:
    """What the rules found, by message: one fault may stand in many places."""
    found: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda place: place.start):
        if place.kind == FINDING:
            found.setdefault(place.title, []).append(place)
    return found


def _forms(view: TextView, iri: str) -> list[dict[str, Any]]:
    query = "SELECT ?node ?form ?kind { ?node gz:formOf $iri ; gz:form ?form OPTIONAL { ?node gz:formKind ?kind } }"
    return sorted(view.rows(query, iri=iri), key=lambda row: str(row["form"]))
