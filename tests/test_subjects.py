"""What a text says it is about, and whether its title says the same."""

from __future__ import annotations

import pytest

from lod.parser.lines import Joined
from lod.parser.subjects import is_other, stated


@pytest.mark.parametrize(
    ("titled", "said", "expected"),
    [
        ("做好政府采购合同公开工作", "做好政府采购意向公开工作", True),
        ("开展夏季安全检查", "开展冬季安全检查", True),
        ("做好2024年教师资格认定", "开展2023年教师资格认定", True),
        ("加强城市供水管理工作", "进一步加强城市排水管理工作", True),
        ("做好春节期间值班工作", "做好节日期间值守工作", False),
        ("调整县安委会成员", "调整县安全生产委员会组成人员", False),
        ("延长电价政策", "延长有关政策", False),
        ("加强森林草原防灭火工作", "做好森林防火工作", False),
        ("做好全市防汛工作", "做好我市2024年防汛工作", False),
        ("", "做好防汛工作", False),
    ],
)
def test_two_subjects_are_told_from_two_wordings(titled: str, said: str, expected: bool) -> None:
    assert is_other(titled, said) is expected


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ("现就做好防汛工作有关事项通知如下：", ["做好防汛工作"]),
        ("经研究，现就加快防汛体系建设提出如下意见。", ["加快防汛体系建设"]),
        ("市水利局决定在全市开展防汛检查。", ["开展防汛检查"]),
        ("现就有关事项通知如下：", []),
        ("现将名单予以公布。", []),
    ],
)
def test_clauses_that_state_a_subject(chars: str, expected: list[str]) -> None:
    leaves = [Joined(chars, tuple(range(len(chars))))]
    found = stated("清水市人民政府关于做好防汛工作的通知", leaves)
    assert [part.get("nif:anchorOf") for part in found] == expected
    assert list(stated("防汛工作要点", leaves)) == []
