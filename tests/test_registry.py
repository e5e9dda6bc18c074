"""Looking names up: the order of the ways, what is refused, and what a broken authority file is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import registry
from lod.model import ConfigError, Entity
from lod.registry import Registry

CITY = "629900"
UNITS = """@prefix gz: <https://w3id.org/gongbao#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .

<area/629900> a gz:Area ; gz:areaCode "629900" ; skos:prefLabel "清水市"@zh .
<629900/unit/shuili> a gz:Unit ; skos:prefLabel "市水利局"@zh ; skos:hiddenLabel "清水水利局"@zh .
<629900/unit/zhujian> a gz:Unit ; skos:prefLabel "市住房和城乡建设局"@zh ; skos:altLabel "市住建局"@zh .
<629900/unit/zhufang> a gz:Unit ; skos:prefLabel "市住房保障中心建设局"@zh .
<629900/unit/kaifaqu> a gz:Unit ; skos:prefLabel "市开发区管委会"@zh .
<629900/unit/guowuyuan> a gz:Unit ; skos:prefLabel "清水国务局"@zh .
<629900/official/feng> a gz:Official ; foaf:name "冯千里" ; skos:prefLabel "冯千里"@zh .
<629900/official/liheping> a gz:Official ; foaf:name "李和平" ; skos:prefLabel "李和平"@zh .
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder = tmp_path_factory.mktemp("registry")
    (folder / "units.ttl").write_text(UNITS, encoding="utf-8")
    return registry.load([folder])


FOUND = [
    ("Unit", "市水利局", "unit/shuili", None),
    ("Unit", "清水水利局", "unit/shuili", None),  # hidden forms are looked up
    ("Unit", "市住建局", "unit/zhujian", None),
    ("Unit", "清水市水利局", "unit/shuili", "gz:variantForm"),  # the area's own name
    ("Unit", "市住房与城乡建设局", "unit/zhujian", "gz:variantForm"),
    ("Unit", "市开发区管理委员会", "unit/kaifaqu", "gz:variantForm"),
    ("Unit", "市住城建局", "unit/zhujian", "gz:shortForm"),
    ("Official", "冯干里", "official/feng", "gz:misprint"),
    ("Official", "冯 千里", "official/feng", "gz:variantForm"),
]


@pytest.mark.parametrize(("kind", "printed", "address", "how"), FOUND)
def test_a_name_is_found(known: Registry, kind: str, printed: str, address: str, how: str | None) -> None:
    hit = known.lookup(kind, printed, CITY)
    assert hit is not None
    assert (hit[0], hit[1].kind if hit[1] else None) == (f"{CITY}/{address}", how)


REFUSED = [
    ("Unit", ""),
    ("Unit", "局"),
    ("Unit", "和"),
    ("Official", ""),
    ("Official", "冯"),
    ("Official", "李平"),  # 和 is a part of the other's name
    ("Official", "市水利局"),  # a unit
    ("Unit", "市住建设局"),  # a short form of two units
    ("Unit", "市税务局"),
]


@pytest.mark.parametrize(("kind", "printed"), REFUSED)
def test_a_name_is_not_guessed(known: Registry, kind: str, printed: str) -> None:
    assert known.lookup(kind, printed, CITY) is None


def test_areas_above_are_asked_after_the_own_area(known: Registry) -> None:
    hit = known.lookup("Unit", "国务院", CITY)
    assert hit is not None
    assert hit[0].startswith("100000/")
    assert known.lookup("Unit", "市水利局", "100000") is None


def test_misread_names_differ_by_one_lookalike(known: Registry) -> None:
    found = list(known.misread("冯千里"))
    assert "冯干里" in found
    assert "冯千里" not in found
    assert all(sum(a != b for a, b in zip(name, "冯千里", strict=True)) == 1 for name in found)
    assert list(known.misread("")) == []


@pytest.mark.parametrize(
    ("name", "code"), [("清水市水利局", CITY), ("绛县人民政府", "140826"), ("朝阳区人民政府", None), ("", None)]
)
def test_area_named(known: Registry, name: str, code: str | None) -> None:
    assert known.area_named(name) == code


BROKEN = [
    ("units.ttl", "<a> <b> ", "units.ttl"),
    ("units.ttl", '@prefix gz: <https://w3id.org/gongbao#> .\n<code/x> a gz:AgencyCode ; gz:code "清政发" .', "code/x"),
    (
        "units.ttl",
        '@prefix gz: <https://w3id.org/gongbao#> .\n<area/1> a gz:Area ; gz:areaCode "1" .',
        "skos:prefLabel",
    ),
]


@pytest.mark.parametrize(("file", "content", "said"), BROKEN)
def test_a_broken_file_is_named(tmp_path: Path, file: str, content: str, said: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        registry.load([tmp_path])


def test_lookalikes_in_another_encoding_are_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "lookalikes.tsv").write_bytes("干\t千".encode("gb18030"))
    with pytest.raises(ConfigError, match=r"lookalikes\.tsv"):
        registry.load([tmp_path])


def test_an_entity_without_a_name_is_called_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "units.ttl").write_text("<629900/unit/x> a <https://w3id.org/gongbao#Unit> .", encoding="utf-8")
    assert registry.load([tmp_path]).entities["629900/unit/x"] == Entity(
        "629900/unit/x", "Unit", "629900/unit/x", known=True
    )
