"""Bureaus named without their area, and one of them in two ways: 综合执法局 beside 综合行政执法局."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lod import lazy
from lod.linker import additions
from lod.model import Document, Part, Term, Text, Value
from lod.parser.lines import Joined, join
from lod.registry import Registry
from lod.registry.lookup import JOINING

# A name begins after a mark, or a word that no name of a bureau begins with.
BUREAU = lazy.regex(
    "(?:(?<![㐀-鿿])|(?<=[由请经向到和与及])|(?<=各[县市区旗州]))"
    "(?P<name>(?![由请经向各原报送])[㐀-鿿]{4,18}?(?:局|委员会|中心|办公室|大队))(?![长属内党机])"
)
AREA = lazy.regex(".{0,6}?(?P<level>[省州县旗镇]|市(?!场)|(?<!开发)(?<![园景社校灾新城库])区)(?=.{3})")
# 应急局 for 应急管理局 leaves out characters; these words make another full name.
PUT_IN = frozenset("和 与 及 行政 综合 发展 促进 经济 建设 服务 执法 管理 监督 保障".split())
CHARACTERS_LEFT_OUT = ("管理", "监督", "保障")
SHORT_NAME = lazy.regex("简称|更名|原名|改为|合并|组建|撤销")
SHORTEST = 5  # characters of a name that is no short form
MOST = 60  # names that are compared with one another


def vary(document: Document, registry: Registry) -> Document:
    """The document with a ``gz:NameVariant`` at the first place where it names a bureau otherwise than elsewhere.

    >>> from lod import parser, registry
    >>> from lod.model import Source
    >>> chars = "由综合行政执法局负责。\\n\\n列席：贺兰（综合执法局）、程诺（规划建设局）"
    >>> found = vary(parser.parse(Text(Source("-", "text/plain", b""), chars)), registry.load())
    >>> [part.get("gz:wording") for part in found.root.walk() if part.kind == "NameVariant"]
    ['综合执法局']
    """
    found: dict[int, list[Part]] = {}
    for work in additions.works(document.root):
        for part, variant in _of_work(document.text, work, registry):
            found.setdefault(id(part), []).append(variant)
    return replace(document, root=additions.hang(document.root, found, "bureau")) if found else document


def _of_work(text: Text, work: Part, registry: Registry) -> Iterator[tuple[Part, Part]]:
    kinds = (*additions.LEAVES, "AddresseeLine")
    leaves = [(part, join(text, part.span)) for part in additions.leaves(work, kinds)]
    named = [(part, joined, list(_names(joined))) for part, joined in leaves]
    counts = Counter(name for _, _, names in named for name, _ in names)
    if len(counts) < 2 or any(SHORT_NAME.search(joined.chars) for _, joined in leaves):
        return
    together = [frozenset(name for name, _ in names) for _, _, names in named if len(names) > 1]
    wrong = _wrong(counts, together, registry)
    for part, joined, names in named:
        for name, start in names:
            right = wrong.pop(name, None)
            if right:
                yield part, _variant(joined.part(start, start + len(name)), right, counts[name])


def _names(joined: Joined) -> Iterator[tuple[str, int]]:
    # 安山县财政局 and 县财政局 are one.
    for match in BUREAU.finditer(joined.chars):
        area = AREA.match(match["name"])
        start = match.start("name") + (area.start("level") if area else 0)
        yield joined.chars[start : match.end("name")], start


def _wrong(counts: Mapping[str, int], together: Sequence[frozenset[str]], registry: Registry) -> dict[str, str]:
    # Of two names of one bureau the one that is printed less, or that is not usual; names of one list are two bureaus.
    found: dict[str, str] = {}
    names = list(counts)[:MOST]
    for one, other in ((one, other) for at, one in enumerate(names) for other in names[at + 1 :]):
        if _one_bureau(one, other, registry) and not any({one, other} <= listed for listed in together):
            order = sorted((other, one), key=lambda name: (counts[name], name in registry.departments))
            found[order[0]] = order[1]
    return {wrong: right for wrong, right in found.items() if right not in found}


def _one_bureau(one: str, other: str, registry: Registry) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if AREA.match(shorter) or AREA.match(longer):
        # With its area a usual name is told by its entity.
        usual = all(JOINING.sub("", name[1:]) in registry.department_keys for name in (one, other))
        if usual or shorter[0] != longer[0]:
            return False
        shorter, longer = shorter[1:], longer[1:]
    if shorter.endswith("局") and longer.endswith("委员会"):
        return shorter.removesuffix("局") == longer.removesuffix("委员会") and len(shorter) >= SHORTEST
    if len(shorter) == len(longer):
        # 住房与城乡建设局 for 住房和城乡建设局
        return len(shorter) >= SHORTEST and JOINING.sub("、", shorter) == JOINING.sub("、", longer)
    at = next((n for n, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    put_in = longer[at : at + len(longer) - len(shorter)]
    whole = len(shorter) > SHORTEST or (len(shorter) == SHORTEST and put_in not in CHARACTERS_LEFT_OUT)
    return at >= 2 and shorter[at:] == longer[at + len(put_in) :] and put_in in PUT_IN and whole


def _variant(place: Joined, right: str, count: int) -> Part:
    values = (
        Value("gz:wording", place.chars),
        Value("gz:preferredWording", right),
        Value("gz:formKind", Term("gz:variantForm")),
        Value("gz:occurrences", count),
    )
    return Part("NameVariant", "bureau", place.whole(), values)
