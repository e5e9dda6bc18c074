"""Publishers and contact points. The first triple of each list has the agent as its subject."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from lod.catalogue import authorities
from lod.catalogue.holdings import Issue, Named
from lod.catalogue.site import Site
from lod.catalogue.statements import say, term, text


def publisher_of_site(site: Site, areas: Sequence[Named] = ()) -> list[Triple]:
    """Who runs the server: an authority like that of the widest of some areas, unless another kind was set."""
    node = f"{site.url}catalog#publisher"
    kind = authorities.PUBLISHER_TYPES.get(site.publisher_type)
    if kind is None and areas:
        kind = authorities.publisher_type(min(areas, key=lambda area: area.code.rstrip("0")).code)
    return [
        *say(node, ("rdf:type", term("foaf:Agent")), ("foaf:name", text(site.operator))),
        *say(node, ("foaf:homepage", NamedNode(site.url)), ("dct:type", NamedNode(kind.iri) if kind else None)),
        *(kind.triples() if kind else ()),
    ]


def publisher_of_issue(issue: Issue) -> list[Triple]:
    """The office that publishes the gazette."""
    return _office(issue.publisher) if issue.publisher else []


def contact_of_site(site: Site) -> list[Triple]:
    """Where questions about the data go: the address that was set, else the site itself."""
    node = f"{site.url}catalog#contact"
    email = NamedNode(f"mailto:{quote(site.email, safe='@+')}") if site.email else None
    return [
        *say(node, ("rdf:type", term("vcard:Kind")), ("rdf:type", term("vcard:Organization"))),
        *say(node, ("vcard:fn", text(site.operator)), ("vcard:hasEmail", email), ("vcard:hasURL", NamedNode(site.url))),
    ]


def contact_of_issue(node: str, issue: Issue, site: Site) -> list[Triple]:
    """The contact that the imprint of an issue prints; that of the site where it prints none."""
    telephone, place, code = (issue.contact.get(name) for name in ("telephone", "address", "postalCode"))
    if not (telephone or place):
        return contact_of_site(site)
    contact, address = f"{node}#contact", f"{node}#address"
    name = issue.publisher.name if issue.publisher else issue.title
    number = "".join(character for character in telephone or "" if character.isdigit() or character in "+-")
    found = [
        *say(contact, ("rdf:type", term("vcard:Kind")), ("rdf:type", term("vcard:Organization"))),
        *say(contact, ("vcard:fn", text(name, "zh"))),
        *say(contact, ("vcard:hasTelephone", NamedNode(f"tel:{number}") if number else None)),
    ]
    if place:
        found += say(contact, ("vcard:hasAddress", NamedNode(address)))
        found += say(address, ("rdf:type", term("vcard:Address")), ("vcard:street-address", text(place, "zh")))
        found += say(address, ("vcard:postal-code", text(code) if code else None))
    return found


def _office(unit: Named) -> list[Triple]:
    kind = authorities.publisher_type(unit.code)
    return [
        *say(unit.iri, ("rdf:type", term("foaf:Agent")), ("foaf:name", text(unit.name, "zh"))),
        *say(unit.iri, ("dct:type", NamedNode(kind.iri))),
        *kind.triples(),
    ]
