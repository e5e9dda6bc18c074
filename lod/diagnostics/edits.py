"""From what a rule says of its fix to edits: only the characters that are at fault change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from lod import lazy
from lod.model import Edit, Span
from lod.parser.lines import Joined

_GROUP = lazy.regex(r"\$([1-9])")
_NAMED = lazy.regex(r"\{\??(\w+)\}")


def edits(joined: Joined, match: re.Match[str], template: str, values: Mapping[str, str]) -> tuple[Edit, ...]:
    """The edits that turn a match in a joined text into what a template says.

    >>> joined = Joined("发[2023]1号", tuple(range(10, 18)))
    >>> match = re.search(".([0-9]{4}).", joined.chars)
    >>> [(e.span.start, e.replacement) for e in edits(joined, match, "〔$1〕", {})]
    [(11, '〔'), (16, '〕')]
    """
    wanted = expand(match, template, values)
    steps = SequenceMatcher(None, match[0], wanted, autojunk=False).get_opcodes()
    return tuple(
        edit
        for what, start, end, new_start, new_end in steps
        if what != "equal"
        for edit in _edits(joined, match.start() + start, match.start() + end, wanted[new_start:new_end])
    )


def complete(match: re.Match[str], template: str, values: Mapping[str, str]) -> bool:
    """Whether a finding has all that a template asks for: a query may know what is right only sometimes, and a whole
    node that is marked for want of a narrower place has no groups.

    >>> whole = re.search(".+", "6")
    >>> complete(whole, "{?right}日", {"right": "6"}), complete(whole, "{?right}日", {}), complete(whole, "$1日", {})
    (True, False, False)
    """
    groups = max(map(int, _GROUP.findall(template)), default=0)
    return groups <= match.re.groups and set(_NAMED.findall(template)) <= values.keys()


def expand(match: re.Match[str], template: str, values: Mapping[str, str]) -> str:
    """A template with ``$1`` … replaced by groups of a match and ``{?name}`` by values of the finding.

    >>> expand(re.search("(王)大风", "王大风"), "$1{?rest}", {"rest": "大凤"})
    '王大凤'
    """
    filled = _GROUP.sub(lambda group: match[int(group[1])] or "", template)
    return _NAMED.sub(lambda name: values.get(name[1], name[0]), filled)


def _edits(joined: Joined, start: int, end: int, replacement: str) -> Iterator[Edit]:
    # A stretch of joined text may run over a line break of the source; the break stays.
    if start == end:
        at = joined.offsets[start] if start < len(joined.offsets) else joined.offsets[-1] + 1
        yield Edit(Span(at, at), replacement)
        return
    while start < end:
        stop = start + 1
        while stop < end and joined.offsets[stop] == joined.offsets[stop - 1] + 1:
            stop += 1
        yield Edit(joined.span(start, stop), replacement)
        start, replacement = stop, ""
