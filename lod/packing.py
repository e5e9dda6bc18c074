"""Results and rules as bytes, to be sent between processes and kept in a cache.

Texts stay where they are and are named by their place in a list. Bytes from a cache may be anything, written by anybody
who can write there: only the types of results and rules are ever made from them.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from typing import Any

from lod.model import Text

_MODULES = ("lod.model", "lod.linter.stages", "lod.rules", "lod.rules.shape")
_TYPES = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "frozenset"), ("pathlib", "PosixPath")}
_TYPES |= {("pathlib", "WindowsPath")}


class NotPacked(Exception):
    """Bytes that are no packed result."""


def pack(result: object, texts: Sequence[Text]) -> bytes:
    """A result as bytes, without the texts that it points into.

    >>> unpack(pack([1, 2], []), [])
    [1, 2]
    """
    packed = io.BytesIO()
    _Packer(packed, texts).dump(result)
    return packed.getvalue()


def unpack(packed: bytes, texts: Sequence[Text]) -> Any:
    """The result, pointing into these texts. Raises NotPacked for bytes that are none."""
    try:
        return _Unpacker(io.BytesIO(packed), texts).load()
    except Exception as error:  # whatever a pickle of somebody else's making can raise
        raise NotPacked(str(error)) from error


class _Packer(pickle.Pickler):
    def __init__(self, file: io.BytesIO, texts: Sequence[Text]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._places = {id(text): number for number, text in enumerate(texts)}

    def persistent_id(self, value: object) -> int | None:
        return self._places.get(id(value)) if isinstance(value, Text) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, texts: Sequence[Text]) -> None:
        super().__init__(file)
        self._texts = texts

    def persistent_load(self, place: int) -> Text:
        return self._texts[place]

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _TYPES:
            return super().find_class(module, name)
        # A module also holds what it imports, and a dotted name leads on from there to anything.
        found = super().find_class(module, name) if module in _MODULES and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module:
            raise NotPacked(f"{module}.{name} is no type of a result")
        return found
