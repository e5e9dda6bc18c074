"""Regular expressions that are compiled when they are first used.

A run uses a third of them, and compiling them all takes longer than everything else that is done for a page.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


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
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        self.__dict__[name] = found  # the next time it is found without coming here
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)
