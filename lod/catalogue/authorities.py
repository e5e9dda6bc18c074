"""Terms of authorities outside that a catalogue names. Each is described where it is used: nothing is fetched to
check a catalogue, so what stands in it must say itself what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from lod import formats
from lod.catalogue.statements import say, term, text
from lod.formats import Format

EUROPEAN = "http://publications.europa.eu/resource/authority/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
GZIP = f"{MEDIA_TYPES}application/gzip"


@dataclass(frozen=True, slots=True)
class Authority:
    """A term: its IRI, its class, and what it is called in Chinese and in English."""

    iri: str
    kind: str
    zh: str
    en: str

    def triples(self) -> Iterator[Triple]:
        """What the catalogue says of it."""
        label = "dct:title" if self.kind == "skos:ConceptScheme" else "skos:prefLabel"
        yield from say(self.iri, ("rdf:type", term(self.kind)), (label, text(self.zh, "zh")))
        yield from say(self.iri, (label, text(self.en, "en")))


THEMES = Authority(f"{EUROPEAN}data-theme", "skos:ConceptScheme", "数据主题", "Data themes")
GOVERNMENT = Authority(f"{EUROPEAN}data-theme/GOVE", "skos:Concept", "政府与公共部门", "Government and public sector")
CHINESE = Authority(f"{EUROPEAN}language/ZHO", "dct:LinguisticSystem", "中文", "Chinese")
LICENCE = Authority(
    "https://creativecommons.org/publicdomain/zero/1.0/", "dct:LicenseDocument", "CC0 1.0 公共领域贡献", "CC0 1.0"
)
PUBLIC_DOMAIN = Authority(
    "http://purl.org/adms/licencetype/PublicDomain", "skos:Concept", "公共领域", "Work in the public domain"
)
PUBLIC = Authority(f"{EUROPEAN}access-right/PUBLIC", "dct:RightsStatement", "公开", "Public")
STABLE = Authority(f"{EUROPEAN}planned-availability/STABLE", "skos:Concept", "长期可用", "Stable")
SPARQL = Authority("http://www.w3.org/TR/sparql11-protocol/", "dct:Standard", "SPARQL 1.1 协议", "SPARQL 1.1 Protocol")
LDES = Authority("https://w3id.org/ldes/specification", "dct:Standard", "关联数据事件流", "Linked Data Event Streams")
TREE = Authority("https://w3id.org/tree/specification", "dct:Standard", "TREE 超媒体规范", "TREE hypermedia")
ATOM = Authority("https://www.rfc-editor.org/info/rfc4287", "dct:Standard", "Atom 聚合格式", "Atom Syndication Format")
ONTOLOGY = Authority("https://w3id.org/gongbao", "dct:Standard", "公报本体", "Gazette ontology")
_ADMS = "http://purl.org/adms/publishertype/"
PUBLISHER_TYPES = {
    name: Authority(_ADMS + name, "skos:Concept", zh, en)
    for name, zh, en in (
        ("NationalAuthority", "国家机关", "National authority"),
        ("RegionalAuthority", "省级机关", "Regional authority"),
        ("LocalAuthority", "地方机关", "Local authority"),
        ("Company", "公司", "Company"),
        ("NonGovernmentalOrganisation", "社会组织", "Non-governmental organisation"),
        ("NonProfitOrganisation", "非营利组织", "Non-profit organisation"),
    )
}

# How a masthead says that a gazette appears.
FREQUENCIES = {
    "周刊": ("WEEKLY", "每周", "weekly"),
    "旬刊": ("MONTHLY_3", "每月三次", "three times a month"),
    "半月刊": ("MONTHLY_2", "每月两次", "twice a month"),
    "月刊": ("MONTHLY", "每月", "monthly"),
    "双月刊": ("BIMONTHLY", "每两月", "every two months"),
    "季刊": ("QUARTERLY", "每季", "quarterly"),
    "半年刊": ("ANNUAL_2", "每年两次", "twice a year"),
    "年刊": ("ANNUAL", "每年", "annual"),
    "不定期": ("IRREG", "不定期", "irregular"),
}
_FILE_TYPES = {
    formats.TURTLE: "RDF_TURTLE",
    formats.TRIG: "RDF_TRIG",
    formats.N_QUADS: "RDF_N_QUADS",
    formats.N_TRIPLES: "RDF_N_TRIPLES",
    formats.JSON_LD: "JSON_LD",
    formats.RDF_XML: "RDF_XML",
}


def frequency(printed: str) -> Authority:
    """How often something appears, from the words of a masthead; what they do not say is unknown.

    >>> frequency("季刊").iri.rpartition("/")[2]
    'QUARTERLY'
    """
    code, zh, en = FREQUENCIES.get(printed, ("UNKNOWN", "未说明", "unknown"))
    return Authority(f"{EUROPEAN}frequency/{code}", "dct:Frequency", zh, en)


def publisher_type(area: str) -> Authority:
    """What kind of authority belongs to an area, by its code.

    >>> publisher_type("140000").en
    'Regional authority'
    """
    if area == "100000":
        return PUBLISHER_TYPES["NationalAuthority"]
    return PUBLISHER_TYPES["RegionalAuthority" if area.endswith("0000") else "LocalAuthority"]


def file_type(form: Format) -> Authority:
    """The file type of a syntax."""
    return Authority(f"{EUROPEAN}file-type/{_FILE_TYPES[form]}", "dct:MediaTypeOrExtent", form.name, form.name)


def media_type(name: str) -> Authority:
    """A media type as IANA registers it.

    >>> media_type("text/turtle").iri
    'https://www.iana.org/assignments/media-types/text/turtle'
    """
    return Authority(f"{MEDIA_TYPES}{name}", "dct:MediaType", name, name)


def licence_triples() -> Iterator[Triple]:
    """The licence of all data, and what kind of licence it is."""
    yield from LICENCE.triples()
    yield from say(LICENCE.iri, ("dct:type", NamedNode(PUBLIC_DOMAIN.iri)))
    yield from PUBLIC_DOMAIN.triples()
