"""Tasks take over what is said of them all: by a heading (…牵头单位：…), by a sentence before or after them.

Beside that, what the tasks of one list name is said of the list: a field that none of them has is a matter of layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lod.addresses import CONTAINERS, addresses
from lod.linker import additions
from lod.model import Document, Part, Ref, Term, Value

# Which list of names a field is printed as, and what it makes of a task
FIELDS = {"leadOfficial": "gz:leadOfficial", "lead": "gz:leadUnit", "cooperating": "gz:cooperatingUnit"}
SHARED = "gz:responsibleUnit"
# One task in so many may do without support, and no more; of leaders half may be missing.
FEW = 5


@dataclass(frozen=True, slots=True)
class _Task:
    part: Part
    fields: frozenset[str]
    sources: tuple[Part, ...]

    @property
    def taken(self) -> list[Part]:
        """The headings and sentences, nearest first, that give it what it lacks."""
        lacking, found = set(FIELDS) - self.fields, []
        for source in self.sources:
            if lacking & _given(source):
                found.append(source)
                lacking -= _given(source)
        return found


def inherit(document: Document) -> Document:
    """The document with ``gz:inheritedFrom``, ``gz:taskOf`` at tasks and ``gz:taskField`` at their lists.

    >>> from lod import parser
    >>> from lod.model import Source, Text
    >>> chars = "一、教育（牵头单位：县教育局）\\n1. 新建学校。\\n2. 改造操场。\\n责任单位：县体育局"
    >>> found = inherit(parser.parse(Text(Source("-", "text/plain", b""), chars)))
    >>> [part.get("gz:inheritedFrom") for part in found.root.walk() if part.kind == "Task"]
    [Ref(address='/heading_1'), None]
    """
    if all(part.kind != "Task" for part in document.root.walk()):
        return document
    at = addresses(document)
    lists: dict[int, list[_Task]] = {}
    for container, task in _tasks(document.root, document.root, ()):
        lists.setdefault(id(container), []).append(task)
    said: dict[int, tuple[Value, ...]] = {}
    for container_id, tasks in lists.items():
        said[container_id] = tuple(Value("gz:taskField", Term(FIELDS[field])) for field in _common(tasks))
        said[container_id] += (Value("gz:taskCount", len(tasks)),)
        for task in tasks:
            said[id(task.part)] = tuple(_of_task(task, at, container_id))
    return replace(document, root=additions.state(document.root, said))


def _of_task(task: _Task, at: Mapping[int, str], container_id: int) -> Iterator[Value]:
    yield Value("gz:taskOf", Ref(at[container_id]))
    for source in task.taken:
        yield Value("gz:inheritedFrom", Ref(at[id(source)]))


def _tasks(part: Part, container: Part, above: tuple[Part, ...]) -> Iterator[tuple[Part, _Task]]:
    container = part if part.kind in CONTAINERS else container
    following: Part | None = None
    for number, child in enumerate(part.parts):
        if child.get("gz:assigns") == Term("gz:followingTasks"):
            following = child
        sources = (following, *above) if following else above
        if child.kind == "Task":
            preceding = _preceding(part.parts[number + 1 :])
            sources = (preceding, *sources) if preceding else sources
            yield container, _Task(child, frozenset(_fields(child)), tuple(filter(_given, sources)))
        else:
            yield from _tasks(child, container, (child, *sources))


def _preceding(rest: Sequence[Part]) -> Part | None:
    # The sentence after the tasks that speaks of those before it, unless a heading comes first.
    for part in rest:
        if part.kind == "Heading":
            return None
        if part.get("gz:assigns") == Term("gz:precedingTasks"):
            return part
    return None


def _fields(task: Part) -> Iterator[str]:
    # 配合单位：无 is an answer too, so lists count and not names.
    for child in task.parts:
        if child.kind in ("UnitList", "OfficialList") and child.get("gz:role") in FIELDS:
            yield str(child.get("gz:role"))


def _given(source: Part) -> set[str]:
    if source.get(SHARED):
        return set(FIELDS)
    return {field for field, property in FIELDS.items() if source.get(property)}


def _common(tasks: Sequence[_Task]) -> Iterator[str]:
    for field in FIELDS:
        own = [task for task in tasks if field in task.fields or not any(field in _given(one) for one in task.sources)]
        having = sum(field in task.fields for task in own)
        lacking = len(own) - having
        if field == "cooperating":
            if having > 1 and lacking <= max(1, len(own) // FEW):
                yield field
        elif having and having >= lacking:
            yield field
