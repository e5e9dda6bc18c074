"""Settings as `lod config show` prints them: each effective value, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lod.settings import Settings
from lod.settings.schema import READERS, TABLES, Special


@dataclass(frozen=True, slots=True)
class Row:
    """One effective value, or one of several that add up."""

    key: str
    value: Any
    origin: str


def rows(settings: Settings) -> Iterator[Row]:
    """Every effective value with its origin, in the order of the settings."""
    for name in READERS:
        if name in TABLES:
            for key, (value, layer) in settings.table(name).items():
                yield Row(f"{name}.{_quoted(key)}", _plain(value), layer.origin((name, key)))
        elif name.startswith("extend-"):
            said = [layer for layer in settings.layers if layer.values.get(name)]
            yield from (Row(name, _plain(layer.values[name]), layer.origin((name,))) for layer in said)
        else:
            yield Row(name, _plain(settings[name]), settings.origin(name))


def text(settings: Settings) -> str:
    """One line for each value, with its origin behind it.

    >>> from lod.settings import Resolver
    >>> print(text(Resolver({"preview": True}, isolated=True).of_folder(Path())).split("\\n")[2])
    preview = true  # command line
    """
    return "".join(f"{row.key} = {_toml(row.value)}  # {row.origin}\n" for row in rows(settings))


def as_json(settings: Settings) -> str:
    """The same as an array of objects with ``key``, ``value`` and ``origin``."""
    return json.dumps([asdict(row) for row in rows(settings)], ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Special):
        return {"ignore": list(value.ignore), "select": list(value.select), "severity": dict(value.severity)}
    return value


def _toml(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_quoted(key)} = {_toml(item)}" for key, item in value.items() if item) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _quoted(key: str) -> str:
    return (
        key
        if key.isascii() and key.replace("-", "").replace("_", "").isalnum()
        else json.dumps(key, ensure_ascii=False)
    )
