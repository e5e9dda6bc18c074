"""Authority files: names of units and officials to entities, agency codes to their bodies, areas to their codes.

The files are Turtle with addresses relative to the base. Which of two spellings is right is said there, with the
evidence; code only compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from lod import resources, vocab
from lod.model import ConfigError, Entity, NameForm

NATION = "100000"
SHORTEST_MISPRINT = {"Unit": 5, "Official": 2}


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """Which body issues under a 机关代字, and the segments of the addresses of its documents."""

    code: str
    area: str
    organ: str
    slug: str
    unit: str


@dataclass(frozen=True)
class Registry:
    """All authority files together. Addresses are below the base IRI."""

    entities: Mapping[str, Entity]
    hidden: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, AgencyCode]
    areas: Mapping[str, str]
    area_names: Mapping[str, str]
    posts: Mapping[str, str]
    lookalikes: Mapping[str, frozenset[str]]
    triples: tuple[ox.Triple, ...] = field(repr=False)

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
            key = (area, kind, self.normal(form, area))
            found[key] = address if found.get(key, address) == address else None
        return found

    def normal(self, printed: str, area: str) -> str:
        """A name without what spellings of one body differ in: brackets, 和/与/及, 管理委员会, the area's own name."""
        name = re.sub(r"[（）()\s]", "", printed).replace("管理委员会", "管委会")
        own = self.areas.get(area, "")
        if own and name.startswith(own) and len(name) > len(own) + 1:
            name = own[-1] + name[len(own) :]
        return re.sub("[和与及]", "", name)

    def lookup(self, kind: str, printed: str, area: str) -> tuple[str, NameForm | None] | None:
        """The entity that a printed name means in an area, and how it was told where that is not by an exact form.

        Own area first, then the areas above it. None where nothing fits, or more than one thing does.
        """
        for where in lineage(area):
            exact = self.by_form.get((where, kind, printed))
            if exact:
                return exact, None
        for where in lineage(area):
            same = self.by_key.get((where, kind, self.normal(printed, where)))
            if same:
                return same, _form(printed, "gz:variantForm", self.entities[same].label, _SPELLING)
        return self._short(kind, printed, area) or self._misprint(kind, printed, area)

    def _short(self, kind: str, printed: str, area: str) -> tuple[str, NameForm] | None:
        if kind != "Unit" or len(printed) < 4:
            return None
        fits = {a for form, a in self._forms(kind, area) if a and abbreviates(printed, form)}
        if len(fits) != 1:
            return None
        address = fits.pop()
        return address, _form(printed, "gz:shortForm", self.entities[address].label, _SHORT)

    def _misprint(self, kind: str, printed: str, area: str) -> tuple[str, NameForm] | None:
        if len(printed) < SHORTEST_MISPRINT[kind]:
            return None
        fits = {a for form, a in self._forms(kind, area) if self.confusable(printed, form)}
        if len(fits) != 1:
            return None
        address = fits.pop()
        return address, _form(printed, "gz:misprint", self.entities[address].label, _MISPRINT)

    def _forms(self, kind: str, area: str) -> Iterator[tuple[str, str]]:
        return ((form, a) for (where, k, form), a in self.by_form.items() if where == area and k == kind)

    def confusable(self, one: str, other: str) -> bool:
        """Whether two names differ by one character that looks or sounds like its counterpart."""
        if len(one) != len(other) or one == other:
            return False
        differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(differing) == 1 and differing[0][1] in self.lookalikes.get(differing[0][0], frozenset())

    def area_named(self, name: str) -> str | None:
        """The code of the area a body's name begins with (绛县人民政府 -> 140826), or None.

        The registry's own areas first, then the names of GB/T 2260 that mean one place only.
        """
        for end in range(min(len(name), 12), 1, -1):
            code = self.area_names.get(name[:end])
            if code:
                return code
        return _standard_area(name)


def area_of(address: str) -> str:
    """The area code an address begins with."""
    return address.partition("/")[0]


def lineage(area: str) -> list[str]:
    """An area and those above it.

    >>> lineage("140826")
    ['140826', '140800', '140000', '100000']
    """
    steps = [area]
    if re.fullmatch(r"[0-9]{6}", area):
        steps += [area[:4] + "00", area[:2] + "0000", NATION]
    return list(dict.fromkeys(steps))


def abbreviates(short: str, full: str) -> bool:
    """Whether a name is another with characters left out, its first and last kept.

    >>> abbreviates("县发改局", "县发展和改革局"), abbreviates("县水务局", "县林业局")
    (True, False)
    """
    if len(short) >= len(full) or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


_SPELLING = ("写法不同，去掉“和”、括号和地名后相同", "spelt differently; the same without 和, brackets and the area's name")
_SHORT = ("简称，逐字见于全称，且只有这一个单位相合", "short form: its characters stand in this name in order, and in no other")
_MISPRINT = ("与登记名只差一个形近或音近字", "differs from the registered name by one look-alike character")


def _form(printed: str, kind: str, label: str, why: tuple[str, str]) -> NameForm:
    return NameForm(printed, kind, f"{why[0]}（{label}）", f"{why[1]} ({label})")


def _standard_area(name: str) -> str | None:
    codes = _standard_areas()
    for end in range(min(len(name), 12), 1, -1):
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


def load(folders: Iterable[Path] = ()) -> Registry:
    """The bundled authority files and those of more folders.

    Raises `ConfigError` where a file cannot be read or parsed, or names a thing twice.
    """
    triples: list[ox.Triple] = []
    lookalikes: dict[str, frozenset[str]] = {}
    for folder in (resources.path("registry"), *folders):
        for path in sorted(folder.glob("*.ttl")):
            triples.extend(_read(path))
        for path in sorted(folder.glob("lookalikes.tsv")):
            lookalikes.update(_read_lookalikes(path))
    return _index(tuple(triples), lookalikes)


def _read(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=vocab.BASE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _read_lookalikes(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group = line.split("\t")
            for char in group:
                found.setdefault(char, set()).update(group)
    return {char: frozenset(group - {char}) for char, group in found.items()}


class _Graph:
    """Statements by subject; predicates as CURIEs, objects as text, IRIs below the base as addresses."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.of: dict[str, dict[str, list[str]]] = {}
        for triple in triples:
            subject = self.of.setdefault(_address(triple.subject), {})
            subject.setdefault(vocab.shorten(triple.predicate.value), []).append(_address(triple.object))

    def typed(self, curie: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
        wanted = vocab.expand(curie)
        return ((s, said) for s, said in self.of.items() if wanted in said.get("rdf:type", ()))


def _address(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.removeprefix(vocab.BASE) if isinstance(term, ox.NamedNode) else value


def _index(triples: tuple[ox.Triple, ...], lookalikes: dict[str, frozenset[str]]) -> Registry:
    graph = _Graph(triples)
    areas = {said["gz:areaCode"][0]: said["skos:prefLabel"][0] for _, said in graph.typed("gz:Area")}
    codes = {
        said["gz:code"][0]: AgencyCode(
            said["gz:code"][0],
            said["gz:area"][0].rpartition("/")[2],
            said["gz:organ"][0],
            address.rpartition("/")[2],
            said["gz:codeOf"][0],
        )
        for address, said in graph.typed("gz:AgencyCode")
    }
    forms: dict[tuple[str, str], dict[str, list[str]]] = {}
    for _, said in graph.typed("gz:NameForm"):
        forms[said["gz:formOf"][0], said["gz:form"][0]] = said
    entities = {
        address: _entity(forms, address, said, kind)
        for kind in ("Unit", "Official")
        for address, said in graph.typed(f"gz:{kind}")
    }
    hidden = {address: tuple(graph.of[address].get("skos:hiddenLabel", ())) for address in entities}
    posts = {label: a.rpartition("/")[2] for a, said in graph.typed("gz:PostTitle") for label in said["skos:prefLabel"]}
    names = {name: code for code, name in areas.items()}
    return Registry(entities, hidden, codes, areas, names, posts, lookalikes, triples)


def _entity(
    reasons: Mapping[tuple[str, str], dict[str, list[str]]], address: str, said: dict[str, list[str]], kind: str
) -> Entity:
    label = (said.get("skos:prefLabel") or said.get("foaf:name") or [address])[0]
    forms = []
    for form in said.get("skos:altLabel", ()):
        why = reasons.get((address, form), {})
        form_kind = why.get("gz:formKind", [vocab.expand("gz:shortForm")])[0]
        comments = [*why.get("rdfs:comment", ()), "", ""]
        forms.append(NameForm(form, vocab.shorten(form_kind), comments[0], comments[1]))
    unit_kind = said.get("gz:unitKind", [""])[0]
    parent = said.get("org:subOrganizationOf", [None])[0]
    return Entity(address, kind, label, vocab.shorten(unit_kind) or None, parent, tuple(forms), known=True)
