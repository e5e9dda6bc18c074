"""Administrative areas: the code an address begins with, the areas above it, and codes by name (GB/T 2260)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lod import resources

NATION = "100000"
LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an area lies: its bounding box and its centre, in degrees as they are written, about a kilometre exact."""

    west: str
    south: str
    east: str
    north: str
    longitude: str
    latitude: str


def area_of(address: str) -> str:
    """The area code an address begins with.

    >>> area_of("140826/unit/caizhengju")
    '140826'
    """
    return address.partition("/")[0]


def lineage(area: str) -> list[str]:
    """The code of an area and of those above it, up to the nation.

    >>> lineage("140826")
    ['140826', '140800', '140000', '100000']
    """
    steps = [area]
    if re.fullmatch(r"[0-9]{6}", area):
        steps += [area[:4] + "00", area[:2] + "0000", NATION]
    return list(dict.fromkeys(steps))


def extent(area: str) -> Extent | None:
    """Where the area of a code lies; None for a code that GB/T 2260 does not have.

    >>> extent("140826").longitude, extent("999999")
    ('111.64', None)
    """
    return _extents().get(area)


def standard_code(name: str) -> str | None:
    """The code of the area a name begins with, where GB/T 2260 has one area of that name only.

    >>> standard_code("绛县人民政府"), standard_code("朝阳区人民政府")
    ('140826', None)
    """
    codes = _standard_areas()
    for end in range(min(len(name), LONGEST_NAME), 1, -1):
        found = codes.get(name[:end], ())
        if found:
            return found[0] if len(found) == 1 else None
    return None


@cache
def _standard_areas() -> Mapping[str, tuple[str, ...]]:
    # Half a megabyte of names: only a text of an authority that no registry knows pays for them.
    from gb2260.data import data

    found: dict[str, tuple[str, ...]] = {}
    for code, name in data[None].items():
        found[name] = (*found.get(name, ()), str(code))
    return found


@cache
def _extents() -> Mapping[str, Extent]:
    written = (resources.path("registry") / "extents.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in written.splitlines() if not line.startswith("#"))
    return {code: Extent(*degrees) for code, *degrees in rows}
