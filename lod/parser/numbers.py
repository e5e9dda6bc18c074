"""Document numbers (发文字号, GB/T 9704-2012 7.2.5), also those of orders and those with a fault."""

from __future__ import annotations

from collections.abc import Iterator

from lod import lazy
from lod.model import Value
from lod.parser import patterns as p

# 第18号, on a line of its own below ××人民政府令
ORDER_SERIAL = lazy.regex(rf"第\s*(?P<serial>[0-9{p.CN}]{{1,6}})\s*号")
# 统一登记号：安规登字〔2023〕5号, beside the number of the document
REGISTRATION = lazy.regex(
    r"[（(]?(?:(?:行政)?规范性文件)?(?:统一)?(?:(?:编制|备案|审查|备案审查)?登记编?[号码]|(?:备案|审查|登记|统一|文件|备案审查|备案登记)编?[号码])\s*[:：]\s*\S.{2,40}"
    r"|[（(]?[A-Z]{2,10}[0-9]{0,6}\s?[-—–－]{1,2}\s?(?:19|20)[0-9]{2}\s?[-—–－]{1,2}\s?[0-9]{2,8}[）)]?"
)
# 〔2023〕5号 · 2023年第3号, without an agency code
BARE_NUMBER = lazy.regex(
    rf"{p.OPEN}\s*(?P<bracketed>[0-9０-９]{{2,4}})\s*年?\s*{p.CLOSE}\s*第?\s*(?P<serial>[0-9０-９]{{1,5}})\s*号"
    r"|(?P<plain>[0-9]{4})\s*年\s*第\s*(?P<issue>[0-9]{1,5})\s*[号期]"
)
# 安山县人民政府公告, whose number below it is 2023年第3号
TITLE_OF_SERIES = lazy.regex(rf"[{p.HAN}（）()]{{2,40}}(?:公告|通告|令|命令)")
# 安政发2023年5号 · 安政发2023〔5〕号 · 安政发〔2023〕5 · 安 政 发〔’23〕NO.1 5号: numbers of a head that are hardly one
_CODE = rf"[{p.HAN}](?:\s?[{p.HAN}]){{0,15}}"
_ENDS = "(?P<known>(?<=[发函字呈规办令议任电通批报审告文请]))?"
_YEAR = rf"[0-9０-９](?:\s?[0-9０-９]){{1,4}}|[{p.CN}○]{{2,4}}"
_SERIAL = rf"[0-9０-９](?:\s?[0-9０-９]){{0,4}}|[{p.CN}]{{1,4}}"
FAULTY_NUMBER = lazy.regex(
    rf"(?P<code>{_CODE}){_ENDS}\s*(?:"
    rf"(?(known)|(?!))(?P<year>(?:19|20)[0-9]{{2}})\s?(?:年\s?|[-－—–]\s?|{p.OPEN}\s?)?第?\s?(?P<serial>[0-9]{{1,5}})\s?{p.CLOSE}?\s?号"
    rf"|{p.OPEN}\s?[’‘']?(?P<bracketed>{_YEAR})\s?年?\s?{p.CLOSE}\s?{p.SERIAL_MARK}\s?(?P<bare>{_SERIAL})\s?(?(known)号?|号))"
)
# 安政发〔2023〕　号 · 安政发〔2023〕×号, in a draft
BLANK_NUMBER = lazy.regex(
    rf"[{p.HAN}]{{1,16}}\s*{p.OPEN}\s*[0-9×xXＸ＊*_]{{0,4}}\s*{p.CLOSE}\s*第?[×xXＸ＊*_□○〇\s]{{0,8}}号"
)


def is_number(chars: str) -> bool:
    """Whether a line is a document number and nothing else.

    >>> is_number("绛政办发〔2023〕2 号"), is_number("（国办发〔2022〕8号）、")
    (True, False)
    """
    bare = chars.strip("（）() 　")
    return bool(p.NUMBER.fullmatch(bare) or p.ORDER_NUMBER.fullmatch(bare) or ORDER_SERIAL.fullmatch(bare))


def stands_for_number(chars: str) -> bool:
    """Whether a line of a head is a document number, also one that lacks its agency code or serial.

    >>> [stands_for_number(chars) for chars in ("〔2023〕5号", "2023年第3号", "安政发〔2023〕　号", "2023年工作要点")]
    [True, True, True, False]
    """
    bare = chars.strip("（）() 　")
    return is_number(chars) or any(pattern.fullmatch(bare) for pattern in (BARE_NUMBER, FAULTY_NUMBER, BLANK_NUMBER))


def number_values(printed: str) -> Iterator[Value]:
    """A document number in parts (GB/T 9704-2012 7.2.5): agency code, year, serial; normalised as ``eli:id_local``.

    Nothing for a line that is no number. The year stays as printed, also where it has two digits.

    >>> [value.value for value in number_values("绛政办发[2023]第02 号")]
    ['绛政办发〔2023〕2号', '绛政办发', 2023, 2]
    """
    bare = printed.strip("（）() 　")
    match = p.NUMBER.search(bare)
    faulty = None if match else FAULTY_NUMBER.fullmatch(bare)
    if match:
        yield from _coded(match["code"], match["year"], match["serial"])
        return
    if faulty:
        yield from _coded(faulty["code"], faulty["year"] or faulty["bracketed"], faulty["serial"] or faulty["bare"])
        return
    match = BARE_NUMBER.fullmatch(bare)
    if match:
        yield Value("gz:numberYear", p.integer(match["bracketed"] or match["plain"]))
        yield Value("gz:serial", p.integer(match["serial"] or match["issue"]))
        return
    match = p.ORDER_NUMBER.search(bare)
    if match:
        yield Value("eli:id_local", f"{p.squeeze(match['code'])}第{match['serial']}号")
        yield Value("gz:serial", p.numeral(match["serial"]) or 0)


def _coded(code: str, year: str, serial: str) -> Iterator[Value]:
    bare = p.squeeze(code)
    yield Value("eli:id_local", f"{bare}〔{p.integer(year)}〕{p.integer(serial)}号")
    yield Value("gz:agencyCode", bare)
    yield Value("gz:numberYear", p.integer(year))
    yield Value("gz:serial", p.integer(serial))
