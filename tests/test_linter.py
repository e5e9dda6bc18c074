"""The whole road: any text gives diagnostics, none a traceback; texts together, unreadable sources, both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import linter, resources
from lod.model import Diagnostic, RuleError, Source, Text

NOTICE = """安山县人民政府关于防汛的通知

安政发[2022]15号

请做好防汛。

安山县人民政府

2022年06月01日
"""


def source(content: bytes, name: str = "a.txt") -> Source:
    return Source(name, "text/plain", content)


def codes(found: list[Diagnostic]) -> list[str]:
    return [diagnostic.rule.code for diagnostic in found]


@pytest.mark.parametrize("engine", linter.ENGINES)
def test_engines_give_the_same_diagnostics(engine: str) -> None:
    found = linter.prepare(engine=engine).judge([source(NOTICE.encode())])
    assert codes(found) == ["NUM002", "STR001", "PUB001", "DAT002", "DAT002"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["LNT005"]),
        (b"\x00\x01\xff\xfe\x80", ["LNT005"]),
        (b"Nothing of an official document.", ["LNT004"]),
        (b"a" * 5_000_000, ["LNT004"]),
        ("绛政发〔2023〕1号".encode(), []),
    ],
)
def test_what_is_no_document_is_told_of(content: bytes, expected: list[str]) -> None:
    assert codes(linter.prepare(select=["LNT"]).judge([source(content)])) == expected


def test_an_unreadable_source_does_not_hide_the_others() -> None:
    found = linter.prepare().judge([source(b"\x00\xff"), source(NOTICE.encode(), "b.txt")])
    assert [(d.rule.code, d.text.source.name) for d in found][:2] == [("LNT005", "a.txt"), ("NUM002", "b.txt")]


def test_two_texts_of_one_address_keep_their_own_findings() -> None:
    other = NOTICE.replace("[2022]", "〔2022〕").replace("请做好", "\n请认真做好")
    found = linter.prepare(select=["NUM002", "STR001"]).judge(
        [source(NOTICE.encode(), "a.txt"), source(other.encode(), "b.txt")]
    )
    told = [(d.rule.code, d.text.source.name, d.text.slice(d.span)) for d in found]
    assert told == [
        ("NUM002", "a.txt", "[2022]"),
        ("STR001", "a.txt", "请做好防汛"),
        ("STR001", "b.txt", "请认真做好防汛"),
    ]


def test_selecting_no_rule_finds_nothing() -> None:
    assert linter.prepare(select=["NUM"], ignore=["NUM"]).judge([source(NOTICE.encode())]) == []


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.text(max_size=200)
    | st.text("一二三（）().、：\n 年月日号〔〕[]《》“”各单位牵头配合领导附件公开第章条", max_size=120)
)
def test_no_text_makes_the_linter_raise(chars: str) -> None:
    judge = linter.prepare()
    text = Text(source(b""), chars)
    for diagnostic in judge.lint(text):
        assert 0 <= diagnostic.span.start <= diagnostic.span.end <= len(chars)
        assert diagnostic.message["zh"]
        assert diagnostic.message["en"]


def test_a_rule_that_an_office_adds_is_judged_before_it_judges(tmp_path: Path) -> None:
    own = (resources.path("shapes") / "NUM" / "NUM002.ttl").read_text(encoding="utf-8").replace("NUM002", "OWN001")
    (tmp_path / "OWN001.ttl").write_text(own, encoding="utf-8")
    assert codes(linter.prepare(["OWN"], rule_folders=[tmp_path]).judge([source(NOTICE.encode())])) == ["OWN001"]
    (tmp_path / "OWN001.ttl").write_text(own.replace('sh:pattern "令', 'sh:pattern "(?=x)令'), encoding="utf-8")
    with pytest.raises(RuleError, match=r"OWN001\.ttl.*look-around"):
        linter.prepare(["OWN"], rule_folders=[tmp_path])


def test_without_the_fast_engine_the_reference_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linter, "find_spec", lambda name: None)
    judge = linter.prepare(["NUM002"])
    assert judge.validate.__module__ == "lod.engines.reference"
    assert codes(judge.judge([source(NOTICE.encode())])) == ["NUM002"]
