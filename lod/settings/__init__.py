"""Settings: what a person, an office or a profile wants of the linter, and where each wish was written.

Every file that is linted has the settings of the nearest configuration file; the command line speaks last.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lod.model import ConfigError, Rule
from lod.settings import choices, layers
from lod.settings.choices import Choice
from lod.settings.layers import Layer
from lod.settings.schema import EXTENDS, LEVELS, SELECTING, Special, codes_in

__all__ = ["CONFIG_VARIABLE", "EXTENDS", "LEVELS", "Resolver", "Settings", "Unknown", "unknown_codes"]

CONFIG_VARIABLE = "LOD_CONFIG"


@dataclass(frozen=True)
class Settings:
    """The settings for the files of one folder.

    >>> settings = Resolver({"ignore": ("NUM",)}, isolated=True).of_folder(Path())
    >>> settings["ignore"], settings["fail-on"], settings.origin("ignore")
    (('NUM',), 'warning', 'command line')
    """

    layers: tuple[Layer, ...]
    folder: Path

    def __getitem__(self, name: str) -> Any:
        """A setting that is not a table: what the last layer says that says anything."""
        return next(layer.values[name] for layer in reversed(self.layers) if name in layer.values)

    def origin(self, name: str) -> str:
        """Where a setting comes from."""
        return next(layer.origin((name,)) for layer in reversed(self.layers) if name in layer.values)

    def table(self, name: str) -> dict[str, tuple[Any, Layer]]:
        """A setting that is a table: each entry with the layer that it comes from."""
        return {key: (value, layer) for layer in self.layers for key, value in layer.values.get(name, {}).items()}

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What the layers say of rules, the strongest last."""
        return tuple(_choice(layer) for layer in self.layers)

    def severity(self, rule: Rule, found: str) -> str | None:
        """The severity of a rule's finding, or None where the rule is off."""
        return choices.severity(self.choices, rule, found, self["preview"])

    def wants(self, rule: Rule) -> bool:
        """Whether a rule can find anything here, also if only in documents of one type or authority."""
        return self.severity(rule, rule.severity) is not None or any(
            choices.longest(special.select, rule.code) is not None for special in self._specials
        )

    @cached_property
    def selection(self) -> str:
        """All that decides which rules can find anything, as a word: equal for settings that want the same rules."""
        return repr((self.choices, self["preview"], list(self._specials)))

    @cached_property
    def file(self) -> Path | None:
        """The configuration file that speaks last, if any."""
        return next((layer.file.path for layer in reversed(self.layers) if layer.file and layer.kind == "file"), None)

    @property
    def _specials(self) -> Iterator[Special]:
        for name in ("per-type", "per-authority"):
            yield from (value for value, _ in self.table(name).values())


class Resolver:
    """Finds the settings for each folder, and reads each configuration file once.

    ``given`` are the settings of the command line. Raises ConfigError, which names file and line, for a bad file.
    """

    def __init__(self, given: Mapping[str, Any], config: Path | None = None, isolated: bool = False) -> None:
        said = os.environ.get(CONFIG_VARIABLE)
        self._given = given
        self._file = None if isolated else config or (Path(said) if said else None)
        self._isolated = isolated
        self._nearest: dict[Path, Path | None] = {}
        self._settings: dict[Path | None, Settings] = {}

    def of_file(self, path: Path) -> Settings:
        """The settings for a file that is linted."""
        return self.of_folder(path.parent)

    def of_folder(self, folder: Path) -> Settings:
        """The settings for the files in a folder."""
        file = self._file_for(Path(os.path.abspath(folder)))
        if file not in self._settings:
            self._settings[file] = self._resolve(file)
        return self._settings[file]

    def _file_for(self, folder: Path) -> Path | None:
        if self._file or self._isolated:
            return self._file
        if folder not in self._nearest:
            self._nearest[folder] = layers.nearest(folder)
        return self._nearest[folder]

    def _resolve(self, file: Path | None) -> Settings:
        own = layers.from_file(file) if file else []
        command_line = Layer("command line", self._given)
        named = next((layer for layer in (command_line, *reversed(own)) if "profile" in layer.values), None)
        base = layers.defaults()
        if named is None:
            profile = layers.profile(base.values["profile"], Path())
        else:
            profile = layers.profile(named.values["profile"], named.file.path.parent if named.file else Path())
        return Settings((base, *profile, *own, command_line), file.parent if file else Path())


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that no rule has, and the layer and key that name it."""

    code: str
    layer: Layer
    path: tuple[str, ...]


def unknown_codes(settings: Settings, codes: Callable[[], Collection[str]]) -> list[Unknown]:
    """The codes named in configuration files that no rule has. Raises ConfigError for one on the command line."""
    named = [
        Unknown(code, layer, path)
        for layer in settings.layers
        for name, value in layer.values.items()
        for path, code in codes_in(name, value)
    ]
    known = codes() if named else ()
    found = [one for one in named if not choices.known(one.code, known)]
    for unknown in found:
        if unknown.layer.file is None:
            raise ConfigError(f"No rule is called {unknown.code}, and no family of rules.")
    return found


def _choice(layer: Layer) -> Choice:
    said = {name: tuple(layer.values.get(name, ())) for name in SELECTING}
    select = said["select"] if "select" in layer.values and layer.kind != "default" else None
    levels = tuple(layer.values.get("severity", {}).items())
    return Choice(select, said["extend-select"], said["ignore"] + said["extend-ignore"], levels)
