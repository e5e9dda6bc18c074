"""People whom a text names twice, once with a look-alike character: 授予刘常河等10名同志, then 刘长河 in the list.

Names are taken from where only a name can stand (任命…为, 由…兼任, …等10名同志, a list of names with posts). Two names
that each have a line in a list are two people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lod import lazy
from lod.linker import additions
from lod.model import Document, Part, Span, Term, Value
from lod.parser.lines import Joined, join
from lod.registry import Registry

# 王红 and 王宏 are two people more often than 柴玉林 and 柴玉琳.
SHORTEST_ALONE = 2
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
    "兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车"
)
NAME = f"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
# 任命柴玉林为 · 免去柴玉林的 · 由蔡红霞兼任 · 和沈立新等12名同志 · 关于柴玉林等同志
SAID = lazy.regex(
    rf"(?:任命|聘任|免去|由|授予|给予|关于|任|对|和|、)(?P<name>{NAME})(?:同志)?"
    r"(?=为|兼|担任|任|的|等(?:[0-9一二三四五六七八九十]{1,4}[名位人]|同志|工作人员|人员|干部|人)|同志)"
)
# …设在市民政局，蔡红霞兼任主任 · 陆景行为市财政局局长； · 陆景行的市统计局副局长职务；
HOLDS = lazy.regex(
    rf"(?:^|[，,。；;：:])(?P<name>{NAME})(?:同志|（[^（）]{{1,6}}）)?(?=兼任|担任|为[\u4e00-\u9fff]{{3,30}}[；。]?$|的[\u4e00-\u9fff]{{3,30}}职务)"
)
# 县长唐克勤主持召开会议
IN_OFFICE = lazy.regex(
    rf"(?:[省市县区镇乡]长|书记|主任|局长|秘书长|主席)(?P<name>{NAME})(?=主持|出席|参加|指出|强调|在|任|兼|带队|率|同志)"
)
# 出席：汤建章，市水利局廉正平 · 组长：秦照民
NAMED = lazy.regex(
    r"(?:出席|列席|参会|参加|主持|请假|记录|签发|[组主]\s*[长任])(?:人员|人)?\s*[:：]\s*"
    rf"(?P<name>{NAME})(?=[，、。；（(\s]|$)"
)
# 刘长河　白河机床有限责任公司数控车工 · 组　长：蔡红霞　市文化和旅游局局长
LISTED = lazy.regex(
    rf"(?:^|[:：])\s*(?P<name>{NAME}|[{SURNAMES}][ 　]+[\u4e00-\u9fff])[ 　（(]+(?=[\u4e00-\u9fff]{{3}})"
)
DISMISSED = lazy.regex("的[\u4e00-\u9fff]{3,30}职务")
_ONE = rf"(?:{NAME}|[{SURNAMES}][ 　]+[\u4e00-\u9fff])"
# 陆志刚、余　静 on a line of its own, or after 出席：
LINE_OF_NAMES = lazy.regex(
    rf"\s*(?:(?:出席|列席|参会|参加|请假|缺席)(?:人员)?[:：]\s*)?(?P<first>{_ONE})(?:、{_ONE}){{1,60}}\s*[。；;]?"
)
NAME_OF_LINE = lazy.regex(rf"(?P<name>{_ONE})")


@dataclass(frozen=True, slots=True)
class _Person:
    part: int
    joined: Joined
    listed: bool
    weight: int  # a title counts for more than a sentence
    appointed: bool = False
    dismissed: bool = False

    @property
    def name(self) -> str:
        return re.sub(r"\s", "", self.joined.chars)


def vary(document: Document, registry: Registry) -> Document:
    """The document with a ``gz:NameVariant`` at each name that seems to be a misprint of another one in it.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> chars = "任命柴玉琳为县商务局局长。\\n\\n任命柴玉林为县商务局党组书记。\\n\\n免去柴玉林的县财政局副局长职务。"
    >>> found = vary(parser.parse(Text(Source("-", "text/plain", b""), chars)), registry.load())
    >>> [part.get("gz:wording") for part in found.root.walk() if part.kind == "NameVariant"]
    ['柴玉琳']
    """
    found: dict[int, list[Part]] = {}
    for work in additions.works(document.root):
        people = list(_people(document, work))
        for person, right in _misprinted(people, registry):
            found.setdefault(person.part, []).append(_variant(person, right))
    return replace(document, root=additions.hang(document.root, found, "misprint")) if found else document


def _people(document: Document, work: Part) -> Iterator[_Person]:
    for part in additions.leaves(work):
        joined, weight = join(document.text, part.span), 2 if part.kind == "Title" else 1
        line = LINE_OF_NAMES.fullmatch(joined.chars)
        for pattern in (NAME_OF_LINE,) if line else (SAID, HOLDS, IN_OFFICE, NAMED, LISTED):
            for match in pattern.finditer(joined.chars):
                listed = pattern in (LISTED, NAME_OF_LINE)
                appointed = joined.chars.startswith("为", match.end())
                dismissed = bool(DISMISSED.match(joined.chars, match.end()))
                sure = 2 if pattern is IN_OFFICE else weight
                yield _Person(id(part), joined.part(*match.span("name")), listed, sure, appointed, dismissed)


def _misprinted(people: Sequence[_Person], registry: Registry) -> Iterator[tuple[_Person, str]]:
    counts: dict[str, int] = {}
    listed = {person.name for person in people if person.listed}
    for person in people:
        counts[person.name] = counts.get(person.name, 0) + person.weight
    # 任命李文杰为…, 任命李文洁为…: each has a post of their own; who is also named elsewhere may be misspelt there.
    appointed = {person.name for person in people if person.appointed}
    appointed -= {person.name for person in people if not person.appointed and person.weight == 1}
    dismissed = {person.name for person in people if person.dismissed} - listed
    parts: dict[str, set[int]] = {}
    for person in people:
        parts.setdefault(person.name, set()).add(person.part)
    order = {name: number for number, name in enumerate(counts)}
    for person in people:
        if person.name in listed:
            continue
        for other in sorted({*registry.confused(person.name)} & counts.keys(), key=order.__getitem__):
            if {person.name, other} <= appointed or parts[person.name] & parts[other]:
                continue
            oftener = counts[other] > counts[person.name] and len(other) > SHORTEST_ALONE
            # Who is appointed to one post leaves another one.
            moved = person.dismissed and other in appointed and person.name not in appointed and other not in dismissed
            if other in listed or oftener or (moved and counts[other] == counts[person.name]):
                yield person, other
                break


def _variant(person: _Person, right: str) -> Part:
    values = (
        Value("gz:wording", person.name),
        Value("gz:preferredWording", right),
        Value("gz:formKind", Term("gz:misprint")),
        Value("gz:occurrences", 1),
    )
    return Part("NameVariant", "misprint", Span(person.joined.offsets[0], person.joined.offsets[-1] + 1), values)
