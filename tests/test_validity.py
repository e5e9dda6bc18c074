"""Effect clauses, validity clauses and deadlines, as different texts word them."""

from __future__ import annotations

from datetime import date

import pytest

from lod.model import Part, Source, Span, Text
from lod.parser.validity import clauses

SIGNED = date(2023, 3, 20)


def said(chars: str, kind: str) -> list[tuple[str, object]]:
    text = Text(Source("a.txt", "text/plain", b""), chars)
    found = clauses(text, [Part("Paragraph", "para_1", Span(0, len(chars)))], SIGNED)
    return [(text.slice(part.span), part.get("gz:date")) for part in found if part.kind == kind]


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ("本办法自2023年5月1日起施行。", [("自2023年5月1日起施行", date(2023, 5, 1))]),
        ("本规定自印发之日起30日后施行。", [("自印发之日起30日后施行", None)]),
        ("执行期限为2019年1月1日至2023年12月31日。", [("执行期限为2019年1月1日", date(2019, 1, 1))]),
        ("本规定自２０１３年１月１日起施行。", [("自２０１３年１月１日起施行", date(2013, 1, 1))]),
        ("2019年5月1日起施行的《安山县停车收费规定》同时废止。", []),
        ("停车场自建成之日起向公安机关备案。", []),
    ],
)
def test_effect_clauses(chars: str, expected: list[tuple[str, object]]) -> None:
    assert said(chars, "EffectClause") == expected


@pytest.mark.parametrize(
    ("chars", "quotes"),
    [
        ("本办法自2023年5月1日起施行，有效期5年。", ["有效期5年"]),
        ("本办法自2023年5月1日起施行，有效期至2028年4月30日。", ["有效期至2028年4月30日"]),
        ("本规定自印发之日起施行，试行期两年。", ["试行期两年"]),
        ("采砂许可证由县水利局核发，有效期3年。", []),
    ],
)
def test_validity_clauses(chars: str, quotes: list[str]) -> None:
    assert [quote for quote, _ in said(chars, "ValidityClause")] == quotes


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ("请各单位于4月10日前报送。", [("4月10日", date(2023, 4, 10))]),
        ("2022年6月底前完成整改。", [("2022年6月底", date(2022, 6, 30))]),
        ("集中攻坚阶段（2023年1月至2月）。", [("2月", date(2023, 2, 28))]),
        ("冬训阶段（2022年11月至2月）。", [("2月", date(2023, 2, 28))]),
        ("检查时间为5月1日至5月20日。", [("5月20日", date(2023, 5, 20))]),
        ("统计时间为2022年1月1日至12月31日。", []),
        ("自查阶段（5月至6月）。", []),
        ("每年3月底前申报。", [("3月底", date(2023, 3, 31))]),
        ("每年1月底前申报。", [("1月底", date(2024, 1, 31))]),
        ("请于9月1日前、请于9月20日前分别报送。", [("9月1日", date(2023, 9, 1)), ("9月20日", date(2023, 9, 20))]),
        ("2022年6月底前完成的项目不再申报。", []),
        ("2022年工作已经结束，请于3月1日前报送。", [("3月1日", None)]),
        ("2025年起，每年1月底前完成。", []),
    ],
)
def test_deadlines(chars: str, expected: list[tuple[str, object]]) -> None:
    assert said(chars, "Deadline") == expected
