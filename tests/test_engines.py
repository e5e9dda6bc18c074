"""The engines agree: on every example of every rule, on documents, and on every kind of path and component."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import graph, linker, parser, readers, registry, rules, vocab
from lod.engines import corpus, fast, reference
from lod.model import Finding, RuleError, Source, Text
from lod.rules import RuleSet

ROOT = Path(__file__).resolve().parent.parent
RULES = rules.load()
KNOWN = registry.load()
EXAMPLES = [
    pytest.param(code, text, id=f"{code}-{number}-{which}")
    for code, rule in RULES.rules.items()
    for number, example in enumerate(rule.examples, 1)
    for which, text in (("bad", example.bad), ("good", example.good))
    if text is not None and not rule.raised_by
]
Key = tuple[str, str, str | None, str, str | None, str]


def quads(text: Text) -> list[ox.Quad]:
    [document] = linker.link([parser.parse(text)], KNOWN)
    return [*graph.build(document), *graph.registry_quads(KNOWN, vocab.BASE, document.entities)]


def keys(findings: list[Finding]) -> list[Key]:
    return sorted(((f.rule, f.focus, f.path, f.component, f.value, f.severity) for f in findings), key=str)


def store(statements: list[ox.Quad]) -> ox.Store:
    filled = ox.Store()
    filled.extend(statements)
    return filled


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_engines_agree_on_every_example(code: str, text: str) -> None:
    ruleset, data = RULES.pick([code]), quads(Text(Source("a.txt", "text/plain", b""), text))
    assert keys(fast.validate(data, ruleset)) == keys(reference.validate(data, ruleset))
    assert keys(corpus.validate(store(data), ruleset)) == keys(reference.validate_corpus(data, ruleset))


def test_engines_agree_on_the_gazette(gazette_path: Path) -> None:
    data = quads(readers.read(readers.open_source(str(gazette_path))))
    found = keys(fast.validate(data, RULES))
    assert found == keys(reference.validate(data, RULES))
    assert {rule for rule, *_ in found} >= {"ATT004", "PUB002", "STR001", "TYP002"}


PLAIN = sorted((ROOT / "data" / "golden").glob("*.txt"))
LONG = ("019_", "302_", "303_", "304_", "306_")
SHARES = [
    pytest.param(lambda name: name.endswith(".txt"), id="texts"),
    pytest.param(lambda name: name.endswith(".html") and not name.startswith(LONG), id="pages", marks=pytest.mark.slow),
    pytest.param(lambda name: name.endswith(".md") and not name.startswith(LONG), id="laws"),
    # The reference engine takes ten to forty seconds for each of these.
    *(pytest.param(lambda name, long=long: name.startswith(long), id=long, marks=pytest.mark.slow) for long in LONG),
]


@pytest.mark.parametrize("wanted", SHARES)
def test_engines_agree_on_documents_of_many_authorities(corpus: Path, wanted: Callable[[str], bool]) -> None:
    paths = [path for path in [*PLAIN, *sorted(corpus.iterdir())] if wanted(path.name)]
    # One run for all: the reference engine takes longer to read the shapes than to judge a page.
    data = list({quad for path in paths for quad in quads(readers.read(readers.open_source(str(path))))})
    found = keys(fast.validate(data, RULES))
    assert found == keys(reference.validate(data, RULES))
    assert found


def test_queries_over_the_gazette_take_no_longer_than_its_parsing_may(gazette_path: Path) -> None:
    filled = store(quads(readers.read(readers.open_source(str(gazette_path)))))
    started = time.process_time()
    corpus.validate(filled, RULES)
    # A join in the wrong order takes minutes here; the right one a tenth of a second.
    assert time.process_time() - started < 5


SHAPES = """
@prefix rule: <https://w3id.org/gongbao/rules/> .
@prefix gz: <https://w3id.org/gongbao#> .
@prefix lint: <https://w3id.org/gongbao/lint#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
rule:TST001 a sh:NodeShape , lint:Rule ; dct:identifier "TST001" ; lint:since "0.1" ; lint:strength lint:House ;
    rdfs:label "试"@zh , "Test"@en ; rdfs:comment "试"@zh , "Test"@en ; dct:source "试" ; sh:severity sh:Info ;
    sh:targetClass gz:Test ; BODY .
"""
DATA = """
@prefix gz: <https://w3id.org/gongbao#> .
@prefix ex: <https://example.org/> .
ex:a a gz:Test ; gz:text "《甲》、\\n“乙”\\t\\\\"@zh ; gz:value 2.50 , -1 ; gz:part ex:b ;
    gz:day "2023-03-06"^^<http://www.w3.org/2001/XMLSchema#date> .
ex:b gz:part ex:c ; gz:text "中" . ex:c gz:text "国" .
ex:中 a gz:Test ; gz:text "无" , "" ; gz:part ex:b .
"""
SAID = 'sh:message "{quote}"@zh , "{quote}"@en'
BODIES = [
    "sh:property [ sh:path gz:text ; sh:pattern '国' ; SAID ]",
    "sh:property [ sh:path gz:text ; sh:pattern '^[a-z]$' ; sh:flags 'i' ; SAID ]",
    "sh:property [ sh:path gz:text ; sh:maxCount 1 ; SAID ]",
    "sh:property [ sh:path gz:text ; sh:minLength 2 ; SAID ]",
    "sh:property [ sh:path gz:text ; sh:languageIn ( 'zh' ) ; SAID ]",
    "sh:property [ sh:path gz:value ; sh:minInclusive 0 ; SAID ]",
    "sh:property [ sh:path gz:day ; sh:minCount 1 ; SAID ]",
    "sh:property [ sh:path ( gz:part gz:part gz:text ) ; sh:hasValue '民' ; SAID ]",
    "sh:property [ sh:path ( gz:part [ sh:zeroOrMorePath gz:part ] ) ; sh:maxCount 1 ; SAID ]",
    "sh:property [ sh:path [ sh:inversePath gz:part ] ; sh:minCount 1 ; SAID ]",
    "sh:property [ sh:path [ sh:oneOrMorePath gz:part ] ; sh:nodeKind sh:Literal ; SAID ]",
    "sh:property [ sh:path [ sh:zeroOrOnePath gz:part ] ; sh:class gz:Test ; SAID ]",
    "sh:property [ sh:path [ sh:alternativePath ( gz:day gz:value ) ] ; sh:datatype gz:none ; SAID ]",
    "sh:property [ sh:path gz:part ; sh:node [ sh:property [ sh:path gz:text ; sh:hasValue '国' ] ] ; SAID ]",
    "sh:or ( [ sh:property [ sh:path gz:day ; sh:minCount 1 ] ] [ sh:class gz:None ] ) ; SAID",
    "sh:not [ sh:property [ sh:path gz:day ; sh:minCount 1 ] ] ; SAID",
    "sh:sparql [ sh:select 'SELECT DISTINCT $this ?value { $this gz:text ?value FILTER STRLEN(?value) }' ; SAID ]",
    "sh:sparql [ sh:select 'SELECT DISTINCT $this WHERE { $this gz:part/gz:part ?x }' ; SAID ]",
]


def made(folder: Path, body: str) -> RuleSet:
    (folder / "TST001.ttl").write_text(SHAPES.replace("BODY", body.replace("SAID", SAID)), encoding="utf-8")
    return rules.load([folder]).pick(["TST001"])


@pytest.mark.parametrize("body", BODIES)
def test_engines_agree_on_paths_components_and_terms(tmp_path: Path, body: str) -> None:
    ruleset = made(tmp_path, body)
    data = [ox.Quad(*triple) for triple in ox.parse(DATA, format=ox.RdfFormat.TURTLE)]
    found = fast.validate(data, ruleset)
    assert keys(found) == keys(reference.validate(data, ruleset))
    assert {f.severity for f in found} == {"Info"}


def test_a_query_of_a_rule_of_corpus_scope_must_be_a_select(tmp_path: Path) -> None:
    body = "lint:scope lint:Corpus ; sh:sparql [ sh:select 'ASK { $this a gz:Test }' ; SAID ]"
    with pytest.raises(RuleError, match=r"TST001\.ttl"):
        corpus.validate(ox.Store(), made(tmp_path, body))


def test_a_broken_query_is_told_with_its_file(tmp_path: Path) -> None:
    body = "lint:scope lint:Corpus ; sh:sparql [ sh:select 'SELECT $this WHERE {' ; SAID ]"
    with pytest.raises(RuleError, match=r"TST001\.ttl"):
        corpus.validate(ox.Store(), made(tmp_path, body))


def test_messages_of_queries_are_filled_with_their_bindings(tmp_path: Path) -> None:
    query = "SELECT DISTINCT $this ?part WHERE { $this a gz:Test ; gz:day ?day ; gz:part ?part }"
    body = f"lint:scope lint:Corpus ; sh:sparql [ sh:select '{query}' ; sh:message '{{?part}}'@zh , 'of {{$this}}'@en ]"
    data = [ox.Quad(*triple) for triple in ox.parse(DATA, format=ox.RdfFormat.TURTLE)]
    [found] = corpus.validate(store(data), made(tmp_path, body))
    assert found.messages == ("https://example.org/b", "of https://example.org/a")
    assert found.bindings == (("part", "https://example.org/b"),)
