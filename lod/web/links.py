"""The links of a resource in its header: Signposting (FAIR level 1), for machines that look for data and licence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from lod import formats, vocab
from lod.catalogue.authorities import LICENCE
from lod.stores.opened import OpenRelease
from lod.web.naming import local, path_of

ABOUT_PAGE = vocab.expand("schema:AboutPage")
# Servers on the way refuse a head of more than 4 kB (nginx, as it comes): parts and authors are named while that fits.
LONGEST = 3000
_AUTHORS = ("eli:passed_by", "dct:publisher")
_ABOVE = ("eli:is_part_of", "dct:isPartOf", "gz:statedIn", "gz:mentionedIn", "skos:inScheme", "rdfs:isDefinedBy")
_BELOW = ("dct:hasPart", "eli:has_annex", "eli:has_part")
# What may stand in a URI besides letters and digits: an IRI in a header needs the rest percent-encoded.
_URI = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a header (RFC 8288)."""

    target: str
    relation: str
    type: str = ""

    def __str__(self) -> str:
        """As it stands in the header.

        >>> str(Link("/x.ttl", "describedby", "text/turtle"))
        '</x.ttl>; rel="describedby"; type="text/turtle"'
        """
        media = f'; type="{self.type}"' if self.type else ""
        return f'<{quote(self.target, safe=_URI)}>; rel="{self.relation}"{media}'


def links_of(store: OpenRelease, iri: str, path: str, root: str, landing: bool) -> Iterator[Link]:
    """The links of a resource at a path: of its own address (``landing``), or of one of its descriptions."""
    size = 0
    for link in _links(store, iri, path, root, landing):
        size += len(str(link)) + 2
        if size > LONGEST:
            return
        yield link


def _links(store: OpenRelease, iri: str, path: str, root: str, landing: bool) -> Iterator[Link]:
    place = local(path, root)
    yield Link(iri, "describes")
    yield Link(iri, "cite-as")
    if not landing:
        yield Link(place, "describes")
    for form in formats.RESOURCE:
        yield Link(f"{place}.{form.suffix}", "alternate", form.media_type)
    licences = _iris(store, iri, ("dct:license",))
    yield Link(min(licences, default=LICENCE.iri), "license")
    if landing:
        for form in formats.GRAPHS:
            yield Link(f"{place}.{form.suffix}", "describedby", form.media_type)
        yield from _about(store, iri, root)
        yield from _members(store, iri, root)


def printed_at(store: OpenRelease, iri: str, root: str) -> str | None:
    """Where the characters of a node are, as they were printed."""
    text, begin, end = (
        next((value.value for value in store.values(iri, vocab.expand(curie))), None)
        for curie in ("nif:referenceContext", "nif:beginIndex", "nif:endIndex")
    )
    path = path_of(text, store.base) if text else None
    return f"{local(path, root)}?char={begin},{end}" if path and begin and end else None


def _about(store: OpenRelease, iri: str, root: str) -> Iterator[Link]:
    yield Link(ABOUT_PAGE, "type")
    for kind in _iris(store, iri, ("rdf:type",)):
        yield Link(kind, "type")
    for above in _iris(store, iri, _ABOVE)[:1]:
        yield Link(_address(store, above, root), "collection", "text/html")
    printed = printed_at(store, iri, root)
    if printed:
        yield Link(printed, "item", "text/plain")


def _members(store: OpenRelease, iri: str, root: str) -> Iterator[Link]:
    for author in _iris(store, iri, _AUTHORS):
        yield Link(author, "author")
    for part in _iris(store, iri, _BELOW):
        yield Link(_address(store, part, root), "item", "text/html")


def _address(store: OpenRelease, iri: str, root: str) -> str:
    path = path_of(iri, store.base)
    return iri if path is None else local(path, root)


def _iris(store: OpenRelease, iri: str, curies: tuple[str, ...]) -> list[str]:
    """The IRIs that some properties lead to: those of the first property first."""
    found = [
        value.value
        for curie in curies
        for value in sorted(store.values(iri, vocab.expand(curie)), key=str)
        if isinstance(value, NamedNode)
    ]
    return list(dict.fromkeys(found))
