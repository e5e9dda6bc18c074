"""A page of the catalogue in schema.org, as search engines read it: made from its DCAT, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from lod import vocab

Node = dict[str, Any]
# schema.org's name of a value, and the property of DCAT that has it.
_VALUES = {
    "name": "dct:title",
    "description": "dct:description",
    "version": "dcat:version",
    "identifier": "dct:identifier",
    "datePublished": "dct:issued",
    "dateModified": "dct:modified",
}


class _Said:
    """Triples by subject and property, read in a language."""

    def __init__(self, triples: Iterable[Triple], language: str) -> None:
        self._language = language
        self._values: dict[tuple[str, str], list[NamedNode | Literal]] = {}
        self.kinds: dict[str, list[str]] = {}
        for triple in dict.fromkeys(triples):
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                key = triple.subject.value, triple.predicate.value
                self._values.setdefault(key, []).append(triple.object)
                if triple.predicate.value == vocab.expand("rdf:type"):
                    self.kinds.setdefault(triple.object.value, []).append(triple.subject.value)

    def all(self, node: str, curie: str) -> list[str]:
        """The values of a property in the language, or in any where there are none in it."""
        found = self._values.get((node, vocab.expand(curie)), [])
        mine = [value.value for value in found if getattr(value, "language", None) in (None, self._language)]
        return mine or [value.value for value in found]

    def first(self, node: str, curie: str) -> str | None:
        """The first of these values."""
        return next(iter(self.all(node, curie)), None)


def data_catalogue(triples: Iterable[Triple], language: str) -> Node:
    """The catalogue that some DCAT describes, with its data sets, in a language where there are texts in it.

    >>> from lod.catalogue.statements import say, term, text
    >>> told = [*say("http://e/c", ("rdf:type", term("dcat:Catalog")), ("dct:title", text("目录", "zh")))]
    >>> data_catalogue(told, "zh")
    {'@type': 'DataCatalog', '@id': 'http://e/c', 'name': '目录', 'dataset': []}
    """
    said = _Said(triples, language)
    sets = [_dataset(said, node) for node in said.kinds.get(vocab.expand("dcat:Dataset"), ())]
    node = next(iter(said.kinds.get(vocab.expand("dcat:Catalog"), ())), None)
    if node is None:
        return {"@type": "DataCatalog", "dataset": sets}
    return {"@type": "DataCatalog", "@id": node} | _told(said, node) | {"dataset": sets}


def _dataset(said: _Said, node: str) -> Node:
    period = said.first(node, "dct:temporal")
    days = [said.first(period, curie) for curie in ("dcat:startDate", "dcat:endDate")] if period else []
    places = [_named("Place", said, place, "skos:prefLabel") for place in said.all(node, "dct:spatial")]
    return (
        {"@type": "Dataset", "@id": node}
        | _told(said, node)
        | _known(
            url=said.first(node, "dcat:landingPage"),
            keywords=said.all(node, "dcat:keyword"),
            temporalCoverage="/".join(day for day in days if day),
            spatialCoverage=places,
            isPartOf=said.first(node, "dct:isPartOf"),
        )
        | {
            "isAccessibleForFree": True,
            "distribution": [_download(said, one) for one in said.all(node, "dcat:distribution")],
        }
    )


def _download(said: _Said, node: str) -> Node:
    checksum = said.first(node, "spdx:checksum")
    media = said.first(node, "dcat:mediaType") or ""
    size = said.first(node, "dcat:byteSize")
    return {"@type": "DataDownload"} | _known(
        name=said.first(node, "dct:title"),
        contentUrl=said.first(node, "dcat:downloadURL"),
        encodingFormat=media.partition("/media-types/")[2],
        contentSize=f"{int(size):,} B" if size else None,
        sha256=said.first(checksum, "spdx:checksumValue") if checksum else None,
    )


def _told(said: _Said, node: str) -> Node:
    publisher = said.first(node, "dct:publisher")
    return _known(
        **{name: said.first(node, curie) for name, curie in _VALUES.items()},
        license=said.first(node, "dct:license"),
        publisher=_named("Organization", said, publisher, "foaf:name") if publisher else None,
    )


def _named(kind: str, said: _Said, node: str, curie: str) -> Node:
    return {"@type": kind, "@id": node} | _known(name=said.first(node, curie))


def _known(**values: Any) -> Node:
    return {name: value for name, value in values.items() if value}
