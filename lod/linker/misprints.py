"""Misprinted names of units that no registry knows: 财攻局 for 财政局, 么里镇人民政府 beside 磨里镇人民政府.

A name is taken for a misprint only on evidence: it is one character off the usual name of a department, or one
look-alike character off a name that the same text prints more often, and no list names both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from lod import lazy
from lod.model import NameForm
from lod.registry import Registry

AREA = lazy.regex("[\u4e00-\u9fff]{0,10}?(?:省|自治区|自治州|自治县|[市州盟县旗区镇乡])(?=[\u4e00-\u9fff]{3})")
# 安山县人民政府: whose text it is
GOVERNMENT = lazy.regex("^([\u4e00-\u9fff]{2,7}[县市区旗州])人民政府")
SHORTEST = 5  # characters of a name whose likeness to another one says something
SURE = 7  # from here on one other character is enough, whatever it looks like
MOST = 2  # a name that is printed more often is meant
MEANT = "和与及省市县区乡镇"
SUFFIXES = "局厅委办室处部科站队所院社会"
USUAL = ("与部门的通用名称只差一个字", "one character from the usual name of a department")
AREA_NAME = ("地名与发文机关的地名只差一个字", "the area is one character from that of the issuing body")
OFTENER = (
    "与文中更常见的单位名称只差一个形近字",
    "one look-alike character from a unit that the text names more often",
)


def misprints(
    counts: Mapping[str, int], lists: Collection[frozenset[str]], registry: Registry
) -> dict[str, tuple[str, NameForm]]:
    """For each name among `counts` that is a misprint: the right name, and the form with its reason.

    `counts` says how often each unknown unit is printed, `lists` which names stand in one list.

    >>> from lod.registry import load
    >>> found = misprints({"国网安山县供电公司": 3, "国网按山县供电公司": 1, "县财政局": 2, "县教盲局": 1}, [], load())
    >>> {wrong: right for wrong, (right, _) in found.items()}
    {'县教盲局': '县教育局'}
    """
    found: dict[str, tuple[str, NameForm]] = {}
    areas = Counter(
        match[1] for name, count in counts.items() for match in GOVERNMENT.finditer(name) for _ in range(count)
    )
    for name, count in counts.items():
        likely = usual(name, registry)
        elsewhere = _area(name, areas, registry)
        oftener = _oftener(name, count, counts, lists, registry)
        for right, why in ((likely, USUAL), (elsewhere, AREA_NAME), (oftener, OFTENER)):
            if right and name not in found:
                found[name] = right, NameForm(name, "gz:misprint", *why)
    return {wrong: (right, form) for wrong, (right, form) in found.items() if right not in found}


def usual(name: str, registry: Registry) -> str | None:
    """The name that one stands for which is a single character from the usual name of a department; else None.

    >>> from lod.registry import load
    >>> usual("县住房和城乡建没局", load()), usual("县住房和城乡建设局", load())
    ('县住房和城乡建设局', None)
    """
    match = AREA.match(name)
    bare = name[match.end() :] if match else name
    # A province has 厅 where a city has 局.
    end = "厅" if bare.endswith("厅") else ""
    bare = f"{bare[:-1]}局" if end else bare
    if bare in registry.departments:
        return None
    near = [other for other in registry.departments if _one_off(bare, other, registry)]
    right = near[0] if len(near) == 1 else ""
    return name[: len(name) - len(bare)] + (right[:-1] + end if end else right) if right else None


def _one_off(name: str, other: str, registry: Registry) -> bool:
    if len(name) != len(other):
        return False
    differ = [(one, two) for one, two in zip(name, other, strict=True) if one != two]
    if len(differ) != 1:
        return False
    [(one, two)] = differ
    # 办公厅, 办公室 and 规划与建设局, 规划和建设局 are names of their own.
    if {one, two} & set(MEANT) or (name[:-1] == other[:-1] and one in SUFFIXES):
        return False
    return len(name) >= SURE or two in registry.mistaken(one, heard=True)


def _area(name: str, areas: Mapping[str, int], registry: Registry) -> str | None:
    # 国家税务总局案山县税务局 in a text of 安山县人民政府; 安平县 is a place of its own.
    for area in areas:
        for start in range(len(name) - len(area) + 1 if len(area) > 2 else 0):
            printed = name[start : start + len(area)]
            differ = sum(one != other for one, other in zip(printed, area, strict=True))
            if differ == 1 and printed[-1] == area[-1] and printed not in areas and not registry.area_named(printed):
                return name[:start] + area + name[start + len(area) :]
    return None


def _oftener(
    name: str, count: int, counts: Mapping[str, int], lists: Collection[frozenset[str]], registry: Registry
) -> str | None:
    if len(name) < SHORTEST or count > MOST:
        return None
    for other in registry.misread(name):
        if counts.get(other, 0) > count and not any({name, other} <= named for named in lists):
            return other
    return None
