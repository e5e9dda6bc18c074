"""The vocabulary files: complete in two languages, without blank nodes, and used as they are declared."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, Triple, parse

from lod import resources, vocab

ROOT = Path(__file__).resolve().parent.parent
FOLDER = resources.path("ontology")
FILES = {"gongbao.ttl": "https://w3id.org/gongbao", "lint.ttl": "https://w3id.org/gongbao/lint"}
BILINGUAL = ("rdfs:label", "skos:definition")
STATUTORY = "决议 决定 命令（令） 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要".split()

# gz:Task in prose or code, but not the beginning of f"gz:type-{…}".
CURIE = re.compile(r"(?<![\w:/-])((?:gz|lint):[A-Za-z][\w-]*)(?![\w{-])")

# Said of a part while it is being placed, and left behind when the graph is written.
WORKING = {"gz:address"}

Values = dict[str, dict[str, list[Literal | str]]]


def read(name: str) -> Values:
    """Subject -> property -> objects, both IRIs as strings."""
    values: Values = defaultdict(lambda: defaultdict(list))
    for triple in parse(path=str(FOLDER / name)):
        assert isinstance(triple.triple, Triple)
        assert not isinstance(triple.subject, BlankNode), triple
        assert not isinstance(triple.object, BlankNode), triple
        term = triple.object
        value = term if isinstance(term, Literal) else str(getattr(term, "value", ""))
        values[str(getattr(triple.subject, "value", ""))][vocab.shorten(triple.predicate.value)].append(value)
    return values


def declared() -> set[str]:
    return {vocab.shorten(subject) for name in FILES for subject in read(name)}


@pytest.mark.parametrize("name", FILES)
def test_header(name: str) -> None:
    header = read(name)[FILES[name]]
    assert [str(v.value) for v in header["owl:versionInfo"] if isinstance(v, Literal)] == ["0.1.0"]
    assert header["dct:license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]


@pytest.mark.parametrize("name", FILES)
def test_every_term_is_labelled_and_defined_in_both_languages(name: str) -> None:
    terms = {s: v for s, v in read(name).items() if s != FILES[name]}
    assert len(terms) > 40
    for subject, values in terms.items():
        assert values["rdfs:isDefinedBy"] == [FILES[name]], subject
        for property in BILINGUAL:
            languages = sorted(v.language or "" for v in values[property] if isinstance(v, Literal))
            assert languages == ["en", "zh"], (subject, property)


def test_no_two_terms_share_a_label_within_a_kind() -> None:
    seen: dict[tuple[str, ...], str] = {}
    for subject, values in read("gongbao.ttl").items():
        kind = tuple(sorted(str(v) for v in values["rdf:type"]))
        for label in values["rdfs:label"]:
            assert isinstance(label, Literal)
            key = (*kind, label.value)
            assert seen.setdefault(key, subject) == subject, key


@pytest.mark.parametrize("property", ["rdfs:subClassOf", "rdfs:subPropertyOf"])
def test_super_terms_are_reused_or_declared(property: str) -> None:
    own = declared()
    found = [(s, str(o)) for name in FILES for s, v in read(name).items() for o in v[property]]
    assert found
    for subject, super_term in found:
        curie = vocab.shorten(super_term)
        assert curie != super_term, f"{subject}: {super_term} has no prefix of ours"
        assert curie in own or not curie.startswith(("gz:", "lint:")), curie


def used(folder: str, *patterns: str) -> list[tuple[str, str]]:
    paths = [path for pattern in patterns for path in sorted((ROOT / folder).glob(pattern))]
    return [(path.name, curie) for path in paths for curie in CURIE.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("docs", "graph.md"), ("lod", "**/*.py"), ("shapes", "**/*.ttl"), ("data/registry", "*.ttl")],
)
def test_every_term_in_use_is_declared(folder: str, pattern: str) -> None:
    own = declared() | WORKING
    uses = used(folder, pattern)
    assert uses or folder == "shapes"
    assert sorted({use for use in uses if use[1] not in own}) == []


def test_the_fifteen_statutory_types_are_there_under_their_pinyin() -> None:
    types = {
        label.value: subject
        for subject, values in read("gongbao.ttl").items()
        if vocab.expand("gz:DocumentType") in values["rdf:type"]
        for label in values["skos:prefLabel"]
        if isinstance(label, Literal) and label.language == "zh"
    }
    assert set(STATUTORY) <= set(types)
    for name, subject in types.items():
        assert subject == vocab.expand("gz:type-" + vocab.pinyin(name.split("（")[0]))


def context() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))
    found = loaded["@context"]
    assert isinstance(found, dict)
    return found


def test_context_has_the_prefixes_of_the_code() -> None:
    assert {key: context()[key] for key in vocab.PREFIXES} == vocab.PREFIXES


def test_context_types_every_property_as_the_ontology_does() -> None:
    keys = context()
    for subject, values in read("gongbao.ttl").items():
        name = subject.removeprefix(vocab.PREFIXES["gz"])
        if vocab.expand("owl:ObjectProperty") in values["rdf:type"]:
            assert keys[name] == {"@id": "gz:" + name, "@type": "@id"}
        elif vocab.expand("owl:DatatypeProperty") in values["rdf:type"]:
            datatype = vocab.shorten(str(values["rdfs:range"][0]))
            assert keys[name].get("@type", "xsd:string") == datatype or keys[name].get("@language") == "zh", name
        elif vocab.expand("owl:Class") in values["rdf:type"]:
            assert keys[name] == "gz:" + name


def test_context_reads_json_as_the_graph_is_written() -> None:
    task = {
        "@context": context(),
        "id": "https://example.org/task_6",
        "type": "Task",
        "ordinal": 6,
        "leadUnit": "https://example.org/unit/a",
        "idLocal": "绛政发〔2023〕1号",
        "title": {"zh": "任务"},
    }
    triples = [str(quad.triple) for quad in parse(json.dumps(task), RdfFormat.JSON_LD)]
    integer = '"6"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert f"<https://example.org/task_6> <https://w3id.org/gongbao#ordinal> {integer}" in triples
    assert "<https://example.org/task_6> <https://w3id.org/gongbao#leadUnit> <https://example.org/unit/a>" in triples
    assert any(triple.endswith('title> "任务"@zh') for triple in triples)
    assert any(triple.endswith('id_local> "绛政发〔2023〕1号"') for triple in triples)
