"""Looking names up: exact form, normal form, short form, look-alike; in that order, own area first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from lod import lazy
from lod.model import Entity, NameForm
from lod.registry.areas import LONGEST_NAME, area_of, lineage, standard_code

SHORTEST_SHORT_FORM = 4
JOINING = lazy.regex("[和与及]")
# One character of a short name says too little of the rest.
SHORTEST_MISPRINT = {"Unit": 5, "Official": 2}


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """Which body issues under a 机关代字 (GB/T 9704-2012 7.2.5), and the segments of its documents' addresses."""

    code: str
    area: str
    organ: str
    slug: str
    unit: str


@dataclass(frozen=True)
class Registry:
    """All authority files together. Addresses are below the base IRI.

    `entities` and `hidden` (forms not to be shown) go by address, `codes` by 机关代字, `areas` from area code to name,
    `area_names` back, `posts` from title to slug, `lookalikes` from a character to those that are taken for it.
    `departments` are the usual names of departments, each with the first of those that one department goes by.
    `shapes` and `sounds` are groups of characters that look or sound alike, wider than `lookalikes`.

    >>> from lod.registry.files import load
    >>> address, form = load().lookup("Unit", "绛县发展改革局", "140826")
    >>> address, form.kind
    ('140826/unit/fazhan-he-gaigeju', 'gz:variantForm')
    """

    entities: Mapping[str, Entity]
    hidden: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, AgencyCode]
    areas: Mapping[str, str]
    area_names: Mapping[str, str]
    posts: Mapping[str, str]
    lookalikes: Mapping[str, frozenset[str]]
    triples: tuple[ox.Triple, ...] = field(repr=False)
    departments: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()

    @cached_property
    def department_keys(self) -> Mapping[str, str]:
        """The usual names of departments without 和, 与 and 及, each with the first name of its department."""
        return {JOINING.sub("", name): first for name, first in self.departments.items()}

    def department(self, name: str) -> str | None:
        """The first name of the department that a name without its area is usual for; 厅 is the 局 of a province.

        >>> from lod.registry.files import load
        >>> load().department("自然资源与规划厅"), load().department("规划建设局")
        ('自然资源局', None)
        """
        key = JOINING.sub("", name)
        return self.department_keys.get(f"{key[:-1]}局" if key.endswith("厅") else key)

    @cached_property
    def by_form(self) -> Mapping[tuple[str, str, str], str]:
        """(area, kind, printed form) -> address."""
        found: dict[tuple[str, str, str], str] = {}
        for address, entity in self.entities.items():
            forms = [entity.label, *(form.form for form in entity.forms), *self.hidden.get(address, ())]
            for form in forms:
                found.setdefault((area_of(address), entity.kind, form), address)
        return found

    @cached_property
    def by_key(self) -> Mapping[tuple[str, str, str], str | None]:
        """(area, kind, normal form) -> address; None where two entities share it."""
        found: dict[tuple[str, str, str], str | None] = {}
        for (area, kind, form), address in self.by_form.items():
            key = (area, kind, self.normal(kind, form, area))
            found[key] = address if found.get(key, address) == address else None
        return found

    def normal(self, kind: str, printed: str, area: str) -> str:
        """A name without what spellings of one body differ in: brackets, 和/与/及, 管理委员会, the area's own name.

        Of an official's name (`kind` is ``Official``) only white space and brackets go: 李和平 is not 李平.

        >>> from lod.registry.files import load
        >>> load().normal("Unit", "绛县住房和城乡建设（管理）局", "140826")
        '县住房城乡建设管理局'
        """
        name = re.sub(r"[（）()\s]", "", printed)
        if kind == "Official":
            return name
        name = name.replace("管理委员会", "管委会")
        own = self.areas.get(area, "")
        if own and name.startswith(own) and len(name) > len(own) + 1:
            name = own[-1] + name[len(own) :]
        return JOINING.sub("", name)

    def lookup(self, kind: str, printed: str, area: str) -> tuple[str, NameForm | None] | None:
        """The entity that a printed name means in an area, and how it was told where that is not by an exact form.

        `kind` is ``Unit`` or ``Official``, `area` an area code. Own area first, then the areas above it; short forms
        and misprints are those of the own area only. None where nothing fits, or more than one thing does.
        """
        for where in lineage(area):
            exact = self.by_form.get((where, kind, printed))
            if exact:
                return exact, None
        for where in lineage(area):
            same = self.by_key.get((where, kind, self.normal(kind, printed, where)))
            if same:
                return same, _form(printed, "gz:variantForm", self.entities[same].label, _SPELLING)
        return self._short(kind, printed, area) or self._misprint(kind, printed, area)

    def _short(self, kind: str, printed: str, area: str) -> tuple[str, NameForm] | None:
        if kind != "Unit" or len(printed) < SHORTEST_SHORT_FORM:
            return None
        fits = {address for form, address in self._units(area) if abbreviates(printed, form)}
        return self._only(fits, printed, "gz:shortForm", _SHORT)

    def _misprint(self, kind: str, printed: str, area: str) -> tuple[str, NameForm] | None:
        if len(printed) < SHORTEST_MISPRINT[kind]:
            return None
        forms = ((area, kind, form) for form in self.misread(printed))
        fits = {self.by_form[form] for form in forms if form in self.by_form}
        return self._only(fits, printed, "gz:misprint", _MISPRINT)

    def _units(self, area: str) -> Iterator[tuple[str, str]]:
        return ((form, a) for (where, kind, form), a in self.by_form.items() if where == area and kind == "Unit")

    def _only(self, fits: set[str], printed: str, kind: str, why: tuple[str, str]) -> tuple[str, NameForm] | None:
        if len(fits) != 1:
            return None
        address = fits.pop()
        return address, _form(printed, kind, self.entities[address].label, why)

    def misread(self, name: str) -> Iterator[str]:
        """The names that differ from `name` by one character that looks or sounds like its counterpart.

        >>> from lod.registry.files import load
        >>> "冯干里" in load().misread("冯千里")
        True
        """
        for at, char in enumerate(name):
            for other in sorted(self.lookalikes.get(char, ())):
                yield f"{name[:at]}{other}{name[at + 1 :]}"

    def mistaken(self, char: str, heard: bool = False) -> set[str]:
        """The characters that one may be taken for, in the wider sense: the rest has to bear it out.

        By sight, and by sound as well where it is ``heard``.

        >>> from lod.registry.files import load
        >>> "柘" in load().mistaken("拓"), "菊" in load().mistaken("局"), "菊" in load().mistaken("局", heard=True)
        (True, False, True)
        """
        rows = (*self._seen.get(char, ()), *(self._heard.get(char, ()) if heard else ()))
        return {other for row in (*rows, self.lookalikes.get(char, ())) for other in row} - {char}

    def confused(self, name: str) -> Iterator[str]:
        """The names that one of a person may stand for: one character is another that looks or sounds like it.

        Of two characters one has to be a look-alike; surnames that only sound alike (章, 张) are told apart.

        >>> from lod.registry.files import load
        >>> found = set(load().confused("李文杰"))
        >>> [name in found for name in ("李文洁", "黎文杰", "李文杰", "李文")]
        [True, False, False, False]
        """
        if len(name) == 2:
            yield from self.misread(name)
        for at, char in enumerate(name) if len(name) > 2 else ():
            for other in self.mistaken(char, heard=at > 0):
                yield f"{name[:at]}{other}{name[at + 1 :]}"

    @cached_property
    def _seen(self) -> Mapping[str, list[str]]:
        return _rows_of(self.shapes)

    @cached_property
    def _heard(self) -> Mapping[str, list[str]]:
        return _rows_of(self.sounds)

    def area_named(self, name: str) -> str | None:
        """The code of the area a body's name begins with (绛县人民政府 -> 140826), or None.

        The registry's own areas first, then the names of GB/T 2260 that mean one place only.
        """
        for end in range(min(len(name), LONGEST_NAME), 1, -1):
            code = self.area_names.get(name[:end])
            if code:
                return code
        return standard_code(name)


def _rows_of(rows: tuple[str, ...]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        for char in row:
            found.setdefault(char, []).append(row)
    return found


def abbreviates(short: str, full: str) -> bool:
    """Whether a name (not empty) is another with characters left out, its first and last kept.

    A name that the other only goes on from (市公安局, 市公安局交通管理局) is a body of its own.

    >>> abbreviates("县发改局", "县发展和改革局"), abbreviates("县水务局", "县林业局")
    (True, False)
    """
    if len(short) >= len(full) or short[0] != full[0] or short[-1] != full[-1] or full.startswith(short):
        return False
    rest = iter(full)
    return all(char in rest for char in short)


_SPELLING = (
    "写法不同，去掉“和”、括号和地名后相同",
    "spelt differently; the same without 和, brackets and the area's name",
)
_SHORT = (
    "简称，逐字见于全称，且只有这一个单位相合",
    "short form: its characters stand in this name in order, and in no other",
)
_MISPRINT = ("与登记名只差一个形近或音近字", "differs from the registered name by one look-alike character")


def _form(printed: str, kind: str, label: str, why: tuple[str, str]) -> NameForm:
    return NameForm(printed, kind, f"{why[0]}（{label}）", f"{why[1]} ({label})")
