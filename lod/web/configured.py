"""Reads the settings of the server: flags before environment, that before the file, that before defaults.

The file is the one that the linter would find: the nearest `lod.toml` or `pyproject.toml`, in it the table `[serve]`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, fields
from pathlib import Path
from typing import Any

from lod.model import ConfigError
from lod.settings import layers
from lod.settings.layers import Layer
from lod.settings.schema import Wrong
from lod.web.settings import Settings

SECTION = "serve"
PREFIX = "LOD_SERVE_"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it holds: its key, its value, and who says so."""

    key: str
    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class Configured:
    """The settings that hold, and where each comes from."""

    settings: Settings
    rows: tuple[Row, ...]


def configure(
    flags: Mapping[str, Any], file: Path | None = None, environment: Mapping[str, str] | None = None
) -> Configured:
    """The settings that a command line, the environment and a configuration file give together.

    Raises ConfigError, which names the flag, the variable, or file and line, for what cannot be set so.

    >>> held = configure({"port": 80}, environment={"LOD_SERVE_WORKERS": "4"})
    >>> held.settings.port, held.settings.workers
    (80, 4)
    """
    default = Layer("default", {row.name: row.default for row in fields(Settings)})
    said = [default, *_from_file(file), *_from_environment(os.environ if environment is None else environment)]
    said += [Layer("command line", _from_flags(flags))]
    rows, values = [], {}
    for row in fields(Settings):
        layer = next(layer for layer in reversed(said) if row.name in layer.values)
        values[row.name] = layer.values[row.name]
        rows.append(Row(key_of(row), values[row.name], layer.origin((key_of(row),))))
    return Configured(Settings(**values), tuple(rows))


def key_of(row: Field[Any]) -> str:
    """What a setting is called in a file, and behind `--`.

    >>> key_of(fields(Settings)[0])
    'release'
    """
    return row.name.replace("_", "-")


def text(rows: tuple[Row, ...]) -> str:
    """One line for each setting, as it would stand in the file, with its origin behind it.

    >>> text((Row("port", 80, "command line"),))
    'port = 80  # command line\\n'
    """
    return "".join(f"{row.key} = {text_of(row.value)}  # {row.origin}\n" for row in rows)


def text_of(value: Any) -> str:
    """A value as TOML.

    >>> text_of(("a", "b")), text_of(True), text_of(0.5)
    ('["a", "b"]', 'true', '0.5')
    """
    return json.dumps(value, ensure_ascii=False)


def _from_flags(flags: Mapping[str, Any]) -> dict[str, Any]:
    given = {row: flags.get(row.name) for row in fields(Settings)}
    return {row.name: _parsed(row, value, f"--{key_of(row)}") for row, value in given.items() if value is not None}


def _from_environment(environment: Mapping[str, str]) -> Iterator[Layer]:
    for row in fields(Settings):
        variable = PREFIX + row.name.upper()
        if variable in environment:
            yield Layer(variable, {row.name: _parsed(row, environment[variable], variable)})


def _from_file(file: Path | None) -> Iterator[Layer]:
    layer = layers.section(file, SECTION) if file else None
    if layer is None or layer.file is None:
        return
    known = {key_of(row): row for row in fields(Settings)}
    values = {}
    for key, value in layer.values.items():
        if key not in known:
            raise layer.file.wrong(layer.key((key,)), f"there is no setting of the server called {key}")
        try:
            values[known[key].name] = _placed(known[key], _checked(known[key], value), layer.file.path.parent)
        except Wrong as wrong:
            raise layer.file.wrong(layer.key((key,)), f"{key} {wrong}") from None
    yield Layer(layer.kind, values, layer.file, layer.tables)


def _placed(row: Field[Any], value: Any, folder: Path) -> Any:
    # A path in a file starts at the file, as the linter's paths do.
    return str(folder / value) if row.metadata["path"] and value else value


def _parsed(row: Field[Any], said: Any, place: str) -> Any:
    try:
        return _checked(row, _typed(row.default, said) if isinstance(said, str) else said)
    except Wrong as wrong:
        raise ConfigError(f"{place} {wrong}, not {said!r}.") from None


def _typed(default: Any, said: str) -> Any:
    if isinstance(default, str):
        return said
    if isinstance(default, tuple):
        return [part.strip() for part in said.split(",") if part.strip()]
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise Wrong(_meant(default)) from None


def _checked(row: Field[Any], value: Any) -> Any:
    default = row.default
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Wrong(_meant(default))
        return tuple(value)
    number = isinstance(default, int | float) and not isinstance(default, bool)
    if number and isinstance(value, int | float) and not isinstance(value, bool):
        if not row.metadata["least"] <= value <= 2**53 or (isinstance(default, int) and value != int(value)):
            raise Wrong(f"{_meant(default)} from {row.metadata['least']:g}")
        return int(value) if isinstance(default, int) else float(value)
    if number or type(value) is not type(default):
        raise Wrong(_meant(default))
    if row.metadata["choices"] and value not in row.metadata["choices"]:
        raise Wrong(f"is one of {', '.join(row.metadata['choices'])}")
    return value


def _meant(default: Any) -> str:
    kinds = {bool: "is true or false", int: "is a whole number", float: "is a number", tuple: "is a list of strings"}
    return kinds.get(type(default), "is a string")
