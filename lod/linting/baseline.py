"""A baseline: the findings that were there when an office began to lint, so that only new ones are told.

A finding is known by its file, its code and the text it quotes, with how often that occurs. Lines do not count.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod.model import ConfigError, Diagnostic

VERSION = 1
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Baseline:
    """Known findings, each with how often it occurs; files are relative to the folder of the baseline."""

    path: Path
    known: Counter[Key]

    def new(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics that are not known: of five where three are known, the last two."""
        left = self.known.copy()
        fresh = []
        for diagnostic in found:
            key = _key(diagnostic, self.path)
            if left[key] > 0:
                left[key] -= 1
            else:
                fresh.append(diagnostic)
        return fresh

    def stale(self, found: Iterable[Diagnostic], names: Iterable[str]) -> list[Key]:
        """The known findings of the linted files that are found no longer."""
        linted = {_relative(name, self.path) for name in names}
        left = self.known - Counter(_key(diagnostic, self.path) for diagnostic in found)
        return sorted(key for key in left if key[0] in linted)


def read(path: Path) -> Baseline:
    """A baseline from its file. Raises ConfigError for one that cannot be used."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = [_row(row) for row in content["findings"]]
        if content["version"] != VERSION:
            raise ConfigError(f"{path} is a baseline of version {content['version']}; this program knows {VERSION}.")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.") from error
    except json.JSONDecodeError as error:
        raise ConfigError(f"{path}:{error.lineno}: this is no JSON: {error.msg}.") from error
    except (UnicodeDecodeError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ConfigError(f"{path} is no baseline; write it anew with --write-baseline.") from error
    known: Counter[Key] = Counter()
    for key, count in rows:
        known[key] += count
    return Baseline(path, known)


def text(found: Iterable[Diagnostic], path: Path) -> str:
    """The baseline of what was found, for a file at ``path``: the same findings always give the same bytes.

    >>> text([], Path("baseline.json"))
    '{\\n  "version": 1,\\n  "findings": []\\n}\\n'
    """
    counted = Counter(_key(diagnostic, path) for diagnostic in found)
    rows = [{"file": f, "code": c, "quote": q, "count": n} for (f, c, q), n in sorted(counted.items())]
    return json.dumps({"version": VERSION, "findings": rows}, ensure_ascii=False, indent=2) + "\n"


def _row(row: Any) -> tuple[Key, int]:
    return (str(row["file"]), str(row["code"]), str(row["quote"])), int(row.get("count", 1))


def _key(diagnostic: Diagnostic, path: Path) -> Key:
    quote = re.sub(r"\s", "", diagnostic.text.slice(diagnostic.span))
    return _relative(diagnostic.text.source.name, path), diagnostic.rule.code, quote


def _relative(name: str, path: Path) -> str:
    return Path(os.path.relpath(os.path.abspath(name), os.path.abspath(path.parent))).as_posix()
