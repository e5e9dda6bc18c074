"""Places that a text names often and once with a look-alike character: 平纱县 among many of 平沙县.

Only a place that heads the name of an organ and is printed more than once is evidence; names of GB/T 2260 are places of
their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lod import lazy
from lod.linker import additions
from lod.model import Document, Part, Span, Term, Value
from lod.parser.lines import Joined, join
from lod.registry import Registry

PLACE = lazy.regex("(?=([\u4e00-\u9fff]{2}[县市区旗镇乡]))")
# 平沙县水务局, 平沙县人民政府
HEADS_ORGAN = lazy.regex("(?=([\u4e00-\u9fff]{2}[县市区旗镇乡])(?:人民政府|[\u4e00-\u9fff]{2,10}?局))")
OFTEN = 2


def vary(document: Document, registry: Registry) -> Document:
    """The document with a ``gz:NameVariant`` (role ``place``) at a place that seems to be a misprint of another one.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> chars = "平沙县水务局牵头。\\n\\n在平沙县开展。\\n\\n请平沙县落实。\\n\\n报平纱县水务局。"
    >>> found = vary(parser.parse(Text(Source("-", "text/plain", b""), chars)), registry.load())
    >>> [part.get("gz:wording") for part in found.root.walk() if part.kind == "NameVariant"]
    ['平纱县']
    """
    leaves = [(part, join(document.text, part.span)) for part in additions.leaves(document.root)]
    counts = Counter(match[1] for _, joined in leaves for match in PLACE.finditer(joined.chars))
    organs = {match[1] for _, joined in leaves for match in HEADS_ORGAN.finditer(joined.chars)}
    often = {place for place in organs if counts[place] >= OFTEN}
    wrong = {
        other: place
        for place in sorted(often)
        for other in registry.misread(place)
        if counts[other] == 1 and other[-1] == place[-1] and other in organs and not registry.area_named(other)
    }
    if not wrong:
        return document
    found = {id(part): tuple(_variants(joined, wrong)) for part, joined in leaves}
    return replace(document, root=additions.hang(document.root, found, "place"))


def _variants(joined: Joined, wrong: dict[str, str]) -> Iterator[Part]:
    for match in PLACE.finditer(joined.chars):
        right = wrong.get(match[1])
        if right and not _side_by_side(match[1], right, joined.chars):
            span = joined.span(*match.span(1))
            yield _variant(match[1], right, span)


def _variant(printed: str, right: str, span: Span) -> Part:
    values = (
        Value("gz:wording", printed),
        Value("gz:preferredWording", right),
        Value("gz:formKind", Term("gz:misprint")),
        Value("gz:role", "place"),
        Value("gz:occurrences", 1),
    )
    return Part("NameVariant", "misprint", span, values)


def _side_by_side(one: str, other: str, chars: str) -> bool:
    # Two places in one enumeration are two places.
    between = "[^，。；]{0,12}[、和与及][^，。；]{0,12}"
    return bool(re.search(f"{one}{between}{other}|{other}{between}{one}", chars))
