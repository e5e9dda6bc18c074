"""Programs of regular expressions that are carried over from run to run in the user's cache.

Two thirds of the time of a first page went into compiling patterns that had been compiled in the run before.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lod import caches, lazy, packing

KIND = "patterns"
MOST = 5000  # more than the package and an office's own rules have; beyond that nothing is added


@contextmanager
def carried() -> Iterator[None]:
    """While this lasts, what earlier runs of this interpreter compiled is known; at its end what is new is kept.

    >>> with carried():
    ...     lazy.regex("第[0-9]+条").findall("第25条")
    ['第25条']
    """
    lazy.programs.update(_kept())
    known = len(lazy.programs)
    try:
        yield
    finally:
        if known < len(lazy.programs) <= MOST:
            kept = {key: tuple(program) for key, program in lazy.programs.items()}
            caches.put(KIND, _key(), packing.pack(kept, []))


def _kept() -> dict[tuple[str, int], lazy.Program]:
    stored = caches.get(KIND, _key())
    try:
        kept = packing.unpack(stored, []) if stored is not None else {}
        return {key: lazy.Program(*program) for key, program in kept.items()}
    except (packing.NotPacked, AttributeError, TypeError):  # damaged, or of another version
        return {}


def _key() -> str:
    # A program is of one interpreter; a pattern is its own key.
    return caches.key([], sys.version, sys.byteorder, re.__file__)
