"""Word lists of rules: `{words}` in a pattern stands for all wrong words that the rule's file lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from lod.vocab import expand

PLACE = "{words}"
_WRONG = ox.NamedNode(expand("lint:wrong"))
_QUERY = ox.NamedNode(expand("sh:select"))
_PATTERNS = frozenset(expand(curie) for curie in ("sh:pattern", "sh:select", "lint:locate", "lint:pattern"))


def alternation(words: Iterable[str]) -> str:
    """A pattern that matches any of some words, the longest first.

    >>> alternation(["截止目前", "截止到目前", "1.5"])
    '(?:截止到目前|截止目前|1\\\\.5)'
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", word) for word in ordered) + ")"


def spelled_out(statements: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """The statements of a rule file, its wrong words written into the patterns that name them.

    >>> spelled_out([])
    ()
    """
    stated = tuple(statements)
    words = [t.object.value for t in stated if t.predicate == _WRONG and isinstance(t.object, ox.Literal)]
    if not words:
        return stated
    pattern = alternation(words)
    return tuple(_filled(triple, pattern) for triple in stated)


def _filled(triple: ox.Triple, pattern: str) -> ox.Triple:
    value = triple.object
    if triple.predicate.value not in _PATTERNS or not isinstance(value, ox.Literal) or PLACE not in value.value:
        return triple
    if triple.predicate == _QUERY:  # there it stands in a string
        pattern = pattern.replace("\\", "\\\\")
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(value.value.replace(PLACE, pattern)))
