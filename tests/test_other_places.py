"""The same gazette printed elsewhere: nothing read from it may hang on this county, its people or its layout."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from lod import linker, linter, parser, readers, registry
from lod.model import Document, Source, Text

# Another county (芮城县, 140830), which no authority file knows, with other people and other years.
RENAMED = (
    ("国网络县", "国网芮城县"), ("绛县", "芮城县"), ("绛政", "芮政"), ("王大凤", "赵大凤"), ("王大风", "赵大风"),
    ("张瑞轩", "钱瑞轩"), ("2023", "2024"), ("2022", "2023"),
)  # fmt: skip
COUNTED = (
    "Document",
    "Article",
    "Task",
    "Measure",
    "HeadlineTarget",
    "Commitment",
    "Citation",
    "Attachment",
    "Heading",
)


def read(chars: str) -> Document:
    [document] = linker.link([parser.parse(Text(Source("a.txt", "text/plain", b""), chars))], registry.load())
    return document


def counts(document: Document) -> dict[str, int]:
    found = Counter(part.kind for part in document.root.walk())
    return {kind: found[kind] for kind in COUNTED}


@pytest.fixture(scope="module")
def chars(gazette_path: Path) -> str:
    return readers.read(readers.open_source(str(gazette_path))).chars


@pytest.fixture(scope="module")
def elsewhere(chars: str) -> str:
    for old, new in RENAMED:
        chars = chars.replace(old, new)
    return chars


def test_another_county_has_as_many_of_everything(chars: str, elsewhere: str) -> None:
    document = read(elsewhere)
    assert counts(document) == counts(read(chars))
    assert document.address == "140830/renminzhengfu/gongbao/2024/1"
    tasks = [part for part in document.root.walk() if part.kind == "Task"]
    assert all(task.get("gz:implements") for task in tasks)


def test_names_no_registry_knows_are_put_together_and_no_others(elsewhere: str) -> None:
    forms = {entity.label: {form.form for form in entity.forms} for entity in read(elsewhere).entities}
    assert forms["赵大凤"] == {"赵大风"}
    assert forms["县发展和改革局"] == {"县发改局"}
    assert forms["县工业和信息化科技局"] == {
        "县工业和信息化和科技局", "县工业信息化和科技局", "县工信局", "县工信科局",
    }  # fmt: skip
    apart = ("县邮政局", "中国邮政芮城县分公司", "各镇人民政府", "县中医医院", "县人民医院", "县水务局", "县林业局")
    assert all(forms[name] == set() for name in apart)


def test_the_rules_find_the_same_there(chars: str, elsewhere: str) -> None:
    # Which spelling of a unit is right the registry knows at home; elsewhere the text alone decides.
    judge = linter.prepare(ignore=["ORG002", "ORG004"])

    def found(text: str) -> Counter[tuple[str, int]]:
        diagnostics = judge.lint(Text(Source("a.txt", "text/plain", b""), text))
        return Counter((d.rule.code, d.text.position(d.span.start)[0]) for d in diagnostics)

    assert found(elsewhere) == found(chars)


def test_spellings_are_found_without_a_registry(elsewhere: str) -> None:
    judge = linter.prepare(select=["ORG002"])
    text = Text(Source("a.txt", "text/plain", b""), elsewhere)
    found = {d.text.slice(d.span) for d in judge.lint(text)}
    assert {"县工业和信息化科技局", "县工业和信息化和科技局", "县发展和改革局", "县果业中心", "县招商投资中心"} <= found


def test_blank_lines_between_lines_do_not_matter(chars: str) -> None:
    assert counts(read(re.sub("\n\n+", "\n", chars))) == counts(read(chars))


def test_without_contents_the_documents_are_found(chars: str) -> None:
    top = chars.index("目 录")
    without = (
        chars[:top] + chars[chars.index("政府工作报告\n\n——2023年2月16日", chars.index("绛政办发〔2023〕3号 (44)")) :]
    )
    assert counts(read(without)) == counts(read(chars))
