"""One unit under several spellings in one text: which mentions use another spelling than the rest.

A full name and its short form (县发展和改革局, 县发改局) go together; two full forms, or two short ones, do not.
The form that the registry holds for right is preferred where it is printed, else the one that is printed most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lod import lazy
from lod.addresses import WORKS
from lod.linker import additions
from lod.model import Document, Entity, Name, Part, Ref, Span, Term, Value
from lod.registry import Registry, area_of

# 安山县, 县: the area before the name of a body; 开发区 and 社区 are no areas
AREA = lazy.regex(
    "[\u4e00-\u9fff]{0,8}?(?:省|自治区|自治州|自治县|[市州盟县旗](?!场)|(?<!开发)(?<![园景社校灾新城])区)(?=[\u4e00-\u9fff]{2})"
)
LEGAL = {"管理委员会": "管委会", "人民政府": "政府"}
# 财政部门 is a description, 各有关单位 a collective
DESCRIPTION = lazy.regex("部门|单位|^各|[）)]$")
ORGAN = lazy.regex("(?:局|厅|委员会|办公室|中心|管委会|办|委|院|公司|集团|会|队|政府|站|所|社|校)$")
# A word of its own that is left out, as in 果业(发展)中心, is no shortening: 发改局 leaves out characters.
WORDS = lazy.regex("发展|促进|服务|管理|经济|建设|保障|事务|综合|投资")
LONGEST_SHORT = 5
# 发展和改革局, 发展和改革委员会: a county has one body for a task.
SAME_TASK = lazy.regex("(?P<stem>[\u4e00-\u9fff]{4,})(?:局|委员会)$")
SHORT_NAME = lazy.regex("简称")
DECLARED = lazy.regex("简称[“《]?(?P<name>[\u4e00-\u9fff]+)")  # its own short form, which the text may use
PROPERTIES = ("gz:lists", "gz:names", "gz:addressee", "gz:signedBy", "gz:copiedTo", "eli:passed_by")
Groups = dict[str, list["_Use"]]


@dataclass(frozen=True, slots=True)
class _Use:
    """A printed name: the document and part it stands in, and its spelling without what may differ."""

    work: int
    part: int
    name: Name
    spelling: str


def vary(document: Document, registry: Registry) -> Document:
    """The document with a ``gz:NameVariant`` where a document first uses a spelling that is not the preferred one.

    >>> from lod import linker, parser, registry
    >>> from lod.model import Source, Text
    >>> chars = "1. 种树。\\n牵头单位：县果业发展中心\\n配合单位：县林业局\\n2. 种桃。\\n牵头单位：县果业中心"
    >>> known = registry.load()
    >>> [found] = linker.link([parser.parse(Text(Source("-", "text/plain", b""), chars))], known)
    >>> [part.get("gz:wording") for part in found.root.walk() if part.kind == "NameVariant"]
    ['县果业中心']
    """
    area = registry.areas.get(area_of(document.address), "")
    declared = {_spelling(match["name"], area) for match in DECLARED.finditer(document.text.chars)}
    uses = [use for use in _uses(document.root, id(document.root), area) if use.spelling not in declared]
    entities = {entity.address: entity for entity in document.entities}
    short_names = {id(part): bool(SHORT_NAME.search(document.text.slice(part.span))) for part in _works(document.root)}
    found: dict[int, list[Part]] = {}
    for group in _groups(uses, entities, registry).values():
        for use, part in _variants(group, entities, short_names, registry):
            found.setdefault(use.part, []).append(part)
    return replace(document, root=additions.hang(document.root, found, "variant")) if found else document


def _works(root: Part) -> Iterator[Part]:
    yield root
    yield from (part for part in root.parts if part.kind in WORKS)


def _uses(part: Part, work: int, area: str) -> Iterator[_Use]:
    work = id(part) if part.kind in WORKS else work
    taken: set[Span] = set()
    for value in part.values:
        name = value.value
        if isinstance(name, Name) and name.kind == "Unit" and name.entity and name.span not in taken:
            taken.add(name.span)
            if value.property in PROPERTIES:
                yield _Use(work, id(part), name, _spelling(name.printed, area))
    for child in part.parts:
        yield from _uses(child, work, area)


def _spelling(printed: str, area: str) -> str:
    name = re.sub(r"\s", "", printed)
    if area and name.startswith(area):
        name = name.removeprefix(area)
    elif match := AREA.match(name):
        name = name[match.end() :]
    for full, short in LEGAL.items():
        name = name.replace(full, short)
    return name


def _groups(uses: Sequence[_Use], entities: Mapping[str, Entity], registry: Registry) -> Groups:
    found: Groups = {}
    for use in uses:
        entity = entities.get(use.name.entity or "")
        collective = entity is not None and entity.unit_kind == "gz:collective"
        misprint = entity is not None and any(
            form.form == use.name.printed and form.kind == "gz:misprint" for form in entity.forms
        )
        if not collective and not misprint and not DESCRIPTION.search(use.name.printed) and ORGAN.search(use.spelling):
            found.setdefault(use.name.entity or "", []).append(use)
    return _one_body_each(found, entities, registry)


def _one_body_each(groups: Groups, entities: Mapping[str, Entity], registry: Registry) -> Groups:
    # Units that no registry knows and that are called by two names of one department, unless one list names both.
    bodies: dict[tuple[str, str], str] = {}
    for address, uses in list(groups.items()):
        entity = entities.get(address)
        body = _body(entity.label if entity else uses[0].name.printed, registry)
        if not body or (entity and entity.known):
            continue
        first = bodies.setdefault(body, address)
        if first != address and not {use.part for use in groups[first]} & {use.part for use in uses}:
            groups[first].extend(groups.pop(address))
    return groups


def _body(printed: str, registry: Registry) -> tuple[str, str] | None:
    # The area, and what tells its departments apart: 市教育局 is not 县教育和体育局.
    bare = _spelling(printed, "")
    area = re.sub(r"\s", "", printed)[: -len(bare)]
    match = SAME_TASK.match(bare)
    task = registry.department(bare) or (match["stem"] if match else None)
    return (area, task) if task else None


def _variants(
    group: Sequence[_Use], entities: Mapping[str, Entity], short_names: Mapping[int, bool], registry: Registry
) -> Iterator[tuple[_Use, Part]]:
    counts = Counter(use.spelling for use in group)
    if len(counts) < 2:
        return
    entity = entities[group[0].name.entity or ""]
    body = registry.departments
    usual = {name for name in counts if any(body.get(name, 0) == body.get(other) for other in counts if other != name)}
    fulls = [name for name in counts if name in usual or not any(is_short(name, other) for other in counts)]
    right = [_spelling(entity.label, "")] if entity.known else []
    preferred = max(fulls, key=lambda spelling: (spelling in right, counts[spelling]))
    yield from _told(group, [s for s in fulls if s != preferred], preferred, "gz:variantForm")
    for work in dict.fromkeys(use.work for use in group):
        own = [use for use in group if use.work == work]
        shorts = Counter(use.spelling for use in own if use.spelling not in fulls)
        if not shorts:
            continue
        most = max(shorts, key=lambda spelling: shorts[spelling])
        yield from _told(own, [s for s in shorts if s != most], most, "gz:variantForm")
        full = next((use.spelling for use in own if use.spelling in fulls), None)
        if full and not short_names.get(work):
            yield from _told(own, [most], full, "gz:shortForm")


def is_short(name: str, full: str) -> bool:
    """Whether a name, without its area, is a usual short form of another: characters left out, no single word.

    >>> is_short("发改局", "发展和改革局"), is_short("果业中心", "果业发展中心"), is_short("应急局", "应急管理局")
    (True, False, True)
    """
    if len(name) >= len(full) or not name or name[-1] != full[-1]:
        return len(name) < len(full) and full.startswith(name) and len(name) <= LONGEST_SHORT
    if not _left_out(name, full):
        return False
    gone = _word_left_out(name, full)
    if gone is None:
        return True
    # 自然资源局 leaves out a task of 自然资源和规划局 and not characters.
    whole = gone[0] in "和与及" or gone == "行政" or len(name) > LONGEST_SHORT
    return not whole and (name.endswith("局") or not WORDS.fullmatch(gone))


def _word_left_out(name: str, full: str) -> str | None:
    # What is left out where that is one stretch; None where it is several.
    start = next((at for at, char in enumerate(name) if char != full[at]), len(name))
    end = start + len(full) - len(name)
    return full[start:end] if name[start:] == full[end:] else None


def _left_out(name: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in name)


def _told(group: Sequence[_Use], spellings: Sequence[str], preferred: str, kind: str) -> Iterator[tuple[_Use, Part]]:
    example = next(use for use in group if use.spelling == preferred)
    for work in dict.fromkeys(use.work for use in group):
        for spelling in spellings:
            uses = [use for use in group if use.work == work and use.spelling == spelling]
            if uses:
                first = min(uses, key=lambda use: use.name.span.start)
                yield first, _part(first, example, kind, len(uses))


def _part(use: _Use, example: _Use, kind: str, count: int) -> Part:
    values = (
        Value("gz:wording", use.name.printed),
        Value("gz:preferredWording", example.name.printed),
        Value("gz:formKind", Term(kind)),
        Value("gz:occurrences", count),
        Value("gz:variantOf", Ref(use.name.entity or "")),
    )
    return Part("NameVariant", "variant", use.name.span, values)
