"""Totals, rates and declared counts: what is compared with what, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lod.model import Part, Source, Text
from lod.parser import parse, rates, totals
from lod.parser.lines import Joined


def joined(chars: str) -> Joined:
    return Joined(chars, tuple(range(len(chars))))


@pytest.mark.parametrize(
    ("chars", "total", "parts"),
    [
        ("下达资金2400万元，其中用于道路建设1200万元，用于水利设施800万元，用于环境整治600万元。", "2400万元", "2600"),
        ("安排资金6200万元，其中工程建设资金4800万元、维修养护资金1400万元。", "6200万元", "6200"),
        ("总投资320亿元的60个项目，其中续建项目35个、新开工项目25个，完成投资110亿元。", "60个", "60"),
        ("审结42件。审结案件中，维持26件，撤销6件，终止10件。", "42件", "42"),
        ("现有村120个，今年改造20个、提升30个，共50个。", "50个", "50"),
        ("收入12.60亿元，比上年增加0.60亿元，其中税收8.19亿元、非税4.41亿元。", "12.60亿元", "12.6"),
    ],
)
def test_parts_are_added_to_the_total_they_belong_to(chars: str, total: str, parts: str) -> None:
    [found] = totals.read(joined(chars))
    assert (found.get("nif:anchorOf"), found.get("gz:partsSum")) == (total, Decimal(parts))


@pytest.mark.parametrize(
    "chars",
    [
        "每个乡镇建设3处、每个村建设1处，共60处。",
        "检查3次、整改5件，共5个。",
        "完成投资约50亿元，其中工业约20亿元、农业约10亿元。",
        "投资48.6亿元，其中工业投资21.3亿元，新增贷款80亿元。",
    ],
)
def test_what_is_no_list_of_parts_has_no_total(chars: str) -> None:
    assert list(totals.read(joined(chars))) == []


@pytest.mark.parametrize(
    ("chars", "implied"),
    [
        ("财政总收入9.8亿元，较2022年的9.2亿元增收0.6亿元，增幅8.5%。", "0.6 6.5"),
        ("床位由2015年的1200张增加到2020年的1800张，增长60%。", "50.0"),
        ("发现问题86个，已整改79个，整改率93.0%。", "91.9"),
        ("检查平台120个，其中合格114个、不合格6个，合格率为96.5%。", "95.0"),
        ("老年人口7.2万人，占常住人口的25%；全区常住人口为36万人。", "20.0"),
        ("人均收入29160元，比上年增长8.0%，上年为27000元。", "8.0"),
        ("时限为4157个工作日，现压缩到654个工作日，平均压缩84.27%。", "84.27"),
    ],
)
def test_a_rate_follows_from_the_figures_beside_it(chars: str, implied: str) -> None:
    assert [found.get("gz:impliedValue") for found in rates.read(joined(chars))] == list(map(Decimal, implied.split()))


@pytest.mark.parametrize(
    "chars",
    [
        "审查文件14件，提出意见37条，向市政府备案9件，备案率100%。",
        "覆盖率达到75%，提高15个百分点。",
        "地区生产总值200.0亿元，比上年增加9.0亿元，按不变价格计算增长5.6%。",
        "满意231件、基本满意58件、不满意23件，满意率92.6%。",
    ],
)
def test_a_rate_whose_base_is_elsewhere_is_left_alone(chars: str) -> None:
    assert list(rates.read(joined(chars))) == []


def counted(chars: str) -> list[tuple[object, object, object]]:
    root = parse(Text(Source("a.txt", "text/plain", b""), chars)).root
    found = [part for part in root.walk() if part.kind == "Enumeration"]
    return [_said(part) for part in found]


def _said(part: Part) -> tuple[object, object, object]:
    return part.get("gz:declaredCount"), part.get("gz:listedCount"), part.get("gz:isOpen")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("任务包括以下4项：\n（一）修渠；\n（二）筑堤；\n（三）巡查。", [(4, 3, False)]),
        ("可以采取以下一项或者多项措施：\n（一）停产；\n（二）限产。", []),
        ("目录（共14个）\n一、乡镇（2个）\n甲乙镇、丙丁镇\n二、街道（3个）", [(14, 5, False), (2, 2, False)]),
        ("灾害分为特大型、大型、中型、小型五级。", [(5, 4, False)]),
        ("修订《甲乙预案》《丙丁预案》等8个预案。", [(8, 2, True)]),
        ("在文化路、人民路、建设路等12条道路开展整治。", []),
    ],
)
def test_what_is_declared_is_counted_below_or_beside(lines: str, found: list[tuple[object, object, object]]) -> None:
    assert counted(f"安山县人民政府关于做好工作的通知\n\n各乡镇人民政府：\n\n{lines}\n")[: len(found) or None] == found
