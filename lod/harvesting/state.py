"""What a harvester has from earlier runs: the data sets by key, kept in a file between checks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lod.model import ConfigError


@dataclass(frozen=True, slots=True)
class State:
    """For each harvester by name: its data sets by key, each a title and a digest."""

    kept: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)

    def of(self, harvester: str) -> Mapping[str, tuple[str, str]]:
        """The data sets that a harvester has."""
        return self.kept.get(harvester, {})


def read_state(path: Path) -> State:
    """The state in a file, empty where there is none yet. Raises ConfigError for a file that is no state."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        kept = {name: {key: _entry(*entry) for key, entry in rows.items()} for name, rows in said.items()}
    except FileNotFoundError:
        return State()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is no state of a harvester that this command has written.") from error
    return State(kept)


def written(state: State) -> str:
    """A state as it is kept in a file.

    >>> print(written(State({"ckan": {"http://e/a": ("A", "1f")}})), end="")
    {"ckan": {"http://e/a": ["A", "1f"]}}
    """
    return json.dumps(state.kept, ensure_ascii=False, sort_keys=True) + "\n"


def _entry(title: str, digest: str) -> tuple[str, str]:
    return str(title), str(digest)
