"""What a rule file may say beside SHACL: confirmation, word lists, folding."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import linter
from lod.linter import Linter
from lod.model import Diagnostic, Origin, RuleError, Source, Span, Text

RULE = """
@prefix rule: <https://w3id.org/gongbao/rules/> .
@prefix gz: <https://w3id.org/gongbao#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix lint: <https://w3id.org/gongbao/lint#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
rule:TST001 a sh:NodeShape , lint:Rule ; dct:identifier "TST001" ; lint:since "0.1" ; lint:strength lint:House ;
    rdfs:label "试"@zh , "Test"@en ; rdfs:comment "试"@zh , "Test"@en ;
    dct:source "试行（未核对）" ; sh:severity sh:Info ;
    lint:priority "P1" ; sh:targetClass gz:Block ;
    sh:property [ sh:path nif:anchorOf ; sh:not [ sh:pattern "{words}" ] ;
        sh:message "{count}处“{quote}”应为“{right}”"@zh , "{count} times “{quote}” for “{right}”"@en ] ;
    lint:word [ lint:wrong "截止目前" ; lint:right "截至目前" ] , [ lint:wrong "截止到目前" ; lint:right "截至目前" ] ,
        [ lint:wrong "1.5" ; lint:right "2" ] ;
    lint:locate "{words}(?!。)" ; lint:fix [ lint:safety lint:Safe ; lint:replace "{right}" ] ;
    lint:example [ lint:bad "截止目前，" ; lint:marked "截止目前" ; lint:good "截至目前" ; lint:nearMiss true ] ,
        [ lint:bad "截止到目前，" ; lint:marked "截止到目前" ; lint:good "截至" ] EXTRA .
"""
CHARS = """安山县人民政府关于防汛的通知

各乡镇人民政府：

截止目前，甲。截止到目前，乙。105截止目前。

安山县人民政府

截止目前，丙1.5吨，
"""


def judge(folder: Path, extra: str = "") -> Linter:
    (folder / "TST001.ttl").write_text(RULE.replace("EXTRA", extra), encoding="utf-8")
    return linter.prepare(["TST001"], rule_folders=[folder])


def text(*pages: Origin) -> Text:
    return Text(Source("a.txt", "text/plain", b""), CHARS, pages)


def told(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(d.text.slice(d.span), d.message["zh"]) for d in found]


def test_a_word_list_finds_and_mends_its_words(tmp_path: Path) -> None:
    found = judge(tmp_path, "; lint:confirm true").lint(text())
    assert told(found) == [
        ("截止目前", "{count}处“截止目前”应为“截至目前”"),
        ("截止到目前", "{count}处“截止到目前”应为“截至目前”"),
        ("截止目前", "{count}处“截止目前”应为“截至目前”"),
        ("1.5", "{count}处“1.5”应为“2”"),
    ]
    mended = judge(tmp_path, "; lint:confirm true").mend(text())
    assert "截至目前，甲。截至目前，乙。105截止目前。" in mended


@pytest.mark.parametrize(("extra", "number"), [("; lint:confirm true", 0), ("", 1)])
def test_a_finding_that_is_not_confirmed_does_not_stand(tmp_path: Path, extra: str, number: int) -> None:
    unconfirmed = Text(Source("a.txt", "text/plain", b""), "105截止目前。")
    assert len(judge(tmp_path, extra).lint(unconfirmed)) == number


def test_findings_of_a_document_are_told_as_one(tmp_path: Path) -> None:
    [found] = judge(tmp_path, "; lint:confirm true ; lint:fold lint:Page").lint(text())
    assert found.text.slice(found.span) == "截止目前"
    assert found.message["zh"] == "4处“截止目前”应为“截至目前”"
    assert [found.text.slice(span) for span in found.also] == ["截止到目前", "截止目前", "1.5"]
    assert found.fix is not None
    assert len(found.fix.edits) == 4


def test_findings_of_a_page_are_told_as_one(tmp_path: Path) -> None:
    turn = CHARS.index("安山县人民政府\n\n截止")
    pages = (Origin(Span(0, turn), "page 1"), Origin(Span(turn, len(CHARS)), "page 2"))
    found = judge(tmp_path, "; lint:confirm true ; lint:fold lint:Page").lint(text(*pages))
    assert [len(d.also) for d in found] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lint:priority "P1"', 'lint:priority "P2"', "preview"),
        ('lint:priority "P1" ;', "", "priority"),
        (" ; lint:nearMiss true", "", "near miss"),
        ("sh:severity sh:Info ;\n    lint:priority", "sh:severity sh:Violation ;\n    lint:priority", "not verified"),
        ('lint:right "2"', 'lint:comment "2"', "lint:right"),
    ],
)
def test_the_rules_about_rules_ask_for_what_an_editor_needs(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in RULE
    (tmp_path / "TST001.ttl").write_text(RULE.replace("EXTRA", "").replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError, match=said):
        linter.prepare(["TST001"], rule_folders=[tmp_path])
