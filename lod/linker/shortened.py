"""Short forms among units that no registry knows: 县发改局 beside 县发展和改革局 is the same bureau."""

from __future__ import annotations

from collections.abc import Iterable

from lod import lazy
from lod.model import Entity
from lod.registry import abbreviates

# Names of these kinds are shortened by leaving characters out; 县中医院 is not short for 县中西医结合医院.
SHORTENED = lazy.regex("(?:局|厅|政府|管委会|委员会|中心)$")


def shortened(entities: Iterable[Entity]) -> dict[str, str]:
    """Addresses of clustered units whose names are short for that of exactly one other, and the address of that one.

    Collectives (各乡镇人民政府) and units that a registry knows take no part: 各镇 leaves something out on purpose.

    >>> named = [Entity(name, "Unit", name) for name in ("县工信局", "县工信科局", "县工业和信息化科技局", "县公安局")]
    >>> shortened(named)
    {'县工信局': '县工业和信息化科技局', '县工信科局': '县工业和信息化科技局'}
    """
    groups: dict[tuple[str, str], list[Entity]] = {}
    for entity in entities:
        if entity.kind == "Unit" and not entity.known and entity.unit_kind is None and SHORTENED.search(entity.label):
            groups.setdefault((entity.label[0], entity.label[-1]), []).append(entity)
    found: dict[str, str] = {}
    for group in groups.values():
        fuller = {e.address: [other for other in group if abbreviates(e.label, other.label)] for e in group}
        for address, others in fuller.items():
            fullest = [other.address for other in others if not fuller[other.address]]
            if len(fullest) == 1:
                found[address] = fullest[0]
    return found
