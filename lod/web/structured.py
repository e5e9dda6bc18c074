"""What a page is about in schema.org, for search engines: inside the page as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode

from lod import vocab
from lod.catalogue.authorities import LICENCE
from lod.web.view import View

Node = dict[str, Any]
CONTEXT = "https://schema.org/"
MEMBERS = 100  # nodes that one property leads to; the data of the page have all of them


@dataclass(frozen=True, slots=True)
class Shape:
    """A class of schema.org, and which of its properties take the values of which of ours."""

    type: str
    properties: dict[str, str] = field(default_factory=dict)
    creative: bool = True


_PART = {"text": "gz:text", "position": "gz:ordinal", "isPartOf": "eli:is_part_of"}
_LEGISLATION = {
    "legislationIdentifier": "eli:id_local",
    "legislationType": "eli:type_document",
    "legislationDate": "eli:date_document",
    "datePublished": "eli:date_publication",
    "legislationDateOfApplicability": "eli:first_date_entry_in_force",
    "legislationPassedBy": "eli:passed_by",
    "isPartOf": "dct:isPartOf",
    "citation": "eli:cites",
}
_ISSUE = {
    "issueNumber": "gz:number",
    "datePublished": "dct:issued",
    "publisher": "dct:publisher",
    "hasPart": "dct:hasPart",
}
_NAMES = {"alternateName": "skos:altLabel"}
_TERM = {"description": "skos:definition", "disambiguatingDescription": "rdfs:comment"}
_VALUE = {"value": "gz:value", "unitText": "gz:valueUnit"}
# The first class that a node has counts.
SHAPES = {
    "gz:Issue": Shape("PublicationIssue", _ISSUE),
    "gz:Document": Shape("Legislation", _LEGISLATION),
    "gz:CitedDocument": Shape("Legislation", {"legislationIdentifier": "eli:id_local"}),
    "gz:Instrument": Shape("Legislation", {"legislationIdentifier": "eli:id_local"}),
    "gz:Subdivision": Shape("Legislation", _PART),
    "gz:Unit": Shape("GovernmentOrganization", _NAMES | {"parentOrganization": "org:subOrganizationOf"}, False),
    "gz:Official": Shape("Person", _NAMES | {"jobTitle": "org:holds"}, False),
    "gz:Area": Shape("AdministrativeArea", {"identifier": "skos:notation"}, False),
    "gz:Indicator": Shape("PropertyValue", _VALUE, False),
    "nif:Context": Shape("DigitalDocument"),
    "owl:Ontology": Shape("DefinedTermSet", {"description": "dct:description", "version": "owl:versionInfo"}),
    "owl:Class": Shape("DefinedTerm", _TERM, False),
    "owl:ObjectProperty": Shape("DefinedTerm", _TERM, False),
    "owl:DatatypeProperty": Shape("DefinedTerm", _TERM, False),
    "skos:Concept": Shape("DefinedTerm", _TERM, False),
    "lint:Rule": Shape("DefinedTerm", _TERM, False),
}
_OTHER = Shape("CreativeWork", _PART)
# Where schema.org wants a name, not a thing.
_BY_NAME = ("legislationType", "jobTitle")
_TYPES = {vocab.expand(curie): shape for curie, shape in SHAPES.items()}


def about(view: View, iri: str, page: str, trail: Sequence[str], url: str) -> Node:
    """A resource, and the way up from it; ``page`` is the address of its page, ``url`` that of the server."""
    shape = shape_of(view, iri)
    node: Node = {"@type": shape.type, "@id": iri, "name": view.label(iri), "url": page, "identifier": iri}
    if shape.creative:
        node |= {"inLanguage": "zh-CN", "license": LICENCE.iri}
    for name, curie in shape.properties.items():
        values = _values(view, iri, name, curie)
        if values:
            node[name] = values[0] if len(values) == 1 else values
    return {"@context": CONTEXT, "@graph": [node, *_breadcrumbs(view, trail, url)]}


def shape_of(view: View, iri: str) -> Shape:
    """Which class of schema.org a resource is in."""
    kinds = {value.value for value in view.store.values(iri, vocab.expand("rdf:type"))}
    return next((shape for kind, shape in _TYPES.items() if kind in kinds), _OTHER)


def script(content: Node) -> Markup:
    """JSON-LD as an element of a page; nothing in it can end the element.

    >>> script({"name": "</script>"})
    Markup('<script type="application/ld+json">{"name":"\\\\u003c/script>"}</script>')
    """
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(written))


def _values(view: View, iri: str, name: str, curie: str) -> list[Any]:
    groups = view.facts(iri, [curie])
    found = groups[0].values[:MEMBERS] if groups else []
    return [_thing(view, value.value, name) if isinstance(value, NamedNode) else value.value for value in found]


def _thing(view: View, iri: str, name: str) -> Any:
    if name in _BY_NAME:
        return view.label(iri)
    return {"@type": shape_of(view, iri).type, "@id": iri, "name": view.label(iri)}


def _breadcrumbs(view: View, trail: Sequence[str], url: str) -> list[Node]:
    items = [
        {"@type": "ListItem", "position": place, "name": view.label(above), "item": url + href.removeprefix(view.root)}
        for place, above in enumerate(trail, 1)
        if (href := view.href(above)) and href.startswith(view.root)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}] if items else []
