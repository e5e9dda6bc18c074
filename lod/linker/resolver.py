"""Names to entities, and documents to addresses.

What the registry does not know is clustered: names of one normal form are one unit, a name that differs by one
look-alike character from a name in a heading is taken for that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from lod import lazy, terms, vocab
from lod.linker import mentions, repeated, running
from lod.linker.misprints import misprints
from lod.linker.shortened import shortened
from lod.model import Document, Entity, Name, NameForm, Part, Span, Value
from lod.parser.patterns import comparable
from lod.registry import Registry

Slug = Callable[[str], str]
COLLECTIVE = lazy.regex("^各|成员单位$|各(?:有关|相关)?(?:单位|部门)$")
# 清水市人民政府, 临江自治县公安局: the name of an area that neither the registry nor GB/T 2260 settles.
LEVEL = lazy.regex("^[省市州盟县区旗](?=人民政府|政府)")
# 在石桥区第六届人民代表大会第三次会议上: whose report a speech is
ASSEMBLY = lazy.regex(
    "(?:^|在|[\\s—])(?P<area>[\u4e00-\u9fff]{2,8}?[省州市盟县旗区])第[一二三四五六七八九十]{1,3}届人民代表大会"
)
SPEECH_HEAD = 300
AREA_NAME = lazy.regex("^[\u4e00-\u9fff]{1,10}?(?:省|自治区|自治州|自治县|市|州|盟|县|旗|区)")
SAME_NORMAL = ("写法不同，规范后相同", "spelt differently, the same when normalised")
SHORT_FOR = ("简称，逐字见于全称，且只与这一个名称相合", "short form: its characters stand in order in this name alone")
LOOKS_ALIKE = (
    "与小标题中的或先出现的姓名只差一个形近字",
    "one look-alike character from a name in a heading, or from the first",
)


class Resolver:
    """Gives the names of one parsed document their entities, and the document its address.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> text = Text(Source("-", "text/plain", b""), "绛县人民政府关于印发方案的通知\\n绛政发〔2023〕1号")
    >>> Resolver(parser.parse(text), registry.load()).run().address
    '140826/renminzhengfu/jiangzhengfa/2023/1'
    """

    def __init__(self, document: Document, registry: Registry, slug: Slug = vocab.pinyin) -> None:
        self.document = document
        self.registry = registry
        self.slug = slug
        self.area = _area(document, registry, slug)
        self.found: dict[tuple[str, str], str] = {}
        self.new: dict[str, Entity] = {}
        self.normal: dict[tuple[str, str], str] = {}  # (kind, normal form) of those no registry knows
        self.officials: dict[str, tuple[int, str]] = {}  # name -> rank in reading order, address; of the same

    def run(self) -> Document:
        """The document with an entity at each name, an address, and the entities it names."""
        if not any(known == self.area for known, _, _ in self.registry.by_form):
            root = running.add(self.document.text, self.document.root, self.registry)
            self.document = replace(self.document, root=root)
        self.document = replace(self.document, root=repeated.add(self.document.text, self.document.root))
        for name in _names(self.document.root):
            self._entity(name)
        self._put_misprints_right()
        self._put_short_forms_together()
        root = mentions.add(self.document.text, self._relinked(self.document.root), self.registry, self.area)
        root, address = self._placed(root)
        entities = {**self.new, **self._registered(root)}
        return replace(self.document, root=root, address=address, entities=tuple(entities.values()))

    def _registered(self, root: Part) -> dict[str, Entity]:
        # Registered entities that are named, with the forms in which they are printed here.
        result: dict[str, Entity] = {}
        for name in _names(root):
            entity = self.registry.entities.get(name.entity or "")
            if entity:
                result.setdefault(entity.address, self.new.get(entity.address, entity))
        return result

    def _entity(self, name: Name) -> str:
        key = (name.kind, name.printed)
        if key not in self.found:
            self.found[key] = self._known(name) or self._clustered(name)
        return self.found[key]

    def _known(self, name: Name) -> str | None:
        hit = self.registry.lookup(name.kind, name.printed, self.area)
        if not hit:
            return None
        address, form = hit
        if form:
            self._add_form(self.registry.entities[address], form)
        return address

    def _clustered(self, name: Name) -> str:
        normal = self.registry.normal(name.kind, name.printed, self.area)
        same = self.normal.get((name.kind, normal))
        if same:
            self._add_form(self.new[same], NameForm(name.printed, "gz:variantForm", *SAME_NORMAL))
            return same
        if name.kind == "Official":
            alike = [self.officials[other] for other in self.registry.confused(name.printed) if other in self.officials]
            if alike:
                _, address = min(alike)
                self._add_form(self.new[address], NameForm(name.printed, "gz:misprint", *LOOKS_ALIKE))
                return address
        address = vocab.entity_address(self.area, name.kind, name.printed, self.slug)
        if name.kind == "Official":
            self.officials[name.printed] = len(self.officials), address
        kind = "gz:collective" if COLLECTIVE.search(name.printed) else None
        self.new[address] = Entity(address, name.kind, name.printed, kind)
        self.normal[name.kind, normal] = address
        return address

    def _put_misprints_right(self) -> None:
        printed = Counter(_printed_units(self.document.root))
        unknown = {entity.label for entity in self.new.values() if entity.kind == "Unit" and not entity.known}
        counts = {name: count for name, count in printed.items() if name in unknown}
        for wrong, (right, form) in misprints(counts, _lists(self.document.root), self.registry).items():
            entity = self.new.pop(self.found["Unit", wrong])
            address = self._entity(Name("Unit", right, Span(0, 0)))
            for one in (form, *entity.forms):
                self._add_form(self.new.get(address) or self.registry.entities[address], one)
            self.found = {key: address if held == entity.address else held for key, held in self.found.items()}

    def _put_short_forms_together(self) -> None:
        full = shortened(self.new.values())
        for short, address in full.items():
            entity = self.new.pop(short)
            for form in (NameForm(entity.label, "gz:shortForm", *SHORT_FOR), *entity.forms):
                self._add_form(self.new[address], form)
        self.found = {key: full.get(address, address) for key, address in self.found.items()}

    def _add_form(self, entity: Entity, form: NameForm) -> None:
        held = self.new.get(entity.address, entity)
        if all(known.form != form.form for known in held.forms):
            held = replace(held, forms=(*held.forms, form))
        self.new[entity.address] = held

    def _relinked(self, part: Part) -> Part:
        values = tuple(
            replace(v, value=replace(v.value, entity=self._entity(v.value))) if isinstance(v.value, Name) else v
            for v in part.values
        )
        title = part.get("gz:postTitle")
        if isinstance(title, str):
            values = (*values, Value("gz:postSlug", self.registry.posts.get(title) or self.slug(title)))
        return replace(part, values=values, parts=tuple(self._relinked(child) for child in part.parts))

    def _placed(self, root: Part) -> tuple[Part, str]:
        if root.kind != "Issue":
            return root, self._document_address(root)
        parts = []
        for part in root.parts:
            if part.kind == "Document":
                part = replace(part, values=(*part.values, Value("gz:address", self._document_address(part))))
            parts.append(part)
        year, number = root.get("gz:year") or 0, root.get("gz:number") or 0
        assert isinstance(year, int)
        assert isinstance(number, int)
        address = vocab.issue_address(self.area, self._issue_organ(root), year, number)
        return replace(root, parts=tuple(parts)), address

    def _issue_organ(self, root: Part) -> str:
        name = str(root.get("gz:gazetteName") or "").removesuffix("公报")
        return self._organ(name)

    def _organ(self, unit: str) -> str:
        hit = self.registry.lookup("Unit", unit, self.area)
        if hit and hit[0].startswith(f"{self.area}/unit/"):
            return hit[0].rpartition("/")[2]
        own = self.registry.areas.get(self.area, "")
        bare = unit.removeprefix(own) if own else AREA_NAME.sub("", unit)
        # 县人民政府 in a text of 绛县 is the organ 人民政府 all the same.
        bare = LEVEL.sub("", bare)
        return self.slug(bare or unit) or "unknown"

    def _document_address(self, part: Part) -> str:
        code, year, serial = part.get("gz:agencyCode"), part.get("gz:numberYear"), part.get("gz:serial")
        issuer = part.get("eli:passed_by")
        printed = issuer.printed if isinstance(issuer, Name) else ""
        organ = self._organ(printed) if printed else "unknown"
        if isinstance(code, str) and isinstance(year, int) and isinstance(serial, int):
            known = self.registry.codes.get(code)
            if known:
                return vocab.coded_address(known.area, known.organ, known.slug, year, serial)
            return vocab.numbered_address(self.area, organ, code, year, serial, self.slug)
        kind = str(part.get("gz:typeName") or "")
        slug = terms.load().document_types.get(kind, "").rpartition("-")[2] or self.slug(kind)
        day = part.get("eli:date_document") or part.get("gz:deliveryDate")
        title = comparable(str(part.get("dct:title") or self.document.text.slice(part.span)))
        return vocab.unnumbered_address(self.area, organ, slug, day if isinstance(day, date) else None, title)


def _area(document: Document, registry: Registry, slug: Slug) -> str:
    root = document.root
    named = [str(root.get("gz:gazetteName") or "")]
    named += [name.printed for name in _names(root) if name.kind == "Unit"][:50]
    for name in named:
        code = registry.area_named(name)
        if code:
            return code
    for part in root.walk():
        agency = registry.codes.get(str(part.get("gz:agencyCode")))
        if agency:
            return agency.area
    printed = next((match[0] for name in named if (match := AREA_NAME.match(name))), "")
    assembly = ASSEMBLY.search(document.text.chars, 0, SPEECH_HEAD) if not printed else None
    if assembly:
        printed = assembly["area"]
        code = registry.area_named(printed)
        if code:
            return code
    return f"x-{slug(printed)}" if printed else "x-unknown"


def _names(root: Part) -> Iterator[Name]:
    # Reading order, but headings first: a heading that names a post is the better witness.
    parts = sorted(root.walk(), key=lambda part: part.kind != "Heading")
    for part in parts:
        for value in part.values:
            if isinstance(value.value, Name):
                yield value.value


def _printed_units(root: Part) -> Iterator[str]:
    # Each printed place once, and once more those of a title: what it names is less often wrong.
    names = {(name.span.start, name.printed) for name in _names(root) if name.kind == "Unit"}
    yield from (printed for _, printed in names)
    titles = [part.span for part in root.walk() if part.kind == "Title"]
    yield from (printed for start, printed in names if any(span.start <= start < span.end for span in titles))


def _lists(root: Part) -> list[frozenset[str]]:
    parts = (part for part in root.walk() if part.kind == "UnitList")
    return [frozenset(name.printed for name in part.all("gz:lists") if isinstance(name, Name)) for part in parts]
