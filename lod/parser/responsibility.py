"""Who answers for what: fields (牵头单位：…), the brackets of a heading, sentences (以下任务由…牵头).

A field is told by its label, a bracket by its fields or by 牵头, 负责 and 配合 after the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lod import lazy
from lod.model import Name, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.lines import Joined
from lod.parser.tree import Node

COOPERATING = ("配合", "协办", "协同", "协作", "参与")
# 无, ——: the field says that there is nobody
NOBODY = lazy.regex(r"[无/—－\-\s]*。?")
# 民生保障（牵头单位：县民政局，配合单位：县财政局）: brackets at the end
BRACKETED = lazy.regex(r"[（(](?P<inside>[^（）()]{2,400})[）)]\s*[。：:]?$")
# 县民政局牵头，县财政局、县审计局配合 · 县教育局负责
PROSE = lazy.regex(
    r"(?P<lead>[^，,；;。：:]{2,120}?)(?:负责牵头|牵头负责|牵头(?:实施|落实|办理)?|负责)"
    r"(?:[，,；;]\s*(?P<cooperating>[^；;。：:]{2,200}?)(?:配合|协助|参与)(?:实施|落实|办理)?)?"
)
# 以下任务由县民政局牵头 · 上述各项工作由县教育局负责
SENTENCE = lazy.regex(
    r"(?P<which>[以如]下|下列|[以如]上|上述|本(?:部分|章|节)|该部分)[^，,。；;：:由]{0,12}(?:均|统一|分别)?由(?=[^由])"
)
FIRST_FIELD = lazy.regex(rf"(?:(?<=[。；;！）)\s])|[（(]\s*)(?={p.FIELD.pattern})")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A list of those who lead or support; `role` is ``leadOfficial``, ``lead``, ``cooperating`` or ``deadline``.

    `line` is what is printed, label included, `words` the names or the date.
    """

    role: str
    words: Joined
    line: Joined


def fields(joined: Joined) -> list[Assignment]:
    """The fields of a line or bracket, several in a row too.

    >>> chars = "责任单位：县民政局；配合单位：县财政局。"
    >>> [(found.role, found.words.chars) for found in fields(Joined(chars, tuple(range(len(chars)))))]
    [('lead', '县民政局'), ('cooperating', '县财政局。')]
    """
    found = list(p.FIELD.finditer(joined.chars))
    ends = [_before(joined.chars, match.start()) for match in found[1:]]
    return [_field(joined, match, end) for match, end in zip(found, [*ends, _closed(joined.chars)], strict=False)]


def _field(joined: Joined, match: re.Match[str], end: int) -> Assignment:
    start = min(match.end(), max(end, match.start()))
    return Assignment(role_of(match), joined.part(start, end), joined.part(match.start(), end))


def role_of(match: re.Match[str]) -> str:
    """What a field assigns, told by its label: the role of its `Assignment`.

    >>> role_of(p.FIELD.match("责任单位："))
    'lead'
    """
    if match["when"]:
        return "deadline"
    if match["what"] in ("领导", "负责人", "人"):
        return "leadOfficial" if match["role"] not in COOPERATING else "official"
    return "cooperating" if match["role"] in COOPERATING else "lead"


def _before(chars: str, end: int) -> int:
    while end and chars[end - 1] in "，,；;。 （(\t":
        end -= 1
    return end


def _closed(chars: str) -> int:
    # A closing bracket that opens outside the field is none of its words.
    end = len(chars.rstrip())
    bare = len(chars[:end].rstrip("。 "))
    if (
        bare
        and chars[bare - 1] in "）)"
        and chars.count("（") + chars.count("(") < chars.count("）") + chars.count(")")
    ):
        return bare - 1
    return end


def inline(joined: Joined, start: int) -> int | None:
    """Where the fields begin that a numbered paragraph ends with (0-based index), or None where it has none.

    `start` is the index of its words.

    >>> chars = "1. 建设托育机构。（牵头单位：县卫生健康局）"
    >>> inline(Joined(chars, tuple(range(len(chars)))), 3)
    10
    """
    match = FIRST_FIELD.search(joined.chars, start + 1)
    return match.start() if match else None


def bracketed(joined: Joined) -> list[Assignment]:
    """What the brackets at the end of a heading assign: by fields, or in prose (县民政局牵头，县财政局配合)."""
    match = BRACKETED.search(joined.chars)
    if not match:
        return []
    inside = joined.part(*match.span("inside"))
    return (fields(inside) if p.FIELD.match(inside.chars) else []) or _prose(inside, 0, whole=True)


def sentence(joined: Joined) -> tuple[bool, list[Assignment]] | None:
    """What a sentence assigns, and whether it speaks of the tasks before it (以上任务); None for any other.

    >>> chars = "以下任务由县民政局牵头，县财政局配合。"
    >>> before, found = sentence(Joined(chars, tuple(range(len(chars)))))
    >>> before, [(one.role, one.words.chars) for one in found]
    (False, [('lead', '县民政局'), ('cooperating', '县财政局')])
    """
    match = SENTENCE.match(joined.chars)
    found = _prose(joined, match.end()) if match else []
    if not match or not found:
        return None
    return match["which"] in ("以上", "如上", "上述"), found


def _prose(joined: Joined, start: int, whole: bool = False) -> list[Assignment]:
    match = PROSE.match(joined.chars, start)
    if not match or (whole and match.end() != len(joined.chars)):
        return []
    found = [("lead", match.span("lead"))]
    if match["cooperating"]:
        found.append(("cooperating", match.span("cooperating")))
    result = []
    for role, (begin, end) in found:
        words = joined.part(begin, end)
        if role == "lead" and names.is_person(words.chars):
            role = "leadOfficial"
        result.append(Assignment(role, words, words))
    return result


def state(node: Node, found: Iterable[Assignment]) -> list[Value]:
    """Hang a list below `node` for each assignment, and give back what they say of whom they assign."""
    values: list[Value] = []
    for one in found:
        values.extend(_stated(node, one))
    return values


def _stated(node: Node, one: Assignment) -> Iterator[Value]:
    if one.role == "deadline":
        said = node.add(Node("Paragraph", node.next_key("para"), one.line.whole()))
        said.say("gz:ordinal", node.counts["para"])
        said.say("gz:text", one.line.chars)
        yield Value("gz:deadline", p.squeeze(one.words.chars.rstrip("。")))
    elif one.role in ("leadOfficial", "official"):
        listed = list(names.officials(one.words)) if not NOBODY.fullmatch(one.words.chars) else []
        _list(node, "OfficialList", "officials", one, listed)
        yield from (Value("gz:leadOfficial", name) for name in listed if one.role == "leadOfficial")
    else:
        listed = list(names.units(one.words)) if not NOBODY.fullmatch(one.words.chars) else []
        _list(node, "UnitList", one.role, one, listed)
        yield from (Value(f"gz:{one.role}Unit", name) for name in listed)


def _list(node: Node, kind: str, stem: str, one: Assignment, listed: Sequence[Name]) -> None:
    child = node.add(Node(kind, node.next_key(stem), one.line.whole()))
    child.say("gz:role", one.role)
    child.say("nif:anchorOf", one.line.chars)
    child.values.extend(Value("gz:lists", name) for name in listed)
