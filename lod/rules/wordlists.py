"""Word lists of rules: `{words}` in a pattern stands for all wrong words that the rule's file lists.

`{pairs}` stands for two characters of each, several times quicker to look for: enough where `lint:locate` looks again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from lod.vocab import expand

WORDS, PAIRS = "{words}", "{pairs}"
_WRONG, _RIGHT = ox.NamedNode(expand("lint:wrong")), ox.NamedNode(expand("lint:right"))
_QUERY = ox.NamedNode(expand("sh:select"))
_PATTERNS = frozenset(expand(curie) for curie in ("sh:pattern", "sh:select", "lint:locate", "lint:pattern"))


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches any of some words, the longest first.

    >>> alternation(["截止目前", "截止到目前", "1.5"])
    '(?:截止到目前|截止目前|1\\\\.5)'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(_escaped, ordered)) + ")"


def pairs(words: Mapping[str, str]) -> str:
    """A pattern that matches in each wrong word the two characters where it first differs from the right one.

    >>> pairs({"截止目前": "截至目前", "截止今年": "截至今年", "真抓实千": "真抓实干", "巳": "已"})
    '(?:实千|巳|止[今目])'
    """
    following: dict[str, set[str]] = defaultdict(set)
    for wrong, right in words.items():
        same = next((i for i, (a, b) in enumerate(zip(wrong, right, strict=False)) if a != b), 0)
        pair = wrong[same : same + 2] if same + 1 < len(wrong) else wrong[-2:]
        following[pair[0]].add(pair[1:])
    return "(?:" + "|".join(_escaped(first) + _any(following[first]) for first in sorted(following)) + ")"


def spelled_out(statements: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """The statements of a rule file, its wrong words written into the patterns that name them.

    >>> spelled_out([])
    ()
    """
    stated = tuple(statements)
    wrong, right = _literals(stated, _WRONG), _literals(stated, _RIGHT)
    if not wrong:
        return stated
    patterns = {
        WORDS: alternation(wrong.values()),
        PAIRS: pairs({word: right.get(node, "") for node, word in wrong.items()}),
    }
    return tuple(_filled(triple, patterns) for triple in stated)


def _escaped(text: str) -> str:
    return re.sub(r"([.^$*+?()\[\]{}|\\-])", r"\\\1", text)


def _any(characters: set[str]) -> str:
    if "" in characters:
        return ""
    inside = "".join(map(_escaped, sorted(characters)))
    return f"[{inside}]" if len(characters) > 1 else inside


def _literals(stated: Iterable[ox.Triple], predicate: ox.NamedNode) -> dict[object, str]:
    return {t.subject: t.object.value for t in stated if t.predicate == predicate and isinstance(t.object, ox.Literal)}


def _filled(triple: ox.Triple, patterns: Mapping[str, str]) -> ox.Triple:
    value = triple.object
    if triple.predicate.value not in _PATTERNS or not isinstance(value, ox.Literal):
        return triple
    text = value.value
    for place, pattern in patterns.items():
        if place in text:
            # in a query it stands in a string
            text = text.replace(place, pattern.replace("\\", "\\\\") if triple.predicate == _QUERY else pattern)
    return triple if text == value.value else ox.Triple(triple.subject, triple.predicate, ox.Literal(text))
