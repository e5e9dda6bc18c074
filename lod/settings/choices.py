"""Which rules take part, and how severe their findings are: what the layers say of a rule's code, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lod.model import Rule
from lod.settings.schema import Special

ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one layer says: the rules it starts anew from (None: those of the layers before), rules on, off, levels."""

    select: tuple[str, ...] | None = None
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()


def severity(choices: Iterable[Choice], rule: Rule, found: str, preview: bool) -> str | None:
    """The severity of a rule's finding, or None where the rule is off. ``found`` is what the rule itself says.

    Within a layer the longer code wins, and of two equal ones that which switches off. A preview rule is on where
    previews are, or where its whole code is selected.

    >>> from lod import rules
    >>> rule = rules.load().rules["NUM002"]
    >>> severity([Choice(off=("NUM",), on=("NUM002",))], rule, "error", False)
    'error'
    >>> severity([Choice(levels=(("NUM", "info"),)), Choice(off=("NUM002",))], rule, "error", False) is None
    True
    """
    on, named, level = True, False, found
    for choice in choices:
        wanted = (*(choice.select or ()), *choice.on)
        chosen, refused = longest(wanted, rule.code), longest(choice.off, rule.code)
        if choice.select is not None:
            on, named = False, False
        if chosen is not None and (refused is None or len(chosen) > len(refused)):
            on, named = True, named or rule.code in wanted
            level = found if level == "off" else level
        elif refused is not None:
            on = False
        level = _level(choice.levels, rule.code) or level
    return level if on and level != "off" and (preview or named or not rule.preview) else None


def special(specials: Iterable[Special], rule: Rule, severity: str | None, found: str) -> str | None:
    """The same within a document of a certain type or authority, given what holds elsewhere."""
    for one in specials:
        chosen, refused = longest(one.select, rule.code), longest(one.ignore, rule.code)
        if refused is not None and (chosen is None or len(refused) >= len(chosen)):
            severity = None
        elif chosen is not None:
            severity = severity or found
        level = _level(one.severity, rule.code)
        if level and (severity or level == "off"):
            severity = None if level == "off" else level
    return severity


def longest(prefixes: Iterable[str], code: str) -> str | None:
    """The longest of the codes and families that a rule's code belongs to.

    >>> longest(["N", "NUM", "TTL"], "NUM002"), longest([], "NUM002"), longest(["ALL"], "NUM002")
    ('NUM', None, '')
    """
    matching = ["" if prefix == ALL else prefix for prefix in prefixes if prefix == ALL or code.startswith(prefix)]
    return max(matching, key=len, default=None)


def known(name: str, codes: Iterable[str]) -> bool:
    """Whether a code or the beginning of one means some rule."""
    return name == ALL or (name != "" and any(code.startswith(name) for code in codes))


def _level(levels: Sequence[tuple[str, str]], code: str) -> str | None:
    said: Mapping[str, str] = {"" if name == ALL else name: level for name, level in levels}
    return said.get(longest([name for name, _ in levels], code) or "", None) if levels else None
