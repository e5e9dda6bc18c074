"""One document under two names in a text: 同意《青石湖风景区详细规划》 for 青石湖景区详细规划."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lod import lazy
from lod.linker import additions
from lod.model import Document, Part, Text, Value

# What is named here is what the document is about.
ABOUT = lazy.regex("(?:同意|批准|印发|下发|所报|(?:报来|上报|报送|报批|审定|编制)的?|通过了?)(?:你[县市区局办厅州])?$")
# 关于报批…的请示 names its subject without marks
SUBJECT = lazy.regex("关于.+的(?:请示|报告|函|通知|批复|意见|决定|公告|通告)$")
KIND = lazy.regex("(?:规划|方案|办法|规定|细则|条例|意见|计划|预案|纲要|规则|制度|要点|协议)$")
MARKS = lazy.regex("[\\s《》〈〉<>“”、，,：:（）()·—-]+")
# A number, a phase, a level or a place makes another one of it.
ANOTHER = lazy.regex(
    "[0-9〇一二三四五六七八九十期批号省市县区乡镇村东西南北上下]$|^[0-9〇一二三四五六七八九十]|年|实施|修订|试行|暂行"
)
OTHER_ONE = lazy.regex("[0-9〇一二三四五六七八九十期批号省市县区乡镇村东西南北上下新旧老非不未大中小总副正反内外前后]")
BRACKETED = lazy.regex("[（(][^（）()]*[）)]")
GOES_ON = lazy.regex("的|和|及|与|等|$")
FIRST, LAST, MOST, LONG = 3, 4, 2, 9


def tell(document: Document) -> Document:
    """The document with ``gz:renames`` (a title) at each citation that names its subject otherwise than that title.

    >>> from lod import parser
    >>> from lod.model import Source
    >>> chars = "关于石桥区青石湖景区详细规划的批复\\n\\n石桥区人民政府：\\n\\n同意《青石湖风景区详细规划》。"
    >>> found = tell(parser.parse(Text(Source("-", "text/plain", b""), chars)))
    >>> [part.get("gz:renames") for part in found.root.walk() if part.kind == "Citation"]
    ['关于石桥区青石湖景区详细规划的批复']
    """
    works = additions.works(document.root)
    said = {id(part): [Value("gz:renames", title)] for work in works for part, title in _renamed(document.text, work)}
    return replace(document, root=additions.state(document.root, said)) if said else document


def _renamed(text: Text, work: Part) -> Iterator[tuple[Part, str]]:
    cited = [(part, str(part.get("gz:citedTitle") or "")) for part in work.walk() if part.kind == "Citation"]
    cited = [(part, title) for part, title in cited if title]
    titles = [str(work.get("dct:title") or ""), *(title for _, title in cited)]
    subjects = {_bare(title): title for title in titles if SUBJECT.search(title)}
    counts = Counter(_bare(title) for _, title in cited)
    usual: dict[str, dict[str, str]] = {}  # by their beginning
    for part, title in sorted(cited, key=lambda one: -counts[_bare(one[1])]):
        name = _bare(title)
        if KIND.search(name):
            about = ABOUT.search(text.chars[max(0, part.span.start - 8) : part.span.start])
            other = _subject(name, subjects) if about else None
            alike = usual.setdefault(name[:FIRST], {})
            other = other or next((said for known, said in alike.items() if _lacks_one(name, known)), None)
            if other:
                yield part, other
            alike.setdefault(name, title)


def _bare(title: str) -> str:
    return MARKS.sub("", BRACKETED.sub("", title))


def _subject(name: str, subjects: Mapping[str, str]) -> str | None:
    if any(name in subject for subject in subjects):
        return None
    return next((said for subject, said in subjects.items() if _nearly(name, subject)), None)


def _lacks_one(name: str, known: str) -> bool:
    # 资源利用 beside 资源化利用 in a long name
    shorter, longer = sorted((name, known), key=len)
    if len(longer) != len(shorter) + 1 or len(shorter) < LONG:
        return False
    at = next((n for n, (one, two) in enumerate(zip(shorter, longer, strict=False)) if one != two), len(shorter))
    return FIRST <= at <= len(shorter) - 2 and shorter[at:] == longer[at + 1 :] and not OTHER_ONE.match(longer, at)


def _nearly(name: str, subject: str) -> bool:
    # Whether a title says a name but for one stretch inside it.
    if len(name) < FIRST + LAST:
        return False
    start = subject.find(name[:FIRST])
    end = subject.find(name[-LAST:], start + FIRST) + LAST
    if start < 0 or end < LAST or not GOES_ON.match(subject, end):
        return False
    other = subject[start:end]
    common = next((at for at, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), 0)
    tail = next(at for at in range(len(name) + 1) if name[len(name) - at - 1] != other[len(other) - at - 1])
    tail = min(tail, len(name) - common, len(other) - common)
    here, there = name[common : len(name) - tail], other[common : len(other) - tail]
    return max(len(here), len(there)) <= MOST and not any(ANOTHER.search(word) for word in (here, there) if word)
