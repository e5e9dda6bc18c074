"""The rule files themselves: complete, within the subset that both engines agree on, and compiled one by one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lod import registry, resources, rules
from lod.engines import fast
from lod.model import ConfigError, RuleError

SHAPES = resources.path("shapes")
META = (SHAPES / "meta.ttl").read_text(encoding="utf-8")
RULES = rules.load()
FIRST = """NUM002 NUM006 TTL004 STR001 PUB001 PUB002 DAT002 ATT004 TYP002 ORG005 PER001 TSK001 OCR001 GAZ001 NRM001
QTY004 LNT004 LNT005""".split()


def test_the_first_rules_are_there() -> None:
    assert set(FIRST) <= RULES.rules.keys()


def test_the_bundled_rules_keep_the_rules_about_rules() -> None:
    assert fast.judge(RULES, META) == []


def test_each_rule_compiles_alone() -> None:
    fast.check(RULES)


@pytest.mark.parametrize("code", RULES.rules)
def test_a_rule_shows_what_it_finds_and_what_it_leaves_alone(code: str) -> None:
    rule = RULES.rules[code]
    assert len({e.bad for e in rule.examples} - {None}) >= 2
    assert len({e.good for e in rule.examples} - {None}) >= 2
    assert rule.path == f"{rule.family}/{code}.ttl"


def test_confused_characters_are_in_the_table_of_look_alikes() -> None:
    known = registry.load().lookalikes
    query = (SHAPES / RULES.rules["OCR001"].path).read_text(encoding="utf-8")
    pairs = re.findall(r'STRENDS\(\?words, "(.)"\) && STRENDS\(\?others, "(.)"\)', query)
    assert pairs
    assert [pair for pair in pairs if pair[1] not in known.get(pair[0], "")] == []


MINIMAL = (SHAPES / "NUM" / "NUM002.ttl").read_text(encoding="utf-8")


def own_rule(folder: Path, old: str, new: str) -> Path:
    assert old in MINIMAL
    (folder / "NUM002.ttl").write_text(MINIMAL.replace(old, new), encoding="utf-8")
    return folder


def test_an_office_adds_and_replaces_rules_by_a_folder(tmp_path: Path) -> None:
    text = MINIMAL.replace("NUM002", "OWN001").replace("sh:Violation", "sh:Info")
    (tmp_path / "OWN001.ttl").write_text(text, encoding="utf-8")
    assert rules.load([tmp_path]).rules["OWN001"].severity == "info"


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigError, match="no folder of rules"):
        rules.load([Path("nowhere")])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"NUM002"', '"NUM003"'),
        ("dct:source", "dct:title"),
        ("lint:strength lint:Standard ;", ""),
        ("sh:severity sh:Violation ;", ""),
        ("sh:severity sh:Violation", "sh:severity sh:Fatal"),
        ("rdfs:comment", "rdfs:seeAlso"),
        ('"Year not enclosed in 〔〕"@en', '"Year"@fr'),
        ('lint:replace "〔$1$2〕"', 'lint:place "〔$1〕"'),
        ('lint:locate "', 'lint:locate "('),
        ("lint:Rule ;", "lint:Ruler ;"),
        ("@prefix sh:", "@prefix hs:"),
    ],
)
def test_a_broken_rule_is_told_with_its_file(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(RuleError, match=r"NUM002\.ttl"):
        rules.load([own_rule(tmp_path, old, new)])


def test_a_pattern_that_the_engine_refuses_is_told_with_its_file(tmp_path: Path) -> None:
    ruleset = rules.load([own_rule(tmp_path, 'sh:pattern "^第"', 'sh:pattern "令(?!x)"')])
    with pytest.raises(RuleError, match=r"NUM002\.ttl"):
        fast.validate([], ruleset)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('sh:pattern "^第"', 'sh:pattern "令(?!x)"', "look-around"),
        ('sh:pattern "^第"', 'sh:pattern "\\\\p{Han}"', "p{}"),
        ('sh:pattern "^第"', 'sh:pattern "(令)\\\\1"', "back-reference"),
        ('sh:pattern "^第"', 'sh:pattern "令" ; sh:flags "s"', "flags"),
        ("sh:property [", "sh:closed true ; sh:property [", "closed"),
        ('lint:bad "绛政发[2023]1号" ;', "", "bad"),
        ('lint:marked "[2023]" ;', "", "marked"),
        ('"The year of a document number is enclosed in 〔〕; this is “{quote}”."@en', '"?"@fr', "zh"),
        (
            "sh:property [",
            'sh:sparql [ sh:select "SELECT $this WHERE { VALUES $this { 1 } }" ] ; sh:property [',
            "DISTINCT",
        ),
        (
            "sh:property [",
            'sh:sparql [ sh:select "SELECT DISTINCT $this WHERE { MINUS { } }" ] ; sh:property [',
            "MINUS",
        ),
        (
            "sh:property [",
            'sh:sparql [ sh:select "SELECT DISTINCT $this { $this ?p ?d FILTER (YEAR(?d) > 2011) }" ] ; sh:property [',
            "as strings",
        ),
        (
            "sh:property [",
            "sh:sparql [ sh:select 'SELECT DISTINCT $this { $this ?p ?d FILTER (?d < \"2012-07-01\"^^xsd:date) }' ] ;"
            " sh:property [",
            "as strings",
        ),
    ],
)
def test_the_rules_about_rules_see_what_engines_differ_on(tmp_path: Path, old: str, new: str, said: str) -> None:
    try:
        found = fast.judge(rules.load([own_rule(tmp_path, old, new)]), META)
    except RuleError as error:
        found = [("NUM002", str(error))]
    assert any(code == "NUM002" and said in message for code, message in found), found


def test_a_rule_asks_no_other_server(tmp_path: Path) -> None:
    corpus = next(code for code, rule in RULES.rules.items() if rule.corpus)
    text = (SHAPES / RULES.rules[corpus].path).read_text(encoding="utf-8")
    head, query = text[: text.index("sh:select")], text[text.index("sh:select") :]
    query = query.replace("{", "{ SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }", 1)
    (tmp_path / f"{corpus}.ttl").write_text(head + query, encoding="utf-8")
    with pytest.raises(RuleError, match=rf"{corpus}\.ttl: SERVICE is not allowed"):
        rules.load([tmp_path])


def test_a_pipe_among_the_rules_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "OWN001.ttl")
    with pytest.raises(RuleError, match=r"OWN001\.ttl is not a file"):
        rules.load([tmp_path])


def test_a_wrong_word_is_told_by_one_rule() -> None:
    listed = [(code, word) for code, rule in rules.load().rules.items() for word in rule.words if len(word) > 1]
    told = {word: code for code, word in listed}
    assert [(code, word) for code, word in listed if told[word] != code] == []
