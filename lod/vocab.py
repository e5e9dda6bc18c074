"""Namespaces and addresses: the only place that mints IRIs.

An address is the part of an IRI below the base (``140826/renminzhengfu/jiangzhengfa/2023/1``); the base is
chosen when a release is built. Addresses are ASCII, hackable and stable: they come from the authority's
GB/T 2260 code, its organ, the agency code, the year and the serial, never from file names or order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

BASE = "https://w3id.org/gongbao/"

PREFIXES = {
    "gz": "https://w3id.org/gongbao#",
    "lint": "https://w3id.org/gongbao/lint#",
    "rule": "https://w3id.org/gongbao/rules/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dqv": "http://www.w3.org/ns/dqv#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "https://schema.org/",
    "dcatap": "http://data.europa.eu/r5r/",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}


@lru_cache(maxsize=4096)
def expand(curie: str) -> str:
    """The IRI of a CURIE.

    >>> expand("gz:Task")
    'https://w3id.org/gongbao#Task'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """The CURIE of an IRI, or the IRI itself where no prefix fits.

    >>> shorten("https://w3id.org/gongbao#Task")
    'gz:Task'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w.-]+", iri[len(namespace) :]):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def pinyin(name: str) -> str:
    """ASCII letters and digits for a Chinese name; anything else is dropped.

    >>> pinyin("绛政办发")
    'jiangzhengbanfa'
    """
    # pypinyin costs 0.15 s to import; a text whose names are all in the registry never needs it.
    from pypinyin import lazy_pinyin

    letters = "".join(lazy_pinyin(name, errors=lambda rest: rest))
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def unread(name: str) -> str:
    """Letters and digits for a Chinese name, without looking up how it is read: for addresses that nobody will see.

    >>> unread("绛政办发")
    'u2b25bb9e'
    """
    return f"u{digest(name)}"


def digest(text: str) -> str:
    """Eight hexadecimal digits of the SHA-256 of a text, also of one with broken characters (lone surrogates).

    >>> digest("县财政局")
    'c71752c1'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def issue_address(area: str, organ: str, year: int, number: int) -> str:
    """Address of an issue of a gazette.

    >>> issue_address("140826", "renminzhengfu", 2023, 1)
    '140826/renminzhengfu/gongbao/2023/1'
    """
    return f"{area}/{organ}/gongbao/{year}/{number}"


def numbered_address(
    area: str, organ: str, agency_code: str, year: int, serial: int, slug: Callable[[str], str] = pinyin
) -> str:
    """Address of a document that has a document number (发文字号); `slug` spells the agency code in ASCII.

    >>> numbered_address("140826", "renminzhengfu", "绛政发", 2023, 1)
    '140826/renminzhengfu/jiangzhengfa/2023/1'
    """
    return coded_address(area, organ, slug(agency_code), year, serial)


def coded_address(area: str, organ: str, slug: str, year: int, serial: int) -> str:
    """Address of a document whose agency code is registered with a slug.

    >>> coded_address("140826", "renminzhengfu", "jiangzhengfa", 2023, 1)
    '140826/renminzhengfu/jiangzhengfa/2023/1'
    """
    return f"{area}/{organ}/{slug}/{year}/{serial}"


def unnumbered_address(area: str, organ: str, kind: str, day: date | None, title: str) -> str:
    """Address of a document without a number: its kind in pinyin, its date and a digest of its normalised title.

    >>> unnumbered_address("140826", "renminzhengfu", "baogao", date(2023, 2, 16), "政府工作报告")
    '140826/renminzhengfu/baogao/2023-02-16/5684e156'
    """
    return f"{area}/{organ}/{kind or 'document'}/{day or 'undated'}/{digest(title)}"


def cited_address(title_or_number: str) -> str:
    """Address of a document that is only cited, from its normalised number, or its title where there is none.

    >>> cited_address("国办发〔2022〕8号")
    'cited/001c8bb1'
    """
    return f"cited/{digest(title_or_number)}"


def expression_address(work: str, text_digest: str) -> str:
    """Address of a further printing of a work, from the digest of the text that prints it.

    >>> expression_address("140826/renminzhengfu/jiangzhengfa/2023/1", "0a1b2c3d")
    '140826/renminzhengfu/jiangzhengfa/2023/1/expression_0a1b2c3d'
    """
    return f"{work}/expression_{text_digest}"


def second_address(number: str, text: str) -> str:
    """Address of a document that has the number of another one, from the address of that number.

    >>> second_address("140826/renminzhengfu/jiangzhengfa/2023/1", "关于防汛的通知")
    '140826/renminzhengfu/jiangzhengfa/2023/1-7083ec5e'
    """
    return f"{number}-{digest(text)}"


def entity_address(area: str, kind: str, name: str, slug: Callable[[str], str] = pinyin) -> str:
    """Address of a unit or official that no registry knows; `slug` spells the name in ASCII.

    Pinyin alone collides (水务局, 税务局), so a digest of the characters is added.

    >>> entity_address("140826", "Unit", "县水务局")
    '140826/unit/xianshuiwuju-60fdc563'
    """
    return f"{area}/{kind.lower()}/{slug(name) or 'x'}-{digest(name)}"


def form_address(entity: str, form: str) -> str:
    """Address of a form of a name that linking found; those of the registry have addresses of their own.

    >>> form_address("140826/unit/shuiwuju", "县水利局").rpartition("/")[0]
    '140826/unit/shuiwuju/form'
    """
    return f"{entity}/form/{digest(form)}"


def fragment_address(text_address: str, start: int, end: int) -> str:
    """Address of a stretch of a text (RFC 5147).

    >>> fragment_address("a/text", 3, 9)
    'a/text#char=3,9'
    """
    return f"{text_address}#char={start},{end}"


def graph_address(name: str) -> str:
    """Address of a graph that belongs to no single document, such as ``provenance``.

    >>> graph_address("provenance")
    'graph/provenance'
    """
    return f"graph/{name}"


def source_address(sha256: str) -> str:
    """Address of a source file: its content names it, never its file name.

    >>> source_address("0123456789abcdef" * 4)
    'source/0123456789abcdef'
    """
    return f"source/{sha256[:16]}"


def run_address(sha256: str) -> str:
    """Address of the run that made a release, from the SHA-256 of what went into it.

    >>> run_address("0123456789abcdef" * 4)
    'run/0123456789abcdef'
    """
    return f"run/{sha256[:16]}"


def software_address(version: str) -> str:
    """Address of a version of this software.

    >>> software_address("0.1.0")
    'software/gongbao/0.1.0'
    """
    return f"software/gongbao/{version}"


def finding_address(code: str, place: str) -> str:
    """Address of a finding: its rule, and a digest of where it stands and what it says.

    >>> finding_address("NUM002", "a/text#char=3,9")
    'finding/NUM002-e428fe79'
    """
    return f"finding/{code}-{digest(place)}"


def text_address(owner: str) -> str:
    """Address of the text of an issue, or of a document that was read by itself.

    >>> text_address("140826/renminzhengfu/gongbao/2023/1")
    '140826/renminzhengfu/gongbao/2023/1/text'
    """
    return f"{owner}/text"
