"""A stretch of a text by its characters, as `nif:beginIndex` counts them: `?char=12,40` (as in RFC 5147)."""

from __future__ import annotations

import re

from lod import vocab
from lod.model import LodError
from lod.stores.opened import OpenRelease

_RANGE = re.compile(r"(\d{1,12})?(,?)(\d{1,12})?", re.ASCII)


class BadRange(LodError):
    """A range that cannot be read."""


class OutsideText(LodError):
    """A range that the text does not have."""


def text_of(store: OpenRelease, iri: str) -> str | None:
    """The characters of a text; None for what is no text."""
    values = store.values(iri, vocab.expand("nif:isString"))
    return values[0].value if values else None


def slice_of(chars: str, asked: str) -> tuple[int, int]:
    """Begin and end of a range: `12,40`, from 12 on `12,`, up to 40 `,40`.

    Raises BadRange and OutsideText.

    >>> slice_of("中华人民共和国", "2,4"), slice_of("中华人民共和国", ",2"), slice_of("中华人民共和国", "5,")
    ((2, 4), (0, 2), (5, 7))
    """
    found = _RANGE.fullmatch(asked)
    if not found or not found[2] or not (found[1] or found[3]):
        raise BadRange(f"char={asked[:40]}")
    begin, end = int(found[1] or 0), int(found[3]) if found[3] else len(chars)
    if max(begin, end) > len(chars):
        raise OutsideText(f"char={asked}")
    if begin > end:
        raise BadRange(f"char={asked}")
    return begin, end
