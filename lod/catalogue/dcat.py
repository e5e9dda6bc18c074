"""The catalogue in DCAT-AP 3: one data set for the whole, one for each issue, and the services that answer for them.

What is fetched has addresses under the server as it was asked; what is only named stands below the base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from lod.catalogue import authorities
from lod.catalogue.agents import contact_of_issue, contact_of_site, publisher_of_issue, publisher_of_site
from lod.catalogue.distributions import dump_distributions, issue_distributions
from lod.catalogue.holdings import Holdings, Issue, Named
from lod.catalogue.services import Service, services
from lod.catalogue.site import Site
from lod.catalogue.statements import say, term, text, typed
from lod.registry.areas import extent

__all__ = ["Site", "catalogue", "described", "page_count"]

TITLE = ("中国政府公报关联数据", "Chinese government gazettes as linked data")
DESCRIPTION = (
    "政府公报逐字解析所得的关联数据：公文、条款、任务、机构、人员和指标各有网址，每一处都能回到原文；"
    "可逐条取用、整体下载或用 SPARQL 查询。",
    "Government gazettes, read word by word into linked data: documents, articles, tasks, units, officials and figures "
    "each have an address, and each leads back to its place in the text. One by one, as a whole, or by SPARQL.",
)
KEYWORDS = (("政府公报", "公文", "关联数据"), ("government gazette", "official documents", "linked data"))


def page_count(holdings: Holdings, size: int) -> int:
    """How many pages the catalogue has, of so many data sets each."""
    return -(-(len(holdings.issues) + 1) // size)


def catalogue(holdings: Holdings, site: Site, page: int, size: int, address: Callable[[int], str]) -> Iterator[Triple]:
    """A page of the catalogue, from 1; `address` makes the address of each page.

    The data set for the whole comes first, on the page with the services.
    """
    node, built = site.named("catalog"), str(holdings.manifest["built"])
    yield from say(node, ("rdf:type", term("dcat:Catalog")), ("dct:identifier", text(node)))
    yield from _told(node, TITLE, DESCRIPTION)
    yield from _common(node, holdings, site)
    yield from say(
        node,
        ("dct:issued", _first_built(holdings)),
        ("dct:modified", typed(built, "xsd:dateTime")),
        ("dcat:themeTaxonomy", NamedNode(authorities.THEMES.iri)),
        ("foaf:homepage", NamedNode(site.url)),
    )
    yield from authorities.THEMES.triples()
    yield from say(site.url, ("rdf:type", term("foaf:Document")))
    yield from _spatial(node, holdings.areas)
    if page == 1:
        yield from say(node, ("dcat:dataset", NamedNode(site.named("catalog/data"))))
        yield from _whole(holdings, site)
        for service in services(holdings.manifest):
            yield from say(node, ("dcat:service", NamedNode(site.named(f"catalog/{service.name}"))))
            yield from _service(service, holdings, site)
    for issue in holdings.issues[max(0, (page - 1) * size - 1) : page * size - 1]:
        yield from say(node, ("dcat:dataset", NamedNode(site.dataset(issue.iri))))
        yield from _issue(issue, holdings, site)
    yield from _paging(node, page, page_count(holdings, size), len(holdings.issues) + 1, address)


def described(holdings: Holdings, site: Site, name: str) -> list[Triple]:
    """What stands at ``catalog/{name}``: a data set or a service by itself; nothing where there is none.

    ``data`` is the whole, ``sparql`` or ``ldes`` a service, the address of an issue that issue.
    """
    if name == "data":
        return [*_whole(holdings, site)]
    service = next((service for service in services(holdings.manifest) if service.name == name), None)
    if service:
        return [*_service(service, holdings, site), *_whole(holdings, site)]
    issue = next((issue for issue in holdings.issues if site.dataset(issue.iri) == site.named(f"catalog/{name}")), None)
    return [*_issue(issue, holdings, site)] if issue else []


def _whole(holdings: Holdings, site: Site) -> Iterator[Triple]:
    node, manifest = site.named("catalog/data"), holdings.manifest
    yield from say(node, ("rdf:type", term("dcat:Dataset")), ("dct:identifier", text(node)))
    yield from _told(node, TITLE, DESCRIPTION)
    yield from _common(node, holdings, site)
    yield from _dataset(node, KEYWORDS, site)
    yield from _period(node, holdings.days)
    yield from _spatial(node, holdings.areas)
    yield from _frequency(node, authorities.frequency("不定期"))
    yield from _contact(node, contact_of_site(site))
    statistics = f"{site.url}.well-known/void"
    yield from say(
        node,
        ("dct:issued", _first_built(holdings)),
        ("dct:modified", typed(str(manifest["built"]), "xsd:dateTime")),
        ("dcat:version", text(str(manifest["id"]))),
        ("dcat:landingPage", NamedNode(site.url)),
        ("foaf:page", NamedNode(statistics)),
    )
    for page in (site.url, statistics):
        yield from say(page, ("rdf:type", term("foaf:Document")))
    yield from dump_distributions(node, manifest, site)


def _issue(issue: Issue, holdings: Holdings, site: Site) -> Iterator[Triple]:
    node, page = site.dataset(issue.iri), site.address(issue.iri)
    number = len(issue.documents)
    yield from say(node, ("rdf:type", term("dcat:Dataset")), ("dct:identifier", text(node)))
    # Search engines want at least 50 characters.
    told = (
        f"《{issue.title}》的全部数据，含公文{number}件：正文、条款、任务、机构、人员、引用、指标和校核发现，每一处都能回到原文的行和字符。",
        f"All data of {issue.title}, with {number} documents: text, articles, tasks, units, officials, citations, "
        "figures and findings, each of which leads back to its line and characters.",
    )
    yield from _told(node, (issue.title, issue.title), told)
    yield from _common(node, holdings, site, issue)
    yield from _dataset(node, ((*KEYWORDS[0], *issue.kinds), KEYWORDS[1]), site)
    yield from _period(node, issue.days)
    yield from _spatial(node, (issue.area,) if issue.area else ())
    yield from _frequency(node, authorities.frequency(issue.frequency))
    yield from _contact(node, contact_of_issue(node, issue, site))
    yield from say(
        node,
        ("dct:issued", typed(issue.issued, "xsd:date") if issue.issued else None),
        ("dct:modified", typed(issue.modified, "xsd:dateTime") if issue.modified else None),
        ("dct:isPartOf", NamedNode(site.named("catalog/data"))),
        ("foaf:primaryTopic", NamedNode(issue.iri)),
        ("dcat:landingPage", NamedNode(page)),
    )
    yield from say(page, ("rdf:type", term("foaf:Document")))
    yield from issue_distributions(node, issue, site)


def _service(service: Service, holdings: Holdings, site: Site) -> Iterator[Triple]:
    node, endpoint = site.named(f"catalog/{service.name}"), f"{site.url}{service.path}"
    yield from say(node, ("rdf:type", term("dcat:DataService")), ("dct:identifier", text(node)))
    yield from _told(node, service.title, service.description)
    yield from _common(node, holdings, site)
    yield from _keywords(node, KEYWORDS)
    yield from _theme(node)
    yield from _contact(node, contact_of_site(site))
    yield from say(
        node,
        ("dcat:endpointURL", NamedNode(endpoint)),
        ("dcat:endpointDescription", NamedNode(endpoint)),
        ("dcat:servesDataset", NamedNode(site.named("catalog/data"))),
    )
    for standard in service.standards:
        yield from say(node, ("dct:conformsTo", NamedNode(standard.iri)))
        yield from standard.triples()


def _first_built(holdings: Holdings) -> Literal | None:
    log = holdings.manifest.get("log")  # a store on another server comes without, and nobody knows
    return typed(log[0]["built"], "xsd:dateTime") if log else None


def _told(node: str, titles: tuple[str, str], descriptions: tuple[str, str]) -> Iterator[Triple]:
    for place, language in enumerate(("zh", "en")):
        yield from say(
            node,
            ("dct:title", text(titles[place], language) if language == "zh" or len(set(titles)) > 1 else None),
            ("dct:description", text(descriptions[place], language)),
        )


def _common(node: str, holdings: Holdings, site: Site, issue: Issue | None = None) -> Iterator[Triple]:
    """What a catalogue, a data set and a service have in common: publisher, licence, language."""
    publisher = publisher_of_issue(issue) if issue and issue.publisher else publisher_of_site(site, holdings.areas)
    yield from publisher
    yield from say(
        node,
        ("dct:publisher", publisher[0].subject if isinstance(publisher[0].subject, NamedNode) else None),
        ("dct:license", NamedNode(authorities.LICENCE.iri)),
        ("dct:language", NamedNode(authorities.CHINESE.iri)),
    )
    yield from authorities.licence_triples()
    yield from authorities.CHINESE.triples()


def _dataset(node: str, keywords: tuple[tuple[str, ...], tuple[str, ...]], site: Site) -> Iterator[Triple]:
    """What all data sets have in common."""
    provenance = site.named("catalog#provenance")
    yield from _keywords(node, keywords)
    yield from _theme(node)
    yield from say(
        node,
        ("dct:accessRights", NamedNode(authorities.PUBLIC.iri)),
        ("dct:conformsTo", NamedNode(authorities.ONTOLOGY.iri)),
        ("dct:provenance", NamedNode(provenance)),
    )
    told = ("由公报文本用 gongbao 生成。", "Generated from the texts of gazettes by gongbao.")
    yield from say(provenance, ("rdf:type", term("dct:ProvenanceStatement")))
    for words, language in zip(told, ("zh", "en"), strict=True):
        yield from say(provenance, ("rdfs:label", text(words, language)))
    yield from say(provenance, ("rdfs:seeAlso", NamedNode(site.named("graph/provenance"))))
    yield from authorities.PUBLIC.triples()
    yield from authorities.ONTOLOGY.triples()


def _keywords(node: str, keywords: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Triple]:
    for words, language in zip(keywords, ("zh", "en"), strict=True):
        yield from say(node, *(("dcat:keyword", text(word, language)) for word in words))


def _theme(node: str) -> Iterator[Triple]:
    yield from say(node, ("dcat:theme", NamedNode(authorities.GOVERNMENT.iri)))
    yield from authorities.GOVERNMENT.triples()
    yield from say(authorities.GOVERNMENT.iri, ("skos:inScheme", NamedNode(authorities.THEMES.iri)))
    yield from authorities.THEMES.triples()


def _frequency(node: str, known: authorities.Authority) -> Iterator[Triple]:
    yield from say(node, ("dct:accrualPeriodicity", NamedNode(known.iri)))
    yield from known.triples()


def _spatial(node: str, areas: tuple[Named, ...]) -> Iterator[Triple]:
    for area in areas:
        yield from say(node, ("dct:spatial", NamedNode(area.iri)))
        yield from say(
            area.iri,
            ("rdf:type", term("dct:Location")),
            ("skos:prefLabel", text(area.name, "zh")),
            ("dct:identifier", text(area.code)),
        )
        yield from _extent(area)


def _extent(area: Named) -> Iterator[Triple]:
    lies = extent(area.code)
    if lies:
        corners = ((lies.west, lies.south), (lies.east, lies.south), (lies.east, lies.north), (lies.west, lies.north))
        ring = ", ".join(f"{east} {north}" for east, north in (*corners, corners[0]))
        centre = f"POINT({lies.longitude} {lies.latitude})"
        yield from say(area.iri, ("dcat:bbox", typed(f"POLYGON(({ring}))", "gsp:wktLiteral")))
        yield from say(area.iri, ("dcat:centroid", typed(centre, "gsp:wktLiteral")))


def _period(node: str, days: tuple[str, str] | None) -> Iterator[Triple]:
    if days:
        period = f"{node}#period"
        yield from say(node, ("dct:temporal", NamedNode(period)))
        yield from say(
            period,
            ("rdf:type", term("dct:PeriodOfTime")),
            ("dcat:startDate", typed(days[0], "xsd:date")),
            ("dcat:endDate", typed(days[1], "xsd:date")),
        )


def _contact(node: str, contact: list[Triple]) -> Iterator[Triple]:
    yield from contact
    if isinstance(contact[0].subject, NamedNode):
        yield from say(node, ("dcat:contactPoint", contact[0].subject))


def _paging(node: str, page: int, pages: int, total: int, address: Callable[[int], str]) -> Iterator[Triple]:
    if pages == 1:
        return
    here = address(page)
    steps = {"first": 1, "last": pages}
    steps |= {"previous": page - 1} if page > 1 else {}
    steps |= {"next": page + 1} if page < pages else {}
    # Older harvesters look for the class that Hydra had before.
    yield from say(here, ("rdf:type", term("hydra:PartialCollectionView")), ("rdf:type", term("hydra:PagedCollection")))
    yield from say(here, *((f"hydra:{step}", NamedNode(address(number))) for step, number in steps.items()))
    yield from say(here, ("hydra:totalItems", Literal(total)))
    yield from say(node, ("hydra:view", NamedNode(here)))
