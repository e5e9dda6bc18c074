"""The head of a document: title, document number, addressees (GB/T 9704-2012 7.2.5, 7.3.1, 7.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod import lazy
from lod.model import Name, Part, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.letterhead import Letterhead, letterhead_parts, read_letterhead
from lod.parser.lines import Joined, Line, join_lines, printed
from lod.parser.numbers import (
    BARE_NUMBER,
    ORDER_SERIAL,
    REGISTRATION,
    TITLE_OF_SERIES,
    is_number,
    number_values,
    stands_for_number,
)
from lod.parser.tail import SIGNED_AND_DATED, SIGNER_END

HEAD_LINES = 14
LONGEST_TITLE = 300
# ——2023年2月16日在… · （2023年2月16日）
SUBTITLE = lazy.regex(r"(?:——|—|--)\s*\S|[（(][^（）()]{0,80}[0-9一二三四五六七八九〇○]{4}\s*年[^（）()]{0,80}[）)]$")
# The addressees end with a colon (GB/T 9704-2012 7.3.2); so does 现将有关事项通知如下：
ADDRESSEE = lazy.regex(r"[^。！？!?《》]{2,400}[:：]$")
ADDRESSED = lazy.regex(
    rf"各|单位|部门|{p.ORGAN_END}|(?:[支中]队|大学|学校|[中小]学|[馆站所社办处科股镇乡村]|街道|社区|政府|党组|党委|工委)[:：]$"
)
NOT_ADDRESSED = lazy.regex(
    r"(?:如下|以下|通知|事项|意见|通告|公告|要求|包括|内容|决定|研究)\s*[:：]$|^[（(]|领导\s*[:：]|关于|[〔\[]"
    r"|^(?:根据|按照|依照|鉴于|为了)|^经[^，：:]{0,40}(?:研究|同意|批准|审议|讨论|会议)"
)
# 王明委员： · 石英、李平代表： · 马中副主席：, those a reply is sent to
PERSONS = lazy.regex(rf"(?!各|全体)[{p.HAN}、]{{2,24}}(?:代表|委员|主席|总理|省长|市长|县长|同志|先生|女士)[:：]")
# 各单位, 市直有关单位：what a line of addressees is made of, also where its colon is missing
ADDRESSEE_END = lazy.regex(
    rf"(?:{p.ORGAN_END}|政府|单位|部门|机构|委|办|党组|团体|院校|企业|学校|街道|办事处)(?:[（(][^（）()]*[）)])?$"
)
# 首页 > 信息公开 · 【法宝引证码】… · 2019-03-18 00:00 · 字体：小 | 中 | 大, what a page says around the title
OF_A_PAGE = lazy.regex(
    r"首页\s*[>＞»].*|(?:所在|当前)位置\s*[:：].*|【[^【】]{2,8}】.*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:\s+[0-9:]{4,8})?"
    r"|(?:来源|字体|浏览量|浏览次数|发布时间)\s*[:：].{0,30}|Aa|[小中大|]|打印|关闭|分享|返\s*回"
)
# 各中心校 · 县直各有关科室
COLLECTIVE = lazy.regex("(?:[省市县区州]直)?各[^，。；：]{1,20}$")
# 绛县人民政府办公室 关于… · 清水市财政局 清水市教育局 关于…
ISSUER = lazy.regex(
    rf"(?P<organs>[{p.HAN}（）()、\s]{{1,60}}?(?:{SIGNER_END}))(?=\s*(?:关于|转发|印发|批转|[0-9]{{4}}\s*年|令|公告|通告|对[^关]{{4,60}}的(?:答复|复函)$))"
)

# 安山县人民政府关于加强防火工作的通知。: a title all the same, so that a rule can judge its mark
MARKED_TITLE = lazy.regex(
    rf"(?:[{p.HAN}]{{0,30}}(?:{p.ORGAN_END}))?关于[^。！？]{{2,100}}的[^。！？，；]{{0,10}}(?:{'|'.join(p.STATUTORY_TYPES)})[。．；;]"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The elements of a head, None where one is not printed; `rest` are the lines after it."""

    title: Joined | None
    number: Joined | None
    subtitle: Joined | None
    addressee: Joined | None
    salutation: Joined | None
    rest: tuple[Line, ...]
    letterhead: Letterhead
    registrations: tuple[Joined, ...] = ()


def is_addressee(chars: str) -> bool:
    """Whether a line names those a document is sent to.

    >>> [is_addressee(line) for line in ("各乡（镇）人民政府，县直有关单位：", "王明委员：", "经区政府研究，决定：")]
    [True, True, False]
    """
    addressed = ADDRESSED.search(chars) or PERSONS.fullmatch(chars)
    fits = ADDRESSEE.fullmatch(chars) and addressed and not NOT_ADDRESSED.search(chars)
    return bool(fits) and start_of(chars).kind == "plain" and not p.SALUTATION.fullmatch(chars)


def read_head(lines: Sequence[Line]) -> Head:
    """Sort the first lines of a document into title, number, subtitle and addressees.

    >>> chars = ["清水市财政局关于做好预算工作的通知", "清财〔2024〕7号", "各区财政局：", "请执行。"]
    >>> from lod.model import Span
    >>> head = read_head([Line(Span(at * 20, at * 20 + len(line)), line, False) for at, line in enumerate(chars)])
    >>> head.number.chars, head.addressee.chars, len(head.rest)
    ('清财〔2024〕7号', '各区财政局：', 1)
    """
    letterhead = read_letterhead([*_without_page(lines[:HEAD_LINES]), *lines[HEAD_LINES:]])
    lines = letterhead.rest
    at = next((i for i, line in enumerate(lines[:HEAD_LINES]) if stands_for_number(line.chars)), None)
    if at is None:
        # A number of registration, where that of the document belongs.
        at = next((i for i, line in enumerate(lines[:HEAD_LINES]) if REGISTRATION.fullmatch(line.chars)), None) or None
    if at is not None and any(_ends_head(line) for line in lines[:at]):
        at = None
    number = join_lines([lines[at]]) if at is not None else None
    dated: list[Line] = []
    if at == 0 and len(lines) > 1 and SIGNED_AND_DATED.fullmatch(lines[1].chars):
        # Minutes say below their number whose they are and of which day.
        dated, lines = [lines[1]], [lines[0], *lines[2:]]
    if at:
        title_lines, rest = list(lines[:at]), list(lines[at + 1 :])
    else:
        title_lines, rest = _title(lines[1:] if at == 0 else lines, numbered=at == 0)
    registered = list(_registrations(rest)) if number else []
    rest = rest[len(registered) :]
    subtitles = [line for line in title_lines if SUBTITLE.match(line.chars)]
    title_lines = _once([line for line in title_lines if line not in subtitles])
    if rest and SUBTITLE.match(rest[0].chars) and not subtitles:
        subtitles = [rest.pop(0)]
    addressee, salutation, rest = _addressed(rest)
    if number is None and rest and is_number(rest[0].chars):
        # Below the addressees, where no number belongs; it is one all the same.
        number = join_lines([rest.pop(0)])
    return Head(
        join_lines(title_lines) if title_lines else None,
        number,
        join_lines(subtitles) if subtitles else None,
        addressee,
        salutation,
        (*dated, *rest),
        letterhead,
        tuple(join_lines([line]) for line in registered),
    )


def _without_page(lines: Sequence[Line]) -> Iterator[Line]:
    # Only around the title: 2023-07-12 below a short text is its date.
    begun = False
    for line in lines:
        of_page = OF_A_PAGE.fullmatch(line.chars)
        begun = begun or (not of_page and _ends_head(line))
        if begun or not of_page:
            yield line


def _registrations(rest: Sequence[Line]) -> Iterator[Line]:
    # 安政规〔2023〕1号 and below it the number under which the text is registered.
    for line in rest[:2]:
        if not (is_number(line.chars) or REGISTRATION.fullmatch(line.chars)):
            return
        yield line


def _once(lines: list[Line]) -> list[Line]:
    # A web page prints its heading above the text and the title again in it.
    half = len(lines) // 2
    if half and len(lines) == 2 * half:
        first, second = (p.comparable(join_lines(part).chars) for part in (lines[:half], lines[half:]))
        return lines[half:] if first == second else lines
    return lines


def _title(lines: Sequence[Line], numbered: bool) -> tuple[list[Line], list[Line]]:
    title: list[Line] = []
    for line in lines[:HEAD_LINES]:
        if _ends_head(line) or len(line.chars) > LONGEST_TITLE:
            break
        title.append(line)
        if _dated(title):
            break
        joined = join_lines(title).chars
        if p.TYPE_AT_END.search(joined) and not _title_goes_on(lines[len(title) :]):
            break
    rest = list(lines[len(title) :])
    if title and (numbered or _dated(title) or _looks_like_title(join_lines(title).chars, rest)):
        return title, rest
    return [], list(lines)


def _dated(title: Sequence[Line]) -> bool:
    # （2024年2月22日） closes a title: of a speech, of a list that a meeting adopted.
    last = title[-1].chars
    return len(title) > 1 and bool(SUBTITLE.match(last)) and bool(p.DATE.search(last))


def _title_goes_on(rest: Sequence[Line]) -> bool:
    # A line that ends like a title may stand before another that does too: 关于印发…方案 / 的通知.
    return bool(rest) and rest[0].chars in ("的通知", "的 通 知", "通知", "责任分解") and not rest[0].after_blank


def _looks_like_title(chars: str, rest: Sequence[Line]) -> bool:
    if not re.search(f"[{p.HAN}]", chars):
        return False
    announced = bool(p.TYPE_AT_END.search(chars)) or "关于" in chars
    follows = rest[0].chars if rest else ""
    return announced or is_addressee(follows) or start_of(follows).kind in ("chapter", "article")


def _ends_head(line: Line) -> bool:
    chars = line.chars
    if is_addressee(chars) or p.SALUTATION.fullmatch(chars) or start_of(chars).kind != "plain":
        return True
    if p.DATE.fullmatch(chars) or p.PUBLICITY.fullmatch(chars):
        return True
    return finished(chars) and not SUBTITLE.match(chars) and not MARKED_TITLE.fullmatch(chars)


def _greets(chars: str) -> bool:
    # 主任、各位副主任、各位委员： greets a meeting; 市政协各专门委员会，各位委员： are written to.
    if "各位" in chars and ADDRESSEE.fullmatch(chars):
        return not any(ADDRESSEE_END.search(piece) for piece in re.split("[，、]", chars[:-1]))
    return bool(p.SALUTATION.fullmatch(chars))


def _addressed(rest: list[Line]) -> tuple[Joined | None, Joined | None, list[Line]]:
    if rest and _greets(rest[0].chars):
        return None, join_lines(rest[:1]), rest[1:]
    if len(rest) > 1 and _greets(rest[1].chars) and not finished(rest[0].chars):
        # Who speaks stands above the greeting.
        return None, join_lines(rest[1:2]), [rest[0], *rest[2:]]
    for count in (1, 2, 3):
        joined = join_lines(rest[:count])
        if is_addressee(joined.chars) or _lacks_colon(joined.chars, rest[count : count + 1]):
            return joined, None, rest[count:]
        if not rest[:count] or finished(joined.chars) or start_of(joined.chars).kind != "plain":
            break
    return None, None, rest


def _lacks_colon(chars: str, following: Sequence[Line]) -> bool:
    # 各乡镇人民政府，县直各单位。and then a sentence: addressees all the same.
    bare = chars.rstrip("。，,、；;.﹕∶！!—- 　")
    if len(chars) > LONGEST_TITLE or not following or NOT_ADDRESSED.search(bare) or "。" in bare:
        return False
    if is_addressee(following[0].chars) or _greets(following[0].chars) or p.DATE.fullmatch(following[0].chars):
        return False
    if not finished(following[0].chars) and len(following[0].chars) < len("现将有关事项通知如下"):
        return False
    pieces = [name.printed for name in names.units(Joined(bare, tuple(range(len(bare)))))]
    named = all(ADDRESSEE_END.search(piece) or COLLECTIVE.match(piece) for piece in pieces)
    return (
        bool(pieces) and named and start_of(chars).kind == "plain" and any(ADDRESSED.search(piece) for piece in pieces)
    )


def head_values(head: Head) -> Iterator[Value]:
    """What a head says of its document: title, number in parts, type, issuers, addressees."""
    if head.title:
        title = p.squeeze(head.title.chars.rstrip("。．；;，,、"))
        yield Value("dct:title", title, "zh")
        kind = p.TYPE_AT_END.search(title)
        if kind:
            # A 复函 answers a 函 and is one itself (条例 第八条).
            yield Value("gz:typeName", "函" if kind["type"] == "复函" else kind["type"])
        yield from (Value("eli:passed_by", name) for name in issuers(head.title))
    yield from _numbered(head)
    if head.subtitle and (day := p.read_date(head.subtitle.chars)):
        yield Value("gz:deliveryDate", day)
    if head.addressee and not PERSONS.fullmatch(head.addressee.chars):
        yield from (Value("gz:addressee", name) for name in names.units(head.addressee))


def _numbered(head: Head) -> Iterator[Value]:
    if not head.number:
        return
    chars = head.number.chars
    title = p.squeeze(head.title.chars) if head.title else ""
    if ORDER_SERIAL.fullmatch(chars):
        yield from number_values(title + chars)
        return
    bare = BARE_NUMBER.fullmatch(chars.strip("（）() 　"))
    if bare and bare["plain"] and TITLE_OF_SERIES.fullmatch(title):
        yield Value("eli:id_local", f"{title}{bare['plain']}年第{int(bare['issue'])}号")
    yield from number_values(chars)


def issuers(title: Joined) -> list[Name]:
    """The organs a title begins with (条例 第九条: 标题由发文机关名称、事由和文种组成); none for another beginning.

    >>> issuers(Joined("绛县人民政府办公室关于印发方案的通知", tuple(range(18))))[0].printed
    '绛县人民政府办公室'
    """
    match = ISSUER.match(title.chars)
    if not match:
        return []
    return list(names.joint(title.part(match.start("organs"), match.end("organs"))))


def head_parts(head: Head) -> Iterator[Part]:
    """The nodes of a head at their places, those above the title first."""
    yield from letterhead_parts(head.letterhead)
    for count, registered in enumerate(head.registrations, 1):
        yield printed("RegistrationNumber", f"registration_{count}", registered)
    elements = (
        ("Title", "title", head.title),
        ("DocumentNumber", "number", head.number),
        ("Subtitle", "subtitle", head.subtitle),
        ("AddresseeLine", "addressees", head.addressee),
        ("Salutation", "salutation", head.salutation),
    )
    for kind, key, joined in elements:
        if joined:
            extra = number_values(joined.chars) if kind == "DocumentNumber" else ()
            yield printed(kind, key, joined, *extra)
