"""Findings at their places: joined text, anchors of what is missing, located values, messages and fixes."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import diagnostics, rules, vocab
from lod.diagnostics.places import Places
from lod.model import Anchor, Diagnostic, Finding, Source, Span, Text
from lod.rules import RuleSet

CHARS = """安山县人民政府关于防汛的通知

安政发[2022]15号

请各乡镇、各单位、各乡

镇做好防汛。

安山县人民政府
"""
TEXT = Text(Source("a.txt", "text/plain", b""), CHARS)
NODES = {
    "doc": ("Document", CHARS.strip(), None),
    "title": ("Title", "安山县人民政府关于防汛的通知", "doc"),
    "number": ("DocumentNumber", "安政发[2022]15号", "doc"),
    "list": ("UnitList", "各乡镇、各单位、各乡\n\n镇", "doc"),
    "again": ("Mention", "各乡\n\n镇", "list"),
}
RULE = """
@prefix rule: <https://w3id.org/gongbao/rules/> .
@prefix gz: <https://w3id.org/gongbao#> .
@prefix lint: <https://w3id.org/gongbao/lint#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
rule:TST001 a sh:NodeShape , lint:Rule ; dct:identifier "TST001" ; lint:since "0.1" ; lint:strength lint:House ;
    rdfs:label "试"@zh , "Test"@en ; rdfs:comment "试"@zh , "Test"@en ; dct:source "试" ; sh:severity sh:Warning ;
    sh:targetClass gz:Test ; MESSAGES BODY lint:since "0.1" .
"""
MESSAGES = 'sh:message "在“{quote}”，值“{value}”，第{?n}处"@zh , "at “{quote}”, {value}, no. {?n}"@en ;'


def iri(name: str) -> str:
    return f"<https://example.org/{name}>"


def quads() -> list[ox.Quad]:
    lines = []
    for name, (kind, printed, parent) in NODES.items():
        start = CHARS.index(printed)
        lines.append(f"{iri(name)} a gz:{kind} ; nif:referenceContext {iri('text')} ;")
        lines.append(f" nif:beginIndex {start} ; nif:endIndex {start + len(printed)}")
        lines.append(f" ; eli:is_part_of {iri(parent)} ." if parent else " .")
    head = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in vocab.PREFIXES.items())
    return [ox.Quad(*triple) for triple in ox.parse(head + "\n".join(lines), format=ox.RdfFormat.TURTLE)]


def ruleset(folder: Path, body: str, messages: str = MESSAGES) -> RuleSet:
    rule = RULE.replace("BODY", body).replace("MESSAGES", messages)
    (folder / "TST001.ttl").write_text(rule, encoding="utf-8")
    return rules.load([folder]).pick(["TST001"])


def finding(focus: str, value: str | None = None, bindings: tuple[tuple[str, str], ...] = ()) -> Finding:
    said = ("在“{quote}”，值“{value}”，第3处", "at “{quote}”, {value}, no. 3")
    return Finding("TST001", iri(focus), None, "X", value, "Warning", said, bindings)


def found(folder: Path, body: str, *findings: Finding) -> list[Diagnostic]:
    return diagnostics.diagnose(findings, quads(), {"https://example.org/text": TEXT}, ruleset(folder, body))


def marked(diagnostic: Diagnostic) -> str:
    return diagnostic.text.slice(diagnostic.span)


@pytest.mark.parametrize(
    ("body", "focus", "value", "expected"),
    [
        ("", "number", None, "安政发[2022]15号"),
        ("", "doc", None, "安山县人民政府关于防汛的通知"),
        ("", "list", iri("again"), "各乡\n\n镇"),
        ("", "list", '"各单位"', "各单位"),
        ("", "list", '"不在其中"', "各乡镇、各单位、各乡\n\n镇"),
        ('lint:locate "各乡镇$" ;', "list", None, "各乡\n\n镇"),
        ('lint:locate "没有" ;', "number", None, "安政发[2022]15号"),
        ("lint:at ( gz:Signature gz:DocumentNumber ) ;", "doc", None, "安政发[2022]15号"),
        ("lint:at ( gz:DocumentNumber ) ; lint:side lint:After ;", "doc", None, "请各乡镇、各单位、各乡"),
        ("lint:at ( gz:Mention gz:Title ) ; lint:pick lint:Last ;", "doc", None, "各乡\n\n镇"),
        ("lint:at ( gz:Article ) ;", "doc", None, "安山县人民政府关于防汛的通知"),
        ("", "unknown", None, ""),
    ],
)
def test_where_a_finding_is_shown(tmp_path: Path, body: str, focus: str, value: str | None, expected: str) -> None:
    assert [marked(d) for d in found(tmp_path, body, finding(focus, value))] == [expected]


def test_one_diagnostic_for_each_fault_in_a_node_and_one_for_the_same_fault(tmp_path: Path) -> None:
    same = (finding("list"), finding("list"), finding("doc"))
    spans = [d.span for d in found(tmp_path, 'lint:at ( gz:UnitList ) ; lint:locate "各" ;', *same)]
    start = CHARS.index("各乡镇")
    assert spans == [Span(start, start + 1), Span(start + 4, start + 5), Span(start + 8, start + 9)]


def test_a_located_value_in_a_list_chooses_among_matches(tmp_path: Path) -> None:
    [diagnostic] = found(tmp_path, 'lint:locate "[^、]+" ;', finding("list", '"各单位"'))
    assert marked(diagnostic) == "各单位"


def test_messages_are_sorted_by_language_and_filled(tmp_path: Path) -> None:
    [diagnostic] = found(tmp_path, "", finding("list", '"各单位"'))
    assert diagnostic.message == {"zh": "在“各单位”，值“各单位”，第3处", "en": "at “各单位”, 各单位, no. 3"}


def test_days_are_written_as_the_language_writes_them_but_not_in_quotations(tmp_path: Path) -> None:
    messages = 'sh:message "“{?day}”签，{?day}刊"@zh , "signed “{?day}”, printed {?day}"@en ;'
    said = ("“2024-03-05”签，2024-03-05刊", "signed “2024-03-05”, printed 2024-03-05")
    one = Finding("TST001", iri("title"), None, "X", None, "Warning", said)
    own = ruleset(tmp_path, "", messages)
    [diagnostic] = diagnostics.diagnose([one], quads(), {"https://example.org/text": TEXT}, own)
    assert diagnostic.message == {"zh": "“2024-03-05”签，2024年3月5日刊", "en": said[1]}


def test_a_finding_has_the_severity_of_its_shape(tmp_path: Path) -> None:
    milder = Finding("TST001", iri("number"), None, "X", None, "Info", ())
    assert [d.severity for d in found(tmp_path, "", finding("title"), milder)] == ["warning", "info"]


def test_a_fix_changes_only_what_is_at_fault(tmp_path: Path) -> None:
    body = 'lint:locate "\\\\[([0-9]+)\\\\]" ; lint:fix [ lint:safety lint:Safe ; lint:replace "〔$1〕" ] ;'
    [diagnostic] = found(tmp_path, body, finding("number"))
    assert diagnostic.fix is not None
    start = CHARS.index("[")
    assert [(e.span, e.replacement) for e in diagnostic.fix.edits] == [
        (Span(start, start + 1), "〔"),
        (Span(start + 5, start + 6), "〕"),
    ]


def test_a_fix_may_look_wider_than_the_fault_and_leaves_line_breaks(tmp_path: Path) -> None:
    body = 'lint:fix [ lint:safety lint:Unsafe ; lint:pattern "、[^、]+" ; lint:replace "" ] ;'
    [diagnostic] = found(tmp_path, body, finding("list", iri("again")))
    assert diagnostic.fix is not None
    assert diagnostic.fix.safety == "unsafe"
    assert "".join(TEXT.slice(edit.span) for edit in diagnostic.fix.edits) == "、各乡镇"
    assert all(edit.replacement == "" and "\n" not in TEXT.slice(edit.span) for edit in diagnostic.fix.edits)


def test_a_fix_may_use_the_bindings_of_the_query(tmp_path: Path) -> None:
    body = 'lint:fix [ lint:safety lint:Unsafe ; lint:pattern ".+" ; lint:replace "{?right}" ] ;'
    [diagnostic] = found(tmp_path, body, finding("title", None, (("right", "安山县人民政府关于防洪的通知"),)))
    assert diagnostic.fix is not None
    assert [(TEXT.slice(e.span), e.replacement) for e in diagnostic.fix.edits] == [("汛", "洪")]


def test_a_node_without_place_or_text_has_none() -> None:
    places = Places(quads(), {})
    assert places.of(iri("title")) is None
    assert places.beside(iri("doc"), Anchor(("https://w3id.org/gongbao#Title",))) is None


def test_what_the_linter_raises_itself_stands_at_the_beginning() -> None:
    rule = rules.load().raised_by("Reader")
    assert rule is not None
    told = diagnostics.raised(rule, TEXT, {"reason": "a.txt: is empty"})
    assert told.span == Span(0, 0)
    assert told.message["en"] == "The input cannot be read: a.txt: is empty"
