"""Small named patterns of official documents, each with an example, and Chinese numerals.

Texts come from strangers, so every pattern is linear. A repetition never stands beside or inside another one over the
same characters (``\\s*年?\\s*`` tries each split of a run of spaces), and what is searched for does not begin with one.
"""

from __future__ import annotations

import re
from datetime import date

from lod import lazy

HAN = "\u3400-\u9fff〇"
CN = "一二三四五六七八九十百千零〇两"
OPEN, CLOSE = r"[〔\[［【（(﹝〈{｛<《「『]", r"[〕\]］】）)﹞〉}｝>》」』]"

# 〔2023〕 · 〔23〕 · 〔二〇二三〕, and 1 · 01 · 十五 · NO.1, so that rules can judge them
_YEAR = "[0-9０-９]{2,4}|二[〇○零ＯO0][一二三][〇○零一二三四五六七八九]"
_SERIAL = rf"[0-9０-９]{{1,5}}|[{CN}]{{1,4}}"
SERIAL_MARK = r"(?:第|N[Oo][.．:：]?|№)?"
# 绛政发〔2023〕1号 · 绛政发[2023]第01号 · 政府令〔2010〕第15号: whatever the brackets
NUMBER = lazy.regex(
    rf"(?P<code>[{HAN}]{{1,16}})\s*{OPEN}\s*(?P<year>{_YEAR})\s*(?:年\s*)?{CLOSE}\s*{SERIAL_MARK}\s*(?P<serial>{_SERIAL})\s*[号號]"
)
# 国务院令第713号 · 国务院令 第713号 · 第283号
ORDER_NUMBER = lazy.regex(
    rf"(?P<code>[{HAN}]{{0,16}}令)\s*(?:[（(]\s*)?第\s*(?P<serial>[0-9０-９{CN}]{{1,6}})\s*号\s*[）)]?"
)
# 2023年3月6日 · 2023 年 03 月 06 日 · ２０１３年１月１日
_D = "[0-9０-９]"
DATE = lazy.regex(rf"(?P<y>{_D}{{4}})\s*年\s*(?P<m>{_D}{{1,2}})\s*月\s*(?P<d>{_D}{{1,2}})\s*日")
# 二○一一年七月二十八日
CN_DATE = lazy.regex(rf"(?P<y>[{CN}○OＯ]{{4}})年(?P<m>[{CN}]{{1,3}})月(?P<d>[{CN}]{{1,3}})日")

# 1.5 is no label, but 1.2023年工作要点 begins with one
NO_DIGIT = r"(?:(?![0-9])|(?=(?:19|20)[0-9]{2}\s*年))"
# 第二章 · 第3条 · 第三条：, so that rules can judge the numerals and the mark
CHAPTER = lazy.regex(rf"第(?P<n>[{CN}]{{1,5}}|[0-9]{{1,3}})章(?:\s|(?=[{HAN}]))")
SECTION = lazy.regex(rf"第(?P<n>[{CN}]{{1,5}}|[0-9]{{1,3}})节(?:\s|(?=[{HAN}]))")
ARTICLE = lazy.regex(rf"第(?P<n>[{CN}]{{1,7}}|[0-9]{{1,3}})条(?:之[{CN}])?(?:\s+|[：:.．、](?!第)|(?=[{HAN}《“]))")
# 一、 （一） 1. （1）, but not 一、二季度 or 二、三产业; a wrong mark after the numeral is a label all the same
_SEVERAL = "(?![一二三四五六七八九](?:、|季度|产业|等奖|等功))"
LEVEL_1 = lazy.regex(rf"(?P<n>[{CN}]{{1,4}})(?:、{_SEVERAL}|[.．，：:](?![0-9]))")
LEVEL_2 = lazy.regex(rf"[（(]\s*(?P<n>[{CN}]{{1,4}})\s*[）)]\s*[、.．]?")
LEVEL_3 = lazy.regex(rf"(?P<n>[0-9]{{1,3}})\s*(?:[.．]{NO_DIGIT}|、(?![0-9]{{1,3}}[、号]))\s*")
LEVEL_4 = lazy.regex(r"[（(]\s*(?P<n>[0-9]{1,3})\s*[）)]\s*[、.．]?")
# 2.1.2　指挥部职责, but not 2.7 万亩 at the head of a wrapped line
DECIMAL = lazy.regex(
    r"(?:[0-9]{1,2}\.){1,3}(?P<n>[0-9]{1,2})[ \t\u3000]+"
    rf"(?![万亿元亩公千个米吨户人项家件年月日倍平左以])(?=[{HAN}]{{2}})"
)
LEVELS = (LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4)
# 一要 二是 **三是**
SERIES = lazy.regex(rf"(?:\*\*)?(?P<n>[{CN[:10]}]{{1,2}})(?:要|是)(?:\*\*)?")

# 副县长 · 常务副市长 · 党工委书记: what stands before or after the name of an official
POST = "(?:常务副|副|代)?(?:省长|市长|州长|盟长|县长|区长|旗长|镇长|乡长|主席|主任|书记|局长|厅长|部长)"
# 牵头单位：… 配合单位:… 责任领导：… 完成时限：…
FIELD = lazy.regex(
    r"(?:(?P<role>牵头|(?:主要|第一)?责任|主责|主办|承办|落实|包联|包保|分管|配合|协办|协同|协作|参与)\s?(?P<what>领导|负责人|人|单位|部门)"
    r"|(?P<when>(?:完成|办结|落实)(?:时限|时间|期限)|时限要求|时间节点))\s*[:：]\s*"
)
# （牵头单位：县司法局，配合单位：…）
GROUP = lazy.regex(rf"[（(]\s*(?={FIELD.pattern})")
# 附件： · 附： · 附件 1. 值班表 · 附件1：值班表
ATTACHMENT = lazy.regex(rf"附\s*(?:件\s*)?[:：]|附\s*件\s*(?=1\s*(?:[.．、]{NO_DIGIT}|[:：]\s*[^\s:：]))")
ATTACHMENT_HEAD = lazy.regex(r"附\s*件\s*(?P<n>[0-9]{0,2})\s*[:：]?$")
# （附件详见县政府网站） · （方案请登录http://www.example.cn查阅）
WEBSITE_NOTE = lazy.regex(
    r"[（(](?:注[:：])?[^（）()公]{0,20}(?:附件|附[表图]|正文|全文|原文|文本|内容|方案|办法|规定|细则|预案|规划|计划|名[单录册]|清单|目录|明细|要点|措施|详情)[^（）()]{0,20}"
    r"(?:网站|官网|网页|门户|公众号|https?:|www[.]|平台(?=[^（）()]{0,20}(?:查阅|查看|查询|下载)))[^（）()]{0,80}[）)]$"
)
# 内部资料　注意保存 · （内部文件，不得外传） · 【内部使用】
INTERNAL = lazy.regex(
    r"[（(【]?(?:仅供|供)?内部(?:资料|文件|材料|刊物|参考|使用|传阅|掌握|发文|明电)[，,、！!\s]{0,3}"
    r"(?:(?:请?注意|妥善)保[存管密]|(?:请勿|不得|严禁|禁止|勿)(?:外传|翻印|转载|复[印制]|公开|上网|扩散))?[！!。]?[）)】]?"
)
# （此件公开发布） · （可以公开） · （此件主动公开 请勿转载） · 公开属性：主动公开
_PUBLIC = "(?:主动公开|公开发布|依申请公开|不予公开|不公开|删减后公开|部分公开|公开)"
_MAY = "(?:可以|可|应|予以|同意|准予|已|请)?(?:对外|向社会)?"
PUBLICITY = lazy.regex(
    rf"(?:[（(]\s*)?(?:(?:(?:此件|此文|(?:信息)?公开(?:方式|属性|形式|类别|选项)\s*[:：])\s*)?"
    rf"(?:可以|可|应|予以)?(?:对外)?{_PUBLIC}(?:[，,；;][^（）()]{{0,40}})?)\s*[)）]?$"
    rf"|[（(\[［【〔]\s*(?:(?:此件|此文|本件)\s*{_MAY}{_PUBLIC}(?:[，,；;。、\s并但且和及][^（）()]{{0,40}})?|{_MAY}{_PUBLIC})\s*[)）\]］】〕]$"
)
# 各位代表： · 同志们： · 女士们、先生们： · 各位代表、各位委员，同志们：
_GREETED = r"(?:各位[^、，。：:]{1,12}|同志们|(?:女士|先生|朋友)们?)"
SALUTATION = lazy.regex(rf"{_GREETED}(?:、[^、，。：:]{{1,12}}|，\s*{_GREETED})*\s*[:：!！]$")
CITATION = lazy.regex(r"《(?P<title>[^《》]{1,200}(?:《[^《》]{1,120}》[^《》]{0,80})*)》")
# （国办发〔2019〕51号） · （国办发〔2019〕51）
AFTER_CITATION = lazy.regex(
    r"\s*[（(]\s*(?P<number>[^（）()，。；]{3,40}号"
    rf"|[{HAN}]{{1,16}}[〔\[［【]\s*[0-9]{{4}}\s*[〕\]］】]\s*第?[0-9]{{1,5}})\s*[）)]"
)

# 文种: 条例第八条的十五种, and the kinds that gazettes print beside them.
STATUTORY_TYPES = tuple("决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要".split())
OTHER_TYPES = tuple("令 办法 规定 细则 规则 条例 方案 规划 计划 要点 预案 章程 答复 复函".split())
TYPE_AT_END = lazy.regex(rf"(?P<type>{'|'.join((*STATUTORY_TYPES, *OTHER_TYPES))})(?:[（(][^（）()]{{1,12}}[）)])?$")

ORGAN_END = (
    "人民政府|人民代表大会|常务委员会|常委会|办公室|办公厅|委员会|管委会|领导小组|指挥部|法院|检察院|国务院|"
    "总局|局|厅|部|署|院|中心|公司|集团|银行|支行|大队|总队|联合会|联社|工商联|总会|协会|学会|剧团|县委|市委|省委|区委"
)

TERMINAL = "。！？!?；;：:…"
CLOSERS = "”’》）)】」』*"
_DIGITS = str.maketrans("零〇○OＯ一二三四五六七八九", "00000123456789")


def numeral(printed: str) -> int | None:
    """The number a Chinese numeral or Arabic digits mean, or None.

    >>> numeral("二十五"), numeral("十"), numeral("一百零三"), numeral("６"), numeral("甲")
    (25, 10, 103, 6, None)
    """
    if printed.isdecimal():
        return int(printed)
    units = {"十": 10, "百": 100, "千": 1000}
    digits = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
    total = digit = 0
    for char in printed:
        if char in units:
            total, digit = total + (digit or 1) * units[char], 0
        elif char in digits:
            digit = digits[char]
        else:
            return None
    return total + digit if printed else None


def integer(printed: str) -> int:
    """The number that digits mean, also those of a year in words; 0 for anything else.

    >>> integer("２０２３"), integer("二〇二三"), integer("十五"), integer("1 4")
    (2023, 2023, 15, 14)
    """
    bare = re.sub(r"\s+", "", printed)
    plain = bare.translate(_DIGITS) if len(bare) > 1 and not re.search("[十百千]", bare) else bare
    return numeral(plain) or 0


def read_date(printed: str) -> date | None:
    """The date a printed date means, or None where there is no such day.

    >>> read_date("2023 年 3 月 6 日"), read_date("二○一一年七月二十八日"), read_date("2023年2月30日")
    (datetime.date(2023, 3, 6), datetime.date(2011, 7, 28), None)
    """
    match = DATE.search(printed)
    try:
        if match:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        match = CN_DATE.search(printed)
        if match:
            return date(int(match["y"].translate(_DIGITS)), numeral(match["m"]) or 0, numeral(match["d"]) or 0)
    except ValueError:
        return None
    return None


def squeeze(printed: str) -> str:
    """A title or name on one line without layout spaces; one space stays between Latin words.

    >>> squeeze("关于印发 2023 年《报告》目标 任务的 通 知"), squeeze("JIANGXIAN  RENMIN")
    ('关于印发2023年《报告》目标任务的通知', 'JIANGXIAN RENMIN')
    """
    one_line = re.sub(r"\s+", " ", printed.replace("**", "")).strip()
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", one_line)


def comparable(printed: str) -> str:
    """A string for comparing: no white space, no Markdown, punctuation of one width.

    >>> comparable("增长 7%左右, **（一）**") == comparable("增长7%左右，(一)")
    True
    """
    bare = re.sub(r"\s+|\*\*", "", printed)
    return bare.translate(str.maketrans("（），；：！？［］", "(),;:!?[]"))
