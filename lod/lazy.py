"""Regular expressions that are compiled when they are first used, and only once.

A run uses a third of them, and compiling these takes longer than everything else that is done for a page. What the
compiler makes of a pattern, its program, is kept here, so that `lod.programs` can carry it over to the next run.
"""

from __future__ import annotations

import re
from array import array
from functools import cached_property
from typing import Any, NamedTuple, cast

try:
    # Not public, and the only way to what `re.compile` works out: without them, patterns are compiled in each run.
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:  # an interpreter that keeps them elsewhere
    _sre = None


class Program(NamedTuple):
    """What the compiler of regular expressions makes of a pattern; ``code`` holds unsigned integers of this machine."""

    flags: int
    code: bytes
    groups: int
    names: dict[str, int]
    group_names: tuple[str | None, ...]


# The program of each pattern with flags that was compiled, in this run or in one before.
programs: dict[tuple[str, int], Program] = {}


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, without the time it takes until somebody searches with it.

    >>> regex("[0-9]+").findall("2023年5月6日")
    ['2023', '5', '6']
    """
    return cast("re.Pattern[str]", Regex(pattern, flags))


class Regex:
    """Stands for a compiled pattern: whatever is asked of it is asked of that one.

    >>> Regex("[").pattern
    '['
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = int(flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        self.__dict__[name] = found  # the next time it is found without coming here
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        if _sre is None:
            return re.compile(self.pattern, self._flags)
        key = (self.pattern, self._flags)
        if key not in programs:
            programs[key] = _program(*key)
        flags, code, *groups = programs[key]
        return cast("re.Pattern[str]", _sre.compile(self.pattern, flags, memoryview(code).cast("I").tolist(), *groups))


def _program(pattern: str, flags: int) -> Program:
    parsed = _parser.parse(pattern, flags)
    code: list[int] = _compiler._code(parsed, flags)
    names = dict(parsed.state.groupdict)
    by_number = {number: name for name, number in names.items()}
    group_names = tuple(by_number.get(number) for number in range(parsed.state.groups))
    packed = array("I", code).tobytes()
    return Program(flags | parsed.state.flags, packed, parsed.state.groups - 1, names, group_names)
