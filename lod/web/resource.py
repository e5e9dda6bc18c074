"""Every resource at its own address, as a page or as RDF: by Accept, by suffix, or by `?format=`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from lod import formats, vocab
from lod.formats import Format
from lod.model import LodError
from lod.stores.embedded import EmbeddedStore
from lod.stores.triples import write_triples
from lod.web.conditional import matches, tag
from lod.web.render import Renderer
from lod.web.view import ONTOLOGY, local


class UnknownFormat(LodError):
    """A `?format=` or Accept that names nothing that is offered; the message lists what is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for: an IRI, in a format; `path` is the address without suffix."""

    iri: str
    path: str
    form: Format


class Resources:
    """The resources of a release."""

    def __init__(self, store: EmbeddedStore, renderer: Renderer) -> None:
        self._store = store
        self._renderer = renderer

    def respond(self, request: Request) -> Response:
        """The answer to a GET of any path that is no route of its own."""
        try:
            wanted = self._wanted(request)
        except UnknownFormat as error:
            status = 400 if "format" in request.query_params else 406
            return Response(f"{error}\n", status, {"vary": VARY}, media_type="text/plain")
        triples = list(describe(self._store, wanted.iri))
        if not triples:
            return self._missing(request, wanted)
        headers = self._headers(wanted, request)
        if matches(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(status_code=304, headers=headers)
        if wanted.form == formats.HTML:
            body = self._renderer.resource(request, wanted.iri, wanted.path)
        else:
            body = write_triples(triples, wanted.form)
        return Response(body, headers=headers | {"content-type": wanted.form.content_type})

    def _wanted(self, request: Request) -> Wanted:
        path = request.path_params.get("path", "")
        named = request.query_params.get("format")
        suffixed, form = formats.split_suffix(path, formats.RESOURCE)
        # A dot may belong to an address; only one that is nothing by itself ends in a suffix.
        if form and not self._store.has(self.iri(path)):
            path = suffixed
        else:
            form = None
        if named:
            form = formats.by_key(named, formats.RESOURCE)
        elif form is None:
            form = formats.negotiate(", ".join(request.headers.getlist("accept")), formats.RESOURCE)
        if form is None:
            offered = ", ".join(f"{form.suffix} ({form.media_type})" for form in formats.RESOURCE)
            raise UnknownFormat(f"This resource is offered as {offered}.")
        return Wanted(self.iri(path), path, form)

    def iri(self, path: str) -> str:
        """The IRI that an address on this server stands for, under whatever host it was asked."""
        if path == "ontology":
            return ONTOLOGY
        for prefix, namespace in (("ontology/", "gz"), ("rules/", "rule")):
            if path.startswith(prefix):
                return vocab.PREFIXES[namespace] + path.removeprefix(prefix)
        return self._store.base + path

    def _missing(self, request: Request, wanted: Wanted) -> Response:
        page = wanted.form == formats.HTML
        body = self._renderer.missing(request) if page else write_triples((), wanted.form)
        return Response(body, 404, {"vary": VARY, "content-type": wanted.form.content_type})

    def _headers(self, wanted: Wanted, request: Request) -> dict[str, str]:
        language = self._renderer.language(request) if wanted.form == formats.HTML else ""
        place = local(quote(wanted.path, safe="/"))
        links = [f'<{place}.{form.suffix}>; rel="alternate"; type="{form.media_type}"' for form in formats.RESOURCE]
        return {
            "etag": tag(self._store.release, wanted.iri, wanted.form.suffix, language),
            "cache-control": "public, no-cache",
            "content-location": f"{place}.{wanted.form.suffix}",
            "link": ", ".join([f'<{quote(wanted.iri, safe=_URI)}>; rel="describes"', *links]),
            "vary": VARY,
        } | ({"content-language": language} if language else {})


VARY = "Accept, Accept-Language"
# What may stand in a URI besides letters and digits: an IRI in a header needs the rest percent-encoded.
_URI = "!#$%&'()*+,/:;=?@[]~"


def describe(store: EmbeddedStore, iri: str) -> Iterator[Triple]:
    """What a resource's address answers: its statements; for a graph its content, for the ontology all terms.

    Nodes that live behind a ``#`` of a text or a rule have no address of their own and come with it.
    """
    yield from _with_nodes_behind(store, iri)
    if iri == ONTOLOGY:
        yield from _content(store, store.base + vocab.graph_address("ontology"))
    yield from _content(store, iri)
    for triple in store.triples(predicate=vocab.expand("nif:referenceContext"), object=iri):
        node = getattr(triple.subject, "value", "")
        if node.startswith(f"{iri}#"):
            yield from store.triples(node)


def _with_nodes_behind(store: EmbeddedStore, iri: str) -> Iterator[Triple]:
    """The statements of a node, and of the nodes behind its ``#`` that they lead to."""
    todo, seen = [iri], {iri}
    while todo:
        for triple in store.triples(todo.pop()):
            yield triple
            value = triple.object.value if isinstance(triple.object, NamedNode) else ""
            if value.startswith(f"{iri}#") and value not in seen:
                seen.add(value)
                todo.append(value)


def _content(store: EmbeddedStore, graph: str) -> Iterable[Triple]:
    return (quad.triple for quad in store.graph(graph))
