"""Templates to pages, in the reader's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jinja2
from pyoxigraph import Literal, NamedNode, Triple, parse
from starlette.requests import Request

from lod import __version__, formats, vocab
from lod.catalogue.schemaorg import data_catalogue
from lod.stores.opened import OpenRelease
from lod.web import pages
from lod.web.addresses import public_url
from lod.web.frames import WorkerAnswer
from lod.web.links import printed_at
from lod.web.naming import local
from lod.web.places import TextView
from lod.web.structured import CONTEXT, about, script
from lod.web.texts import LANGUAGES, TEXTS
from lod.web.uploads import profiles

EXAMPLES = [
    (
        ("各领导牵头的任务数", "Tasks that each official leads"),
        "SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {\n"
        "  ?task a gz:Task ; gz:leadOfficial/foaf:name ?name .\n} GROUP BY ?name ORDER BY DESC(?tasks)",
    ),
    (
        ("没有主送机关的通知", "Notices without an addressee"),
        'SELECT ?notice ?number ?title WHERE {\n  ?notice eli:type_document/skos:prefLabel "通知"@zh ;\n'
        "    dct:title ?title . OPTIONAL { ?notice eli:id_local ?number }\n"
        "  FILTER NOT EXISTS { ?notice gz:addressee ?unit }\n}",
    ),
    (
        ("今年预期目标", "Headline targets"),
        "SELECT ?name ?value ?unit ?comparator ?line WHERE {\n"
        "  ?target a gz:HeadlineTarget ; gz:indicatorName ?name ; gz:value ?value ; gz:line ?line .\n"
        "  OPTIONAL { ?target gz:valueUnit ?unit } OPTIONAL { ?target gz:comparator ?comparator }\n} ORDER BY ?line",
    ),
    (
        ("只在网站上的附件", "Attachments that are only on a website"),
        "SELECT ?document ?title WHERE {\n  ?document eli:has_annex ?annex .\n"
        "  ?annex gz:availability gz:websiteOnly ; dct:title ?title .\n} ORDER BY ?document ?title",
    ),
]


# A name, a path, and whether it tells of changes: not every store has a log of them.
SERVICES = [
    ("SPARQL", "sparql", False),
    ("stream_service", "ldes?format=trig", True),
    ("feed_service", "feed.atom", True),
    ("void_service", ".well-known/void?format=ttl", False),
]


class Renderer:
    """The pages of a release."""

    def __init__(self, store: OpenRelease) -> None:
        self._store = store
        self._views = {
            (name, chosen): TextView(store, name, chosen) for name in LANGUAGES for chosen in (False, True)
        }  # fmt: skip
        self._log = bool(store.manifest.get("log"))
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.tests["iri"] = lambda value: isinstance(value, NamedNode)
        self._templates.tests["literal"] = lambda value: isinstance(value, Literal)
        self._templates.globals.update(
            version=__version__, release=store.release, shorten=vocab.shorten, changes=self._log
        )

    def language(self, request: Request) -> str:
        """The language of a reader: `?lang=`, else the first in Accept-Language that the pages have, else Chinese."""
        return self._view(request).language

    def home(self, request: Request) -> bytes:
        """The home page."""
        view, url = self._view(request), public_url(request.scope)
        template, content = pages.home(view)
        site = {"@context": CONTEXT, "@type": "WebSite", "name": view.t("site"), "url": url}
        return self._render(request, template, content | {"quads": len(self._store), "structured": script(site)})

    def resource(self, request: Request, iri: str, path: str) -> bytes:
        """The page of a resource."""
        view = self._view(request)
        template, content = pages.page(view, iri)
        links = [(form.name, form.media_type, f"{local(path, view.root)}.{form.suffix}") for form in formats.GRAPHS]
        url = public_url(request.scope)
        page = url + local(path, "")
        shared = {
            "data_links": links,
            "check": printed_at(self._store, iri, view.root),
            "structured": script(about(view, iri, page, content["trail"], url)),
        }
        return self._render(request, template, content | shared)

    def catalogue(self, request: Request, triples: Iterable[Triple], path: str, page: int, pages: int) -> bytes:
        """A page of the catalogue, or of one of its data sets, from its DCAT."""
        view = self._view(request)
        found = data_catalogue(triples, view.language)
        place, query = local(path, view.root), f"?page={page}" if page > 1 else ""
        around = [(name, number) for name, number in (("prev", page - 1), ("next", page + 1)) if 1 <= number <= pages]
        content = {
            "found": found,
            "services": [
                (view.t(name) if name in TEXTS else name, view.root + to)
                for name, to, of_log in SERVICES
                if self._log or not of_log
            ],
            "steps": [(name, f"{place}?{urlencode({'page': number} | self._said(view))}") for name, number in around],
            "data_links": [(form.name, form.media_type, f"{place}.{form.suffix}{query}") for form in formats.GRAPHS],
            "structured": script({"@context": CONTEXT} | (found if "@id" in found else {"@graph": found["dataset"]})),
        }
        return self._render(request, "catalogue.html", content)

    def missing(self, request: Request, gone: bool = False) -> bytes:
        """The page for an address at which there is nothing, or nothing any more."""
        return self._render(request, "missing.html", {"gone": gone})

    def editor(self, request: Request, query: str | None, answer: WorkerAnswer | None) -> bytes:
        """The query page, with an answer or a refusal where there is one."""
        view = self._view(request)
        shown = _answer(answer) if answer else {}
        cells = (value for row in shown.get("rows", ()) for value in row)
        self._store.expect(value.value for value in cells if isinstance(value, NamedNode))
        examples = [(text[LANGUAGES.index(view.language)], _with_prefixes(example)) for text, example in EXAMPLES]
        content = {"query": query or examples[0][1], "examples": examples, "found": shown}
        return self._render(request, "sparql.html", content)

    def lint(self, request: Request, answer: WorkerAnswer | None) -> bytes:
        """The page that lints a text, with the marked text or a refusal where there is one."""
        found: dict[str, Any] = {}
        if answer and answer.rows is not None:
            found = json.loads(answer.body)
        elif answer:
            found = {"error": answer.body.decode()}
        return self._render(request, "lint.html", {"found": found, "profiles": profiles()})

    def _said(self, view: TextView) -> dict[str, str]:
        return {"lang": view.language} if view.chosen else {}

    def _view(self, request: Request) -> TextView:
        wanted = request.query_params.get("lang")
        preferred = wanted if wanted in LANGUAGES else _preferred(request.headers.get("accept-language", ""))
        return self._views[preferred, wanted in LANGUAGES].below(urlsplit(public_url(request.scope)).path)

    def _render(self, request: Request, template: str, content: dict[str, Any]) -> bytes:
        view = self._view(request)
        language = {"zh": "en", "en": "zh"}[view.language]
        # Two slashes at the beginning would lead to another host.
        other = request.url.include_query_params(lang=language)
        shared = {"view": view, "t": view.t, "structured": "", "other": f"/{other.path.lstrip('/')}?{other.query}"}
        return self._templates.get_template(template).render(shared | content).encode()


def _preferred(accept_language: str) -> str:
    def weight(member: str) -> float:
        found = re.search(r";\s*q=([\d.]+)", member)
        try:
            return float(found[1]) if found else 1.0
        except ValueError:
            return 0.0

    members = [member.strip().lower() for member in accept_language.split(",") if member.strip()]
    for member in sorted(members, key=weight, reverse=True):
        if member[:2] in LANGUAGES and weight(member) > 0:
            return member[:2]
    return LANGUAGES[0]


def _with_prefixes(query: str) -> str:
    used = [prefix for prefix in vocab.PREFIXES if re.search(rf"\b{prefix}:", query)]
    return "".join(f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}>\n" for prefix in used) + query


def _answer(answer: WorkerAnswer) -> dict[str, Any]:
    if answer.status != HTTPStatus.OK:
        return {"error": answer.body.decode()}
    if answer.content_type == formats.TURTLE.content_type:
        triples = [[quad.subject, quad.predicate, quad.object] for quad in parse(answer.body, formats.TURTLE.rdf)]
        return _table(["subject", "predicate", "object"], triples, answer.rows) | {"downloads": formats.GRAPHS}
    found = json.loads(answer.body)
    if "boolean" in found:
        return {"boolean": found["boolean"], "downloads": formats.BINDINGS}
    names = found["head"]["vars"]
    rows = [[_term(row.get(name)) for name in names] for row in found["results"]["bindings"]]
    return _table(names, rows, answer.rows) | {"downloads": formats.BINDINGS}


def _table(names: list[str], rows: list[list[Any]], all_rows: int | None) -> dict[str, Any]:
    count = len(rows) if all_rows is None else all_rows
    return {"names": names, "rows": rows, "count": count, "cut": count > len(rows)}


def _term(cell: dict[str, Any] | None) -> Any:
    if cell is None:
        return ""
    return NamedNode(cell["value"]) if cell["type"] == "uri" else str(cell["value"])
