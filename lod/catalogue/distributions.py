"""Where a data set can be had: the dumps of the whole, the graphs of an issue in each syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import NamedNode, Triple

from lod import formats
from lod.catalogue import authorities
from lod.catalogue.holdings import Issue
from lod.catalogue.site import Site
from lod.catalogue.statements import say, term, text, typed
from lod.formats import Format

SYNTAXES = (formats.N_QUADS, formats.TRIG, formats.JSON_LD, formats.TURTLE)
_ALL = ("全部数据，{} 语法", "All of the data, as {}")
_OF_ISSUE = ("本期及其公文的数据，{} 语法", "The data of this issue and its documents, as {}")
_SHA256 = "spdx:checksumAlgorithm_sha256"


def dump_distributions(dataset: str, manifest: Mapping[str, Any], site: Site) -> Iterator[Triple]:
    """The dumps that the manifest names, with their checksums."""
    for form in SYNTAXES:
        name = f"data.{form.suffix}.gz"
        entry = manifest["files"].get(name) if "files" in manifest else None
        if entry is None:
            continue
        node, checksum = f"{dataset}#{name}", f"{dataset}#{name}.sha256"
        yield from _distribution(dataset, node, f"{site.url}dumps/{name}", form, _ALL)
        yield from say(
            node,
            ("dcat:compressFormat", NamedNode(authorities.GZIP)),
            ("dcat:byteSize", typed(str(entry["size"]), "xsd:nonNegativeInteger")),
            ("dct:modified", typed(str(manifest["built"]), "xsd:dateTime")),
            ("spdx:checksum", NamedNode(checksum)),
        )
        yield from authorities.media_type("application/gzip").triples()
        yield from say(
            checksum,
            ("rdf:type", term("spdx:Checksum")),
            ("spdx:algorithm", term(_SHA256)),
            ("spdx:checksumValue", typed(entry["sha256"], "xsd:hexBinary")),
        )
        yield from say(term(_SHA256).value, ("rdf:type", term("spdx:ChecksumAlgorithm")))


def issue_distributions(dataset: str, issue: Issue, site: Site) -> Iterator[Triple]:
    """The graphs of an issue and of its documents, in each syntax."""
    for form in SYNTAXES:
        address = f"{site.url}catalog/{issue.iri.removeprefix(site.base)}/data.{form.suffix}"
        yield from _distribution(dataset, f"{dataset}#{form.suffix}", address, form, _OF_ISSUE)


def _distribution(dataset: str, node: str, address: str, form: Format, told: tuple[str, str]) -> Iterator[Triple]:
    yield from say(dataset, ("dcat:distribution", NamedNode(node)))
    kind, media = authorities.file_type(form), authorities.media_type(form.media_type)
    yield from say(
        node,
        ("rdf:type", term("dcat:Distribution")),
        ("dct:title", text(form.name, "en")),
        ("dct:description", text(told[0].format(form.name), "zh")),
        ("dct:description", text(told[1].format(form.name), "en")),
        ("dcat:accessURL", NamedNode(address)),
        ("dcat:downloadURL", NamedNode(address)),
        ("dct:format", NamedNode(kind.iri)),
        ("dcat:mediaType", NamedNode(media.iri)),
        ("dct:license", NamedNode(authorities.LICENCE.iri)),
        ("dcatap:availability", NamedNode(authorities.STABLE.iri)),
        ("dct:conformsTo", NamedNode(authorities.ONTOLOGY.iri)),
    )
    for known in (kind, media, authorities.STABLE, authorities.ONTOLOGY):
        yield from known.triples()
    yield from authorities.licence_triples()
