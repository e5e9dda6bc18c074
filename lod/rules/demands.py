"""What a query cannot do without: names that a store must hold, or the query finds nothing.

Most queries find nothing on most pages, and a store answers much sooner whether it holds a name than a whole query.
Only what is certain counts: names of patterns that must match, not those of OPTIONAL, UNION, EXISTS, alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lod import lazy

_PREFIX = lazy.regex(r"\bPREFIX\s+(\w+):\s*<([^<>]*)>", re.IGNORECASE)
_TOKEN = lazy.regex(
    r"""(?P<skip> <[^<>"{}|^`\\\s]*> | \"\"\".*?\"\"\" | \'\'\'.*?\'\'\' | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'
        | \#[^\r\n]* | \s+ )
      | (?P<token> [?$]\w+ | \w*:[\w:%.\\-]*[\w:%\\-] | \w+ | . )""",
    re.VERBOSE | re.DOTALL,
)
# A comparison without a blank could be taken for the begin of an IRI.
_UNCLEAR = lazy.regex(r"<[?$(]")
_NAME = lazy.regex(r"(\w+):(\w+)")
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
# After these a group in braces is a pattern that must match; after any other word it may be anything.
_BEFORE_GROUP = frozenset("{}.")
_BESIDE_OPTIONAL_NAME = frozenset("*?!^(")


def demands(query: str) -> tuple[str, ...]:
    """The IRIs without which a query that selects finds nothing, in alphabetical order.

    >>> demands('PREFIX e: <e:> SELECT ?a { ?a a e:A ; e:b "e:c" OPTIONAL { ?a e:d ?d } FILTER (?a != e:e) }')
    ('e:A', 'e:b')
    >>> demands("PREFIX e: <e:> SELECT ?a { { SELECT (COUNT(?a) AS ?n) { ?a a e:A } } ?b e:b*/e:c ?n }")
    ('e:c',)
    """
    tokens = [match["token"] for match in _TOKEN.finditer(query) if match["token"]]
    upper = [token.upper() for token in tokens]
    if "SELECT" not in upper or _UNCLEAR.search(query):
        return ()
    prefixes = dict(_PREFIX.findall(query))
    names, _ = _Reader(tokens, upper).select(upper.index("SELECT"))
    found = (match for name in names if (match := _NAME.fullmatch(name)))
    return tuple(sorted({prefixes[match[1]] + match[2] for match in found if match[1] in prefixes}))


class _Reader:
    def __init__(self, tokens: Sequence[str], upper: Sequence[str]) -> None:
        self.tokens, self.upper = [*tokens, "", ""], [*upper, "", ""]

    def select(self, at: int) -> tuple[set[str], int]:
        """What a SELECT needs that begins there, and where its pattern ends."""
        begin = at
        while self.tokens[at] not in ("{", ""):
            at = self._behind_parenthesis(at + 1) if self.tokens[at] == "(" else at + 1
        counts = not _AGGREGATES.isdisjoint(self.upper[begin:at])
        names, end = self.group(self._behind(at))
        # Without groups an aggregate has an answer even where nothing matches.
        alone = self.upper[end] == "HAVING" or (counts and self.upper[end] != "GROUP")
        return (set() if alone else names), end

    def group(self, at: int) -> tuple[set[str], int]:
        """What a group needs whose brace opened just before, and what comes behind it."""
        if self.upper[at] == "SELECT":
            names, at = self.select(at)
            while self.tokens[at] not in ("}", ""):
                at += 1
            return names, self._behind(at)
        names, certain = set[str](), True
        while (token := self.tokens[at]) not in ("}", ""):
            if token == "{":
                inner, end = self.group(at + 1)
                if self.tokens[at - 1] in _BEFORE_GROUP and self.upper[end] != "UNION":
                    names |= inner
                at = end
                continue
            if token == "(":
                at = self._behind_parenthesis(at + 1)
                continue
            certain = certain and token != "|"
            if ":" in token and _BESIDE_OPTIONAL_NAME.isdisjoint((self.tokens[at - 1], self.tokens[at + 1])):
                names.add(token)
            at += 1
        return (names if certain else set()), self._behind(at)

    def _behind(self, at: int) -> int:
        return at + bool(self.tokens[at])  # a query may break off anywhere

    def _behind_parenthesis(self, at: int) -> int:
        depth = 1
        while depth and self.tokens[at]:
            depth += {"(": 1, ")": -1}.get(self.tokens[at], 0)
            at += 1
        return at
