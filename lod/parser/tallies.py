"""Lists in one line and the number said of them: 《甲》《乙》等3个预案 · 传统技艺（2项）：甲、乙 · 甲局、乙局2家."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod import lazy
from lod.model import Part, Span, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined

NUMBER = f"[0-9]{{1,3}}|[{p.CN}]{{1,3}}"
COUNTER = "[个项件条种类点家名人位株处所座部份篇宗起例批级款]|方面|阶段"
# 传统技艺（2项）：甲、乙
INLINE = lazy.regex(rf"[（(](?:共)?(?P<number>{NUMBER})(?:{COUNTER})[）)][：:](?P<list>[^。；;]{{1,400}})[。；;]?$")
# 采取以下3种方式：日常监测、现场查验、社会评议。
COLON = lazy.regex(
    rf"(?<![第0-9{p.CN}之])(?P<number>{NUMBER})(?:大|个)?(?:{COUNTER})(?!月|工作日|小时|以上|以下)[㐀-鿿]{{0,8}}[：:]"
    r"(?P<list>[㐀-鿿“”（）]{2,16}(?:、[㐀-鿿“”（）]{2,16}){1,15})[。；;]"
)
# 《甲》《乙》等3个预案 · 甲局、乙局、丙局3个部门 · 特大型、大型、中型、小型四级
TITLES = lazy.regex(
    rf"(?P<list>(?:《[^《》]{{2,60}}》[、和及]?(?:以及)?){{2,40}})(?P<open>等)?(?P<number>{NUMBER})(?:{COUNTER})"
)
BODIES = lazy.regex(
    rf"(?P<list>(?:[㐀-鿿]{{2,16}}、){{1,20}}[㐀-鿿]{{2,24}}?)(?P<open>等)?(?P<number>{NUMBER})"
    "(?:(?:个|家)(?:部门|单位)|个(?:乡镇|镇街|镇|乡|街道))"
)
BODY = lazy.regex("(?:局|委员会|办公室|中心|厅|镇|乡|街道)(?:和|及|以及|$)")
KINDS = (
    "部门|单位|乡镇|街道|社区|[县市区镇乡村]|方面|领域|环节|阶段|步骤|级别|等级|等次|档次|层级|类别|类型|小组|工作组|督[查导]组|检查组|专项组|专班|组"
    "|河道|河流|水库|湖泊|流域|园区|开发区|基地|产业|行业|企业|公司|学校|医院|路段|道路|街巷|路口|小区|片区|板块|维度|指标|事项|专项|工程|行动"
    "|预案|办法|制度|清单|机制|平台|中心|景区|村庄|行政村|窗口|岗位|专业|科室|民族|同志|人员|干部|职工|教师|学生|专家|委员|原则|保障|问题|体系|能力|要素|品种|品牌|县区|市县"
)
# 白渚河、云溪河、石门河3条河道 · 蓝色、黄色、橙色、红色4个级别
ALIKE = lazy.regex(
    rf"(?P<list>(?:[㐀-鿿ⅠⅡⅢⅣ]{{1,16}}、){{1,20}}[㐀-鿿ⅠⅡⅢⅣ]{{1,16}}?)(?P<open>等)?"
    rf"“?(?P<number>{NUMBER})(?:[个大]?(?:{COUNTER})|大)(?=(?:重点|主要|成员|试点|示范|责任|牵头|相关|专项)?(?:{KINDS}))"
)
# 设田径、篮球、拔河3个大项 · 包括主动公开、政策解读、监督保障3个方面 · 分为东、西两个片区
LED = lazy.regex(
    rf"(?:设置|设有|[共分]?设|包括|包含|涵盖|分为|分成|划分为|围绕|聚焦|从)(?P<list>(?:[㐀-鿿]{{1,12}}、){{1,10}}[㐀-鿿]{{1,12}}?)"
    rf"(?P<number>{NUMBER}|两)(?:大|个大?|项|类)(?P<kind>方面|环节|领域|阶段|步骤|部分|层面|维度|片区|板块|区域|等级|级别|等次|档次|项目|项|类别|类|组别|指标|内容)"
)
CONCRETE = lazy.regex("项|内容|指标")
LABEL = lazy.regex(rf"^[{p.CN}]{{1,3}}、")
LEVELS = lazy.regex(
    rf"(?:分为|划分为|设定为|设为?|包括)(?P<list>(?:[㐀-鿿ⅠⅡⅢⅣ]{{1,8}}(?:（[^（）]{{1,12}}）)?、){{1,8}}"
    rf"[㐀-鿿ⅠⅡⅢⅣ]{{1,7}}?(?:（[^（）]{{1,12}}）)?)(?P<number>[{p.CN}0-9][个大]?)(?:级|类|种|等|档|个等级)"
)
OPEN_END = lazy.regex("等|……|…|省略|略）")
MEASURE = lazy.regex(rf"[个家](?:方面|阶段)?|大|{COUNTER}")


def read(joined: Joined) -> Iterator[Part]:
    """The ``Enumeration`` parts of one line.

    >>> chars = "灾害分为特大型、大型、中型、小型五级。"
    >>> [(e.get("gz:declaredCount"), e.get("gz:listedCount")) for e in read(Joined(chars, tuple(range(len(chars)))))]
    [(5, 4)]
    """
    found: dict[int, Part] = {}  # by place: what is stated once is told once
    for part in (*_inline(joined), *_titles(joined), *_led(joined), *_alike(joined)):
        found.setdefault(part.span.start, part)
    yield from found.values()


def _inline(joined: Joined) -> Iterator[Part]:
    chars = joined.chars
    for pattern in (INLINE, COLON):
        for match in pattern.finditer(chars):
            names = re.sub("（[^（）]*）|《[^《》]*》", "甲", match["list"])
            if not OPEN_END.search(names) and not re.search("[，各每]", names):
                number = integer(match["number"])
                yield enumeration(joined, match, number, number_of(names, number), False, f"count_i{match.start()}")
    for match in LEVELS.finditer(chars):
        listed = re.sub("（[^（）]*）", "", match["list"]).count("、") + 1
        number = integer(match["number"].rstrip("个大"))
        yield enumeration(joined, match, number, listed, False, f"count_l{match.start()}")


def _titles(joined: Joined) -> Iterator[Part]:
    for match in TITLES.finditer(joined.chars):
        listed = match["list"].count("《")
        number = integer(match["number"])
        yield enumeration(joined, match, number, listed, _some(match, listed, number), f"count_t{match.start()}")
    for match in BODIES.finditer(joined.chars):
        if not all(BODY.search(name) for name in match["list"].split("、")):
            continue
        number = integer(match["number"])
        listed = number_of(match["list"], number, "(?<=[局会室心厅镇乡道])")
        yield enumeration(joined, match, number, listed, _some(match, listed, number), f"count_b{match.start()}")


def _led(joined: Joined) -> Iterator[Part]:
    for match in LED.finditer(joined.chars):
        names, number = match["list"].split("、"), integer(match["number"])
        listed = len(names)
        if re.search("[等各每共约近第余]", names[-1]) or (listed < 3 and CONCRETE.search(match["kind"])):
            continue
        joins = len(re.findall("[和及与]", match["list"]))  # each may stand between two names, or inside one
        if not listed <= number <= listed + joins and abs(number - listed) < min(listed, 3):
            yield enumeration(joined, match, number, listed, False, f"count_d{match.start()}")


def _alike(joined: Joined) -> Iterator[Part]:
    for match in ALIKE.finditer(joined.chars):
        printed = LABEL.sub("", match["list"])
        names = printed.split("、")
        number = integer(match["number"])
        ends = {name[-1] for name in names}
        even = {len(name) for name in names[1:]}
        if len(names) < 3 or not (len(ends) == 1 or (len(even) == 1 and max(even) <= 4 and len(names[0]) >= max(even))):
            continue
        listed = number_of(printed, number)
        if not _some(match, listed, number):
            yield enumeration(joined, match, number, listed, False, f"count_a{match.start()}")


def _some(match: re.Match[str], listed: int, number: int) -> bool:
    # 《甲》《乙》等12件 names some of them; who names all but one, or nearly all, means all
    return bool(match["open"]) and listed < number and not (listed > 2 and number - listed <= 1 + (listed > 3))


def number_of(names: str, declared: int, after: str = "") -> int:
    """How many names a list in one line has; what was declared decides where it can be read in two ways.

    >>> number_of("县财政局、工业和信息化局", 2), number_of("青山村、绿水村和白云村", 3)
    (2, 3)
    """
    # 和 stands before the last of a list only, between two words: 安和苑、静湖苑 are two.
    least = names.count("、") + 1
    last = names.rpartition("、")[2]
    most = least + len(re.findall(f"(?<=[㐀-鿿）》]{{2}}){after}(?:以及|[和及])(?=[㐀-鿿《“]{{2}})", last))
    return declared if least <= declared <= most else least


def integer(printed: str) -> int:
    """The number that is printed, 0 where none is.

    >>> integer("两"), integer("12"), integer("")
    (2, 12, 0)
    """
    return (p.numeral(printed.replace("两", "二")) if printed else 0) or 0


def enumeration(joined: Joined, match: re.Match[str], declared: int, listed: int, is_open: bool, key: str) -> Part:
    """An ``Enumeration`` at the number of a match, and the measure word after it.

    >>> chars = "共3项"
    >>> match = re.search("(?P<number>3)项", chars)
    >>> enumeration(Joined(chars, (0, 1, 2)), match, 3, 2, False, "e").get("nif:anchorOf")
    '3项'
    """
    start, end = _place(joined, match)
    return counted(joined.span(start, end), joined.chars[start:end], declared, listed, is_open, key)


def counted(span: Span, printed: str, declared: int, listed: int, is_open: bool, key: str) -> Part:
    """An ``Enumeration`` at the number that is printed at a place.

    >>> counted(Span(1, 3), "3项", 3, 2, False, "e").get("gz:listedCount")
    2
    """
    values = (
        Value("gz:declaredCount", declared),
        Value("gz:listedCount", listed),
        Value("gz:isOpen", is_open),
        Value("nif:anchorOf", printed),
    )
    return Part("Enumeration", key, span, values)


def _place(joined: Joined, match: re.Match[str]) -> tuple[int, int]:
    # A match in a stripped line begins a little earlier than in the joined one
    name = next(n for n in ("number", "second", "third") if match.groupdict().get(n))
    shift = joined.chars.find(match.string) if match.string != joined.chars else 0
    start, end = match.start(name) + max(shift, 0), match.end(name) + max(shift, 0)
    unit = MEASURE.match(joined.chars, end)
    return start, unit.end() if unit else end
