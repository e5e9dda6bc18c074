"""Forms of a fault that a rule finds and does not mend."""

from __future__ import annotations

import pytest

from tests.rules.test_examples import judge, lint

FORMS = (
    ("NUM003", "安政发〔二〇二三〕1号"),
    ("NUM004", "安政发〔2023〕第十四号"),
    ("NUM002", "安政发2023〔4〕号"),
    ("CIT003", "安政发〔2023〕14号\n\n各乡镇：\n\n《关于预算的意见》（清政发〔二〇二一〕9号）已经印发。"),
    ("CIT006", "安政发〔2023〕14号\n\n各乡镇：\n\n依照《中华人民共和国食品安全法》第110条规定检查。"),
)


@pytest.mark.parametrize(("code", "chars"), FORMS)
def test_a_form_that_nothing_mends_is_found(code: str, chars: str) -> None:
    found = lint(judge(code).ruleset.rules[code], chars)
    assert found
    assert all(diagnostic.fix is None for diagnostic in found)
