"""Negotiation, suffixes and names of the formats."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import parse, serialize

from lod import formats
from lod.formats import BINDINGS, DATASETS, GRAPHS, HTML, JSON_LD, N_TRIPLES, RDF_XML, RESOURCE, TURTLE

ACCEPT = [
    (None, HTML),
    ("", HTML),
    ("*/*", HTML),
    ("text/turtle", TURTLE),
    ("TEXT/Turtle", TURTLE),
    ("text/turtle;charset=utf-8", TURTLE),
    ("text/turtle, */*", TURTLE),
    ("text/turtle;q=0.2, text/html;q=0.1", TURTLE),
    ("application/rdf+xml, text/turtle;q=0.9", RDF_XML),
    ("application/ld+json", JSON_LD),
    (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, expanded;q=0";q=0.9, text/html;q=0.1',
        JSON_LD,
    ),
    ("application/json", JSON_LD),
    ("text/plain", N_TRIPLES),
    ("text/html;q=0, */*", TURTLE),
    ("text/*;q=0, */*;q=0.1", JSON_LD),
    ("text/*;q=0.3, text/turtle;q=0.7, application/*;q=0.5", TURTLE),
    ("*/*;q=0.9, text/turtle;q=0.1", HTML),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
    ("image/gif, *; q=.2, */*; q=.2", HTML),
    ("text/turtle;q=high, application/n-triples;q=0.1", N_TRIPLES),
    ("image/png", None),
    ("*/*;q=0", None),
    ("text/turtle;q=0", None),
    ("complete nonsense", HTML),
]


@pytest.mark.parametrize(("accept", "expected"), ACCEPT)
def test_accept(accept: str | None, expected: formats.Format | None) -> None:
    assert formats.negotiate(accept, RESOURCE) == expected


def test_a_wildcard_with_a_type_narrows_to_that_type() -> None:
    assert formats.negotiate("*/turtle", GRAPHS) == TURTLE  # no such range exists: ignored, nothing excluded
    assert formats.negotiate("text/*", (JSON_LD, RDF_XML, TURTLE)) in (RDF_XML, TURTLE)


@given(st.text())
def test_no_accept_field_breaks_it(accept: str) -> None:
    assert formats.negotiate(accept, RESOURCE) in (None, *RESOURCE)


@pytest.mark.parametrize("form", [*RESOURCE, *DATASETS, *BINDINGS])
def test_every_key_and_suffix_leads_back(form: formats.Format) -> None:
    assert formats.by_key(form.suffix.upper(), [form]) == form
    assert all(formats.by_key(key, [form]) == form for key in form.keys)
    assert formats.split_suffix(f"a/b.{form.suffix}", [form]) == ("a/b", form)


@pytest.mark.parametrize("offered", [RESOURCE, DATASETS, BINDINGS])
def test_no_two_formats_share_a_key(offered: tuple[formats.Format, ...]) -> None:
    keys = [key for form in offered for key in form.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("path", "stem"), [("a.b/c", "a.b/c"), ("a.docx", "a.docx"), (".ttl", ".ttl"), ("a.rdf", "a")])
def test_suffixes_are_taken_off_only_where_known(path: str, stem: str) -> None:
    assert formats.split_suffix(path, RESOURCE)[0] == stem


@pytest.mark.parametrize("form", [*GRAPHS, *DATASETS])
def test_pyoxigraph_writes_and_reads_each_syntax(form: formats.Format) -> None:
    assert form.rdf is not None
    assert form.media_type == form.rdf.media_type
    quads = list(parse('<http://e/s> <http://e/p> "绛"@zh .', formats.N_QUADS.rdf))
    written = serialize(quads if form in DATASETS else [quad.triple for quad in quads], format=form.rdf)
    assert written is not None
    assert list(parse(written, form.rdf)) == quads


@pytest.mark.parametrize("form", BINDINGS)
def test_media_types_of_results_are_those_of_pyoxigraph(form: formats.Format) -> None:
    assert form.results is not None
    assert form.results.media_type.startswith(form.media_type)


@pytest.mark.parametrize(
    "accept", ['"' + '\\"' * 30_000, 'text/turtle;a="' + '\\"' * 30_000, '"' * 60_001, f"text/turtle{' ' * 60_000}x"]
)
def test_what_nothing_closes_costs_little(accept: str) -> None:
    started = time.process_time()
    assert formats.negotiate(f"text/html, {accept}", formats.RESOURCE) == formats.HTML
    assert time.process_time() - started < 1
