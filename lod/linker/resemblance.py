"""Tasks of one list that say the same: one text, but for words that change nothing or are put in.

Tasks that differ in a name, a number or a phase (一期, 二期) are two, however alike they look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lod import lazy
from lod.addresses import addresses
from lod.linker import additions
from lod.linker.drift import LIGHT
from lod.model import Document, Part, Ref, Value
from lod.parser.patterns import comparable

SHORTEST = 8
SHORTEST_EQUAL = 6
PUT_IN = 0.25  # of the longer text
LIGHT_WORDS = lazy.regex(f"(?:{LIGHT.pattern.removesuffix('*')})|[。!?]")
# 稳定在21万吨, 保持在21万吨: whichever is said, the aim is one
# and 完成老旧小区改造16个 says 改造老旧小区16个 in another order
SAID_OTHERWISE = lazy.regex(
    "(?:稳定|保持|维持)(?=在)|达到?(?=[0-9])|完成(?!率)|实现|进行|^(?:新建|建设|新增|建成|打造)"
)
# 产业园二期工程 and 产业园二期项目 are one
LAST_WORDS = lazy.regex("(?:工程|项目)(?:建设|工作)?(?=[。，；,;]|$)")
NUMBERS = lazy.regex("[0-9.]+[^0-9.]?")
# What makes another task of it: a number, a phase, a place
OTHER = lazy.regex("[0-9一二三四五六七八九十百期批东西南北中乡镇村街路河市县区校院]")


def resemble(document: Document) -> Document:
    """The document with ``gz:resembles`` at each task that repeats an earlier one of its list.

    >>> from lod import parser
    >>> from lod.model import Source, Text
    >>> chars = "1. 推进农村水网改造工程。\\n责任单位：水务局\\n2. 加快推进农村水网改造工程建设。\\n责任单位：水务局"
    >>> found = resemble(parser.parse(Text(Source("-", "text/plain", b""), chars)))
    >>> [part.get("gz:resembles") for part in found.root.walk() if part.kind == "Task"]
    [None, Ref(address='/task_1')]
    """
    tasks = [part for part in document.root.walk() if part.kind == "Task"]
    if len(tasks) < 2:
        return document
    at = addresses(document)
    earlier = _earlier([(part, _bare(str(part.get("gz:text")))) for part in tasks])
    said = {key: [Value("gz:resembles", Ref(at[id(other)]))] for key, other in earlier.items()}
    return replace(document, root=additions.state(document.root, said)) if said else document


def _earlier(tasks: Sequence[tuple[Part, str]]) -> Mapping[int, Part]:
    # By id of a task: the first one that it repeats. Texts are compared only with those that begin or end alike,
    # or have the same characters.
    found: dict[int, Part] = {}
    edges: dict[tuple[int, str], list[tuple[Part, str]]] = {}
    for part, words in tasks:
        if len(words) < SHORTEST_EQUAL:
            continue
        keys = {(0, words[:4]), (1, words[-4:]), (2, "".join(sorted(words)))}
        candidates = [other for key in sorted(keys) for other in edges.get(key, ())]
        alike = next((other for other, others in candidates if _same(words, others)), None)
        if alike:
            found[id(part)] = alike
        for key in keys:
            edges.setdefault(key, []).append((part, words))
    return found


def _bare(words: str) -> str:
    return SAID_OTHERWISE.sub("", LIGHT_WORDS.sub("", LAST_WORDS.sub("", comparable(words))))


def _same(one: str, other: str) -> bool:
    if sorted(one) == sorted(other):
        return NUMBERS.findall(one) == NUMBERS.findall(other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST or len(longer) - len(shorter) > PUT_IN * len(longer):
        return False
    at = 0
    put_in = []
    for char in longer:
        if at < len(shorter) and char == shorter[at]:
            at += 1
        else:
            put_in.append(char)
    return at == len(shorter) and not OTHER.search("".join(put_in))
