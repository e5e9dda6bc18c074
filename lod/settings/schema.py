"""The settings that exist: what each is called, what it may hold, and what holds where nobody says anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LEVELS = ("off", "info", "warning", "error")
SEVERITIES = LEVELS[1:]
LANGUAGES = ("zh", "en")


class Wrong(Exception):
    """A value that a setting cannot hold; ``path`` leads to it below the setting."""

    def __init__(self, what: str, *path: str) -> None:
        super().__init__(what)
        self.path = path


@dataclass(frozen=True, slots=True)
class Special:
    """Settings for documents of one type or of one authority: rules off, rules on, severities."""

    ignore: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()


Read = Callable[[Any, Path], Any]


def _codes(value: Any, folder: Path) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in _strings(value, folder))


def _strings(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
        raise Wrong("is a list of strings")
    return tuple(value)


def _string(value: Any, folder: Path) -> str:
    if not isinstance(value, str) or not value or "\0" in value:
        raise Wrong("is a string")
    return value


def _path(value: Any, folder: Path) -> Path:
    return folder / _string(value, folder)


def _paths(value: Any, folder: Path) -> tuple[Path, ...]:
    return tuple(folder / item for item in _strings(value, folder))


def _flag(value: Any, folder: Path) -> bool:
    if not isinstance(value, bool):
        raise Wrong("is true or false")
    return value


def _count(value: Any, folder: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Wrong("is a whole number from 0")
    return value


def _one_of(*choices: str) -> Read:
    def read(value: Any, folder: Path) -> str:
        if value not in choices:
            raise Wrong(f"is one of {', '.join(choices)}")
        return str(value)

    return read


def _levels(value: Any, folder: Path) -> dict[str, str]:
    return {code.upper(): level for code, level in _table(_one_of(*LEVELS))(value, folder).items()}


def _table(read: Read) -> Read:
    def of(value: Any, folder: Path) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Wrong("is a table")
        return {name: _inside(read, item, folder, name) for name, item in value.items()}

    return of


def _inside(read: Read, value: Any, folder: Path, name: str) -> Any:
    try:
        return read(value, folder)
    except Wrong as wrong:
        raise Wrong(str(wrong), name, *wrong.path) from None


_SPECIAL: dict[str, Read] = {"ignore": _codes, "select": _codes, "severity": _levels}


def _special(value: Any, folder: Path) -> Special:
    if not isinstance(value, Mapping):
        raise Wrong("is a table of ignore, select and severity")
    for name in value:
        if name not in _SPECIAL:
            raise Wrong(f"is unknown here; there are {', '.join(_SPECIAL)}", name)
    said = {name: _inside(_SPECIAL[name], item, folder, name) for name, item in value.items()}
    return Special(said.get("ignore", ()), said.get("select", ()), tuple(said.get("severity", {}).items()))


# Each setting with its reader and its default. Settings that are tables are merged name by name, and the extend-
# settings add up; all others are replaced by the layer that speaks last.
READERS: dict[str, tuple[Read, Any]] = {
    "select": (_codes, ()),
    "ignore": (_codes, ()),
    "extend-select": (_codes, ()),
    "extend-ignore": (_codes, ()),
    "preview": (_flag, False),
    "profile": (_string, "general"),
    "rules": (_paths, ()),
    "registry": (_paths, ()),
    "severity": (_levels, {}),
    "fail-on": (_one_of(*SEVERITIES), "warning"),
    "max-warnings": (_count, None),
    "max-findings": (_count, 1000),
    "time-limit": (_count, 60),
    "baseline": (_path, None),
    "suppressions": (_path, None),
    "exclude": (_strings, ()),
    "format": (_string, "text"),
    "lang": (_one_of(*LANGUAGES), None),
    "per-file-ignores": (_table(_codes), {}),
    "per-type": (_table(_special), {}),
    "per-authority": (_table(_special), {}),
    "jobs": (_count, 0),
    "cache": (_flag, True),
}
SELECTING = ("select", "ignore", "extend-select", "extend-ignore")
TABLES = ("severity", "per-file-ignores", "per-type", "per-authority")
EXTENDS = "extends"


def codes_in(name: str, value: Any) -> list[tuple[tuple[str, ...], str]]:
    """The rule codes that a setting names, each with the path of the key that it stands at.

    >>> codes_in("severity", {"NUM": "off"})
    [(('severity', 'NUM'), 'NUM')]
    """
    if name in SELECTING:
        return [((name,), code) for code in value]
    if name == "severity":
        return [((name, code), code) for code in value]
    if name == "per-file-ignores":
        return [((name, glob), code) for glob, codes in value.items() for code in codes]
    if name in ("per-type", "per-authority"):
        return [((name, key, field), code) for key, special in value.items() for field, code in _named(special)]
    return []


def _named(special: Special) -> list[tuple[str, str]]:
    found = [("ignore", code) for code in special.ignore] + [("select", code) for code in special.select]
    return found + [("severity", code) for code, _ in special.severity]
