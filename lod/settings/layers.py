"""Layers of settings: defaults, a profile, configuration files, the command line. A later layer speaks last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod import resources
from lod.model import ConfigError
from lod.settings import toml
from lod.settings.schema import EXTENDS, READERS, Wrong
from lod.settings.toml import TomlFile

NAMES = ("lod.toml", "pyproject.toml")
FOREIGN = ("serve",)  # tables of the same file that are not the linter's


@dataclass(frozen=True)
class Layer:
    """What one place says: its kind (``default``, ``profile``, ``file``, ``command line``), its settings, its file.

    ``tables`` are the tables of the file that may hold settings, such as ``("tool", "lod")``.
    """

    kind: str
    values: Mapping[str, Any]
    file: TomlFile | None = None
    tables: tuple[tuple[str, ...], ...] = ((),)

    def key(self, path: Sequence[str]) -> tuple[str, ...]:
        """The whole path of a setting in the file: it may stand in one of several tables."""
        return next((t for t in self.tables if self.file and _has(self.file.data, (*t, path[0]))), ()) + tuple(path)

    def origin(self, path: Sequence[str]) -> str:
        """Where a setting stands, for people: ``lod.toml:3``, ``default``, ``command line``."""
        if self.file is None:
            return self.kind
        place = f"{self.file.name}:{self.file.line(self.key(path))}"
        return f"profile {place}" if self.kind == "profile" else place


def defaults() -> Layer:
    """What holds where nobody says anything."""
    return Layer("default", {name: default for name, (_, default) in READERS.items()})


def nearest(folder: Path) -> Path | None:
    """The configuration file for a folder: its own, or that of the nearest folder around it."""
    for around in (folder, *folder.parents):
        for name in NAMES:
            if _configures(around / name):
                return around / name
    return None


def from_file(path: Path, kind: str = "file", seen: tuple[Path, ...] = ()) -> list[Layer]:
    """The layers of a configuration file: those it extends, then its own.

    Raises ConfigError, which names file and line, for whatever is no setting.
    """
    whole = path.resolve()
    if whole in seen:
        raise ConfigError(f"{seen[-1]}: extends leads back to {path}; the circle has to be broken.")
    file = toml.read(path)
    tables = _tables(file)
    said = {name: (table, value) for table in tables for name, value in _at(file, table).items()}
    values = {}
    for name, (table, value) in said.items():
        if name == "lint" and isinstance(value, Mapping) and (*table, name) in tables:
            continue
        if name in FOREIGN and table == tables[0]:
            continue
        if name != EXTENDS:
            values[name] = _read(file, table, name, value)
    return [*_extended(file, said.get(EXTENDS), kind, (*seen, whole)), Layer(kind, values, file, tables)]


def section(path: Path, name: str) -> Layer | None:
    """A table of a configuration file that is not the linter's, as it stands; None where the file has none.

    Raises ConfigError where the file cannot be read, or the name is that of something else than a table.
    """
    file = toml.read(path)
    root = ("tool", "lod") if file.path.name == "pyproject.toml" else ()
    values = _at(file, (*root, name))
    return Layer("file", values, file, ((*root, name),)) if values else None


def profile(name: str, around: Path) -> list[Layer]:
    """The layers of a profile: a built-in one by its name, or a file. Raises ConfigError for one that is not there."""
    if name.endswith(".toml"):
        return from_file(around / name, "profile")
    folder = resources.path("profiles")
    if not (folder / f"{name}.toml").is_file():
        known = ", ".join(sorted(file.stem for file in folder.glob("*.toml")))
        raise ConfigError(f"There is no profile called {name!r}; there are {known}, or give a .toml file.")
    return from_file(folder / f"{name}.toml", "profile")


def _configures(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        return path.name != "pyproject.toml" or b"[tool.lod" in path.read_bytes()
    except OSError:
        return True  # reading it in earnest says what is wrong


def _tables(file: TomlFile) -> tuple[tuple[str, ...], ...]:
    root = ("tool", "lod") if file.path.name == "pyproject.toml" else ()
    inner = _at(file, root).get("lint")
    return (root, (*root, "lint")) if isinstance(inner, Mapping) else (root,)


def _at(file: TomlFile, table: tuple[str, ...]) -> Mapping[str, Any]:
    found: Any = file.data
    for name in table:
        found = found.get(name, {}) if isinstance(found, Mapping) else {}
    if not isinstance(found, Mapping):
        raise file.wrong(table, f"{'.'.join(table)} is a table")
    return found


def _has(data: Mapping[str, Any], path: Iterable[str]) -> bool:
    found: Any = data
    for name in path:
        if not isinstance(found, Mapping) or name not in found:
            return False
        found = found[name]
    return True


def _read(file: TomlFile, table: tuple[str, ...], name: str, value: Any) -> Any:
    if name not in READERS:
        raise file.wrong((*table, name), f"there is no setting called {name}{_meant(name)}")
    try:
        return READERS[name][0](value, file.path.parent)
    except Wrong as wrong:
        raise file.wrong((*table, name, *wrong.path), f"{'.'.join((name, *wrong.path))} {wrong}") from None


def _meant(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, [*READERS, EXTENDS], 1)
    return f" (you may have meant {near[0]})" if near else ""


def _extended(
    file: TomlFile, said: tuple[tuple[str, ...], Any] | None, kind: str, seen: tuple[Path, ...]
) -> list[Layer]:
    if said is None:
        return []
    table, value = said
    paths = [value] if isinstance(value, str) else value
    if not isinstance(paths, list) or not all(isinstance(item, str) for item in paths):
        raise file.wrong((*table, EXTENDS), "extends is a path, or a list of paths")
    layers: list[Layer] = []
    for item in paths:
        other = file.path.parent / item
        if not other.is_file():
            raise file.wrong((*table, EXTENDS), f"there is no file {other} to extend")
        layers += from_file(other, kind, seen)
    return layers
