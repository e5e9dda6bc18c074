"""The authority files: every printed unit is one entity, no form is two, and each identity has its evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, parse

from lod import resources, vocab

BASE = "https://example.org/"
FOLDER = resources.path("registry")
LABELS = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
SEPARATOR = re.compile("[、，,]")
FIELD = re.compile(r"(牵头单位|配合单位)\s*[:：](.*)")
STOP = re.compile(r"牵头领导|牵头单位|配合单位|\d+\.|[一二三四五六七八九十]+、|绛县人民政府办公室")
GROUP = re.compile(r"[（(]牵头单位[:：]([^（）()]*?)[，,]\s*配合单位[:：](.*?)[）)]\n", re.S)

Values = dict[str, dict[str, list[str]]]


def registry() -> Values:
    """Address below the base -> property -> values; the registry must hold without any base of its own."""
    values: Values = defaultdict(lambda: defaultdict(list))
    for path in sorted(FOLDER.glob("*.ttl")):
        for triple in parse(path=str(path), base_iri=BASE):
            assert not isinstance(triple.subject, BlankNode), triple
            assert not isinstance(triple.object, BlankNode), triple
            subject = str(getattr(triple.subject, "value", "")).removeprefix(BASE)
            term = triple.object
            value = str(getattr(term, "value", "")).removeprefix(BASE)
            property = vocab.shorten(triple.predicate.value)
            values[subject][property].append(value)
            if isinstance(term, Literal) and term.language:
                values[subject][f"{property}@{term.language}"].append(value)
    return values


DATA = registry()


def of_class(name: str) -> dict[str, dict[str, list[str]]]:
    return {s: v for s, v in DATA.items() if vocab.expand("gz:" + name) in v["rdf:type"]}


UNITS = of_class("Unit")
COUNTY = {s: v for s, v in UNITS.items() if s.startswith("140826/")}


def owners(units: dict[str, dict[str, list[str]]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject, values in units.items():
        for label in LABELS:
            for form in values[label]:
                found[form].add(subject)
    return found


OWNERS = owners(UNITS)


def canonical(form: str) -> str:
    (subject,) = OWNERS[form]
    (label,) = UNITS[subject]["skos:prefLabel"]
    return label


def split(text: str) -> list[str]:
    return [name for name in SEPARATOR.split(re.sub(r"\s", "", text).rstrip("。")) if name]


def task_lists(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line and names of each list of a task, joined over wrapped lines and pages."""
    for at, line in enumerate(lines):
        if not (match := FIELD.match(line)):
            continue
        text, after = match[2], at + 1
        while after < len(lines) and not STOP.match(lines[after]):
            text, after = text + lines[after], after + 1
        yield at, split(text)


def group_lists(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The same for the groups of measures, whose two lists stand in one pair of brackets."""
    text = "\n".join(lines)
    # An outer bracket that was printed twice would end the list early.
    for match in GROUP.finditer(re.sub(r"[（(](?=[^（）()]*（)", "（", text)):
        line = text.count("\n", 0, match.start())
        yield line, split(match[1])
        yield line, split(match[2])


def all_lists(lines: list[str]) -> list[tuple[int, list[str]]]:
    return [*task_lists(lines), *group_lists(lines)]


def test_the_lists_are_those_of_89_tasks_and_5_groups(gazette_lines: list[str]) -> None:
    assert len(list(task_lists(gazette_lines))) == 2 * 89
    assert [len(names) for _, names in group_lists(gazette_lines)] == [1, 9, 1, 21, 1, 24, 1, 15, 1, 13]


def test_every_listed_name_is_exactly_one_unit(gazette_lines: list[str]) -> None:
    names = {name for _, names in all_lists(gazette_lines) for name in names}
    assert len(names) > 100
    assert {name: OWNERS.get(name, set()) for name in names if len(OWNERS.get(name, set())) != 1} == {}


def test_no_form_belongs_to_two_units() -> None:
    assert {form: subjects for form, subjects in OWNERS.items() if len(subjects) > 1} == {}


def test_forms_taken_for_one_unit_never_stand_in_one_list(gazette_lines: list[str]) -> None:
    """The evidence behind the merged names: a list that has both would show that they are two bodies."""
    for line, names in all_lists(gazette_lines):
        forms = defaultdict(set)
        for name in names:
            forms[canonical(name)].add(name)
        assert all(len(printed) == 1 for printed in forms.values()), (line, forms)


def test_only_one_list_repeats_a_unit(gazette_lines: list[str]) -> None:
    repeated = {
        line: [name for name, count in Counter(map(canonical, names)).items() if count > 1]
        for line, names in all_lists(gazette_lines)
    }
    assert {line: names for line, names in repeated.items() if names} == {1651: ["县发展和改革局"]}


@pytest.mark.parametrize(
    "row",
    [
        "县发展和改革局 县发展和改革委员会 县发改局",
        "县工业和信息化科技局 县工业和信息化和科技局 县工业信息化和科技局 县工信局 县工信科局",
        "国网绛县供电公司 国网络县供电公司",
        "磨里镇人民政府 么里镇人民政府",
        "县果业发展中心 县果业中心",
        "县招商投资促进中心 县招商投资中心",
        "绛县经济开发区管委会 开发区管委会 县经济开发区管委会 绛县开发区管委会 绛县经济开发区",
        "国家税务总局绛县税务局 县税务局",
        "市生态环境局绛县分局 县生态环境局",
        "绛县人民政府办公室 县人民政府办公室 县政府办公室 县政府办",
        "绛县人民政府 县人民政府 县政府",
        "绛县人民法院 县人民法院",
        "县行政审批服务管理局 县行政审批局",
        "县卫生健康和体育局 县卫体局",
        "各乡镇人民政府 各乡（镇）人民政府 各乡(镇)人民政府",
    ],
)
def test_one_body_under_several_names(row: str) -> None:
    name, *forms = row.split()
    assert {canonical(form) for form in [name, *forms]} == {name}


@pytest.mark.parametrize(
    "row",
    [
        "县邮政局 中国邮政绛县分公司",
        "各镇人民政府 各乡镇人民政府 各相关乡镇人民政府",
        "县人民医院 县中医医院",
        "县直各单位 县直各有关单位 县直各相关单位",
        "县银监办 县金融办 人行绛县支行",
        "县水务局 县税务局",
        "县人大 县人大常委会",
        "县林业局 县农业农村局",
    ],
)
def test_different_bodies_stay_apart(row: str) -> None:
    names = row.split()
    assert len({canonical(name) for name in names}) == len(names)


def test_each_joint_body_has_its_own_members(gazette_lines: list[str]) -> None:
    collectives = {s: v for s, v in COUNTY.items() if v["gz:memberUnitsOf"]}
    printed = {name for _, names in all_lists(gazette_lines) for name in names if name.endswith("成员单位")}
    assert {v["skos:prefLabel"][0] for v in collectives.values()} == printed
    for values in collectives.values():
        (body,) = values["gz:memberUnitsOf"]
        assert values["skos:prefLabel"] == [UNITS[body]["skos:prefLabel"][0] + "成员单位"]


def test_the_towns_are_the_townships_without_the_two_xiang() -> None:
    (townships,) = OWNERS["各乡镇人民政府"]
    (towns,) = OWNERS["各镇人民政府"]
    every = {canonical(UNITS[s]["skos:prefLabel"][0]) for s in UNITS[townships]["gz:memberUnit"]}
    assert every == {v["skos:prefLabel"][0] for v in UNITS.values() if "gz:township" in kind(v)}
    assert len(every) == 10
    assert every - {UNITS[s]["skos:prefLabel"][0] for s in UNITS[towns]["gz:memberUnit"]} == {
        "郝庄乡人民政府",
        "冷口乡人民政府",
    }


def kind(values: dict[str, list[str]]) -> list[str]:
    return [vocab.shorten(iri) for iri in values["gz:unitKind"]]


def test_every_unit_has_one_label_one_kind_and_known_neighbours() -> None:
    for subject, values in UNITS.items():
        assert len(values["skos:prefLabel@zh"]) == 1, subject
        assert len(kind(values)) == 1, subject
        assert subject.isascii()
        for property in ("org:subOrganizationOf", "gz:memberUnit", "gz:memberUnitsOf"):
            assert set(values[property]) <= set(UNITS), subject
        assert ("gz:collective" not in kind(values)) or not values["org:subOrganizationOf"]


def test_alternative_labels_are_printed_and_hidden_ones_are_not(gazette_lines: list[str]) -> None:
    text = re.sub(r"[\s*]", "", "".join(gazette_lines))
    longest_first = sorted(OWNERS, key=len, reverse=True)
    printed = set(re.findall("|".join(map(re.escape, longest_first)), text))
    for subject, values in COUNTY.items():
        assert set(values["skos:altLabel"]) <= printed, subject
        assert not set(values["skos:hiddenLabel"]) & printed, subject


def test_every_name_form_is_a_label_with_its_reason_and_place(gazette_lines: list[str]) -> None:
    forms = of_class("NameForm")
    assert len(forms) > 20
    for subject, values in forms.items():
        (entity,), (form,) = values["gz:formOf"], values["gz:form"]
        assert form in DATA[entity]["skos:altLabel"], subject
        assert subject.startswith(entity + "/form/")
        assert values["rdfs:comment@zh"]
        assert values["rdfs:comment@en"]
        place = re.fullmatch(r"绛县人民政府公报2023年第1期，第(\d+)行", values["dct:source"][0])
        assert place
        line = int(place[1])
        assert form in re.sub(r"\s", "", "".join(gazette_lines[line : line + 3])), subject


def test_the_lines_that_reasons_name_exist(gazette_lines: list[str]) -> None:
    for subject, values in of_class("NameForm").items():
        for run in re.findall(r"第([\d、—]+)行", values["rdfs:comment@zh"][0]):
            for line in map(int, re.split("[、—]", run)):
                assert gazette_lines[line].strip(), (subject, line)


@pytest.mark.parametrize("form", ["国网络县供电公司", "么里镇人民政府", "王大风"])
def test_misprints_are_recorded_as_misprints(form: str) -> None:
    (values,) = [v for v in of_class("NameForm").values() if v["gz:form"] == [form]]
    assert [vocab.shorten(iri) for iri in values["gz:formKind"]] == ["gz:misprint"]


def test_officials_are_names_only(gazette_lines: list[str]) -> None:
    officials = of_class("Official")
    names = {v["foaf:name"][0] for v in officials.values()}
    text = re.sub(r"\s", "", "".join(gazette_lines))
    leaders = {name for names_ in re.findall(r"[:：]?([一-鿿]{2,3})副?县长负责的工作", text) for name in [names_]}
    assert {name.removesuffix("副") for name in leaders} <= names
    assert all(name in text for name in names)
    assert set().union(*officials.values()) <= {
        "rdf:type", "foaf:name", "skos:prefLabel", "skos:prefLabel@zh", "skos:altLabel", "skos:altLabel@zh",
    }  # fmt: skip
    (wang,) = [v for v in officials.values() if v["foaf:name"] == ["王大凤"]]
    assert wang["skos:altLabel@zh"] == ["王大风"]


@pytest.mark.parametrize(
    ("code", "issuer", "organ"),
    [
        ("绛政发", "140826/unit/renminzhengfu", "renminzhengfu"),
        ("绛政办发", "140826/unit/renminzhengfu-bangongshi", "renminzhengfu"),
        ("绛政办规备字", "140826/unit/renminzhengfu-bangongshi", "renminzhengfu"),
        ("运政办发", "140800/unit/renminzhengfu-bangongshi", "renminzhengfu"),
        ("晋政发", "140000/unit/renminzhengfu", "renminzhengfu"),
        ("国办发", "100000/unit/guowuyuan-bangongting", "guowuyuan"),
        ("国令", "100000/unit/guowuyuan", "guowuyuan"),
    ],
)
def test_agency_codes(code: str, issuer: str, organ: str) -> None:
    (values,) = [v for v in of_class("AgencyCode").values() if v["gz:code"] == [code]]
    assert values["gz:codeOf"] == [issuer]
    assert values["gz:organ"] == [organ]


def test_agency_codes_point_to_what_is_there_and_are_addressed_by_area_and_pinyin() -> None:
    codes = of_class("AgencyCode")
    areas = of_class("Area")
    for subject, values in codes.items():
        (area,) = values["gz:area"]
        assert area in areas
        assert values["gz:codeOf"][0] in UNITS
        assert subject == f"{area.removeprefix('area/')}/agency-code/{vocab.pinyin(values['gz:code'][0])}"
    assert len({tuple(v["gz:code"]) for v in codes.values()}) == len(codes)


def test_areas_lead_up_to_the_state() -> None:
    areas = of_class("Area")
    assert len([s for s in areas if s.endswith("0000")]) == 1 + 34
    assert areas["area/140826"]["skos:prefLabel@zh"] == ["绛县"]
    assert areas["area/140826"]["gz:shortName"] == ["绛"]
    for subject, values in areas.items():
        assert subject == "area/" + values["gz:areaCode"][0]
        assert subject == "area/100000" or values["gz:partOf"][0] in areas
    short = [name for v in areas.values() for name in v["gz:shortName"]]
    assert len(short) == len(set(short))


def test_look_alikes_are_groups_of_single_characters() -> None:
    lines = (FOLDER / "lookalikes.tsv").read_text(encoding="utf-8").splitlines()
    groups = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(groups) >= 100
    for group in groups:
        assert len(set(group)) == len(group) >= 2, group
        assert all(len(character) == 1 for character in group), group
    pairs = {frozenset((a, b)) for group in groups for a in group for b in group if a != b}
    for a, b in ("干千", "风凤", "绛络", "么磨", "未末", "戊戌", "侯候"):
        assert frozenset((a, b)) in pairs
