"""The reports that other programs read: each valid by its own format, none broken by what a text contains."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from fluidattacks_core.sarif import SarifLog as Sarif
from lxml import html

from lod import linter, reports, vocab
from lod.model import Diagnostic, Source, Span, Text
from lod.reports.fingerprints import fingerprinted

NAMES = reports.FORMATS
CHARS = "𠮷安山县人民政府关于防汛的通知\n\n安政发[2022]15号\n\n各乡镇人民政府：\n\n请做好“防汛”、“抗旱”。\n"
TEXT = Text(Source("a b/文%.txt", "text/plain", CHARS.encode()), CHARS)
CLEAN = Text(Source("clean.txt", "text/plain", b""), "通知")
CODES = ["NUM002", "TYP002"]
FOUND = linter.prepare(select=CODES).lint(TEXT)
HOSTILE = "<script>alert(1)</script>]]>&\x00\x1b[31m\ud800|`%0A::error::\n"


def render(name: str, found: list[Diagnostic] = FOUND, lang: str = "zh", texts: tuple[Text, ...] = (TEXT,)) -> str:
    return reports.render(name, found, lang, texts)


def hostile() -> Diagnostic:
    text = Text(Source(HOSTILE.strip(), "text/plain", b""), HOSTILE)
    first = FOUND[0]
    message = {"zh": HOSTILE, "en": HOSTILE}
    return replace(
        first, text=text, span=Span(0, len(HOSTILE)), message=message, fix=None, also=(Span(3, 9), Span(9, 9))
    )


def test_there_is_something_to_report() -> None:
    assert [d.rule.code for d in FOUND] == CODES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_tells_every_finding_in_its_language(name: str, lang: str) -> None:
    report = render(name, lang=lang)
    for diagnostic in FOUND:
        assert diagnostic.rule.code in report
        assert name == "markdown" or diagnostic.message[lang] in report


@pytest.mark.parametrize("name", NAMES)
def test_no_report_breaks_on_a_hostile_text(name: str) -> None:
    report = render(name, [hostile()])
    assert report
    assert name not in ("html", "markdown") or "<script>" not in report


def test_sarif_is_valid_by_its_schema() -> None:
    for found in ([], FOUND, [hostile()]):
        sarif = Sarif.model_validate_json(render("sarif", found).encode("utf-8", "replace"))
        assert [len(run.results or ()) for run in sarif.runs] == [len(found)]


def test_sarif_counts_code_points_and_keeps_fingerprints() -> None:
    [run] = json.loads(render("sarif"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 4, 10)
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/%E6%96%87%25.txt"
    moved = Text(TEXT.source, "\n\n" + CHARS)
    again = [name for _, name in fingerprinted(linter.prepare(select=["NUM002", "TYP002"]).lint(moved))]
    assert [result["partialFingerprints"]["quotedText/v1"] for result in run["results"]] == again
    assert len(set(again)) == 2


def test_junit_has_a_passed_test_for_a_clean_text() -> None:
    suites = ElementTree.fromstring(render("junit", texts=(CLEAN, TEXT)))
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in suites] == [
        ("clean.txt", "1", "0"),
        ("a b/文%.txt", "2", "2"),
    ]
    assert ElementTree.fromstring(render("junit", [hostile()])).get("failures") == "1"


def test_github_commands_are_one_line_each() -> None:
    lines = render("github", [*FOUND, hostile()]).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("::error file=a b/文%25.txt,line=3,endLine=3,title=NUM002,col=4,endColumn=9::")


def test_gitlab_issues_have_what_gitlab_asks_for() -> None:
    issues = json.loads(render("gitlab", [*FOUND, *FOUND]))
    assert len({issue["fingerprint"] for issue in issues}) == 4
    for issue in issues:
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
        assert issue["description"]
        assert issue["check_name"]


def test_rdjson_counts_bytes() -> None:
    [first, _] = json.loads(render("rdjson"))["diagnostics"]
    assert first["location"]["range"]["start"] == {"line": 3, "column": 10}
    assert first["suggestions"][0] == {
        "range": {"start": {"line": 3, "column": 10}, "end": {"line": 3, "column": 11}},
        "text": "〔",
    }


def test_jsonl_has_the_objects_of_json() -> None:
    assert [json.loads(line) for line in render("jsonl").splitlines()] == json.loads(render("json"))


def test_turtle_is_a_shacl_report_with_quality_annotations() -> None:
    triples = [quad.triple for quad in ox.parse(render("turtle"), format=ox.RdfFormat.TURTLE)]
    kinds = [t.object for t in triples if t.predicate.value == vocab.expand("rdf:type")]
    for curie, number in (("sh:ValidationReport", 1), ("sh:ValidationResult", 2), ("dqv:QualityAnnotation", 2)):
        assert kinds.count(ox.NamedNode(vocab.expand(curie))) == number


def test_a_turtle_report_has_names_of_its_own() -> None:
    triples = [quad.triple for quad in ox.parse(render("turtle"), format=ox.RdfFormat.TURTLE)]
    nodes = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    assert sorted(node for node in nodes if node.startswith(vocab.BASE)) == [
        vocab.expand(f"rule:{code}") for code in CODES
    ]
    assert len({node.partition("#")[0] for node in nodes if node.startswith("urn:uuid:")}) == 1
    assert render("turtle") == render("turtle")
    assert render("turtle", []).partition("urn:uuid:")[2][:36] not in render("turtle")


def test_html_marks_the_text_and_asks_for_nothing() -> None:
    page = render("html")
    assert '安政发<mark class="error" title="NUM002">[2022]</mark>15号' in page
    assert "<script" not in page
    assert "src=" not in page.replace("default-src", "").replace("style-src", "")
    assert "clean.txt" in render("html", texts=(TEXT, CLEAN))


def test_html_of_a_long_text_shows_the_lines_around_findings() -> None:
    long = Text(Source("long.txt", "text/plain", b""), CHARS + "请做好防汛。\n" * 3000)
    page = render("html", linter.prepare(select=["NUM002"]).lint(long), texts=(long,))
    assert page.count('<div class="row">') < 20
    assert "[2022]" in page


def test_html_of_several_texts_begins_with_an_index_and_every_link_has_its_target() -> None:
    far = replace(FOUND[0], also=(FOUND[1].span,))
    page = render("html", [far, FOUND[1]], texts=(TEXT, CLEAN))
    tree = html.fromstring(page)
    rows = [[html.tostring(cell, method="text", encoding="unicode") for cell in row] for row in tree.iter("tr")]
    assert rows == [["文件", "错误", "警告", "提示"], ["a b/文%.txt", "1", "1", ""], ["clean.txt", "", "", ""]]
    targets = re.findall('href="#([^"]+)"', page)
    assert set(targets) == {"top", "t1", "t2", "f1", "f2", "t1l7"}
    assert all(page.count(f' id="{target}"') == 1 for target in targets)
    assert "<nav" not in render("html")
