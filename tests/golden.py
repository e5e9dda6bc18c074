"""Facts noted by a reader, questions to the graph, and differences between the two that say what is where."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lod import vocab

ROOT = Path(__file__).resolve().parent.parent
FACTS: dict[str, Any] = json.loads((ROOT / "data/golden/jiangxian-2023-01.facts.json").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = FACTS["documents"]
TASKS: dict[int, dict[str, Any]] = {task["ordinal"]: task for task in FACTS["tasks"]}
WIDE = str.maketrans("(),:;", "（），：；")

Row = dict[str, str]


def ask(store: ox.Store, query: str) -> list[Row]:
    """The rows of a SELECT on the union of all graphs; IRIs shortened, unbound variables left out."""
    solutions = store.query(query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: _text(row[name]) for name in names if row[name] is not None} for row in solutions]


def column(rows: Iterable[Row], key: str, value: str) -> dict[str, list[str]]:
    """Values by key, sorted, each once."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if value in row:
            found[row[key]].add(row[value])
    return {name: sorted(values) for name, values in found.items()}


def plain(text: str) -> str:
    """A text without blanks, line ends and Markdown emphasis: what two readers agree on."""
    return re.sub(r"\s|\*\*", "", text)


def wide(text: str) -> str:
    """A plain text with Chinese punctuation, for titles and headings that are printed both ways."""
    return plain(text).translate(WIDE)


def differences(expected: Mapping[Any, Any], found: Mapping[Any, Any]) -> list[str]:
    """One line for each key whose values differ or that only one side has."""
    lines = []
    for key in sorted(expected.keys() | found.keys(), key=str):
        want, got = expected.get(key, "(nothing)"), found.get(key, "(nothing)")
        if want != got:
            lines.append(f"{key}: the text says {_shown(want, got)}, the graph says {_shown(got, want)}")
    return lines


def agree(expected: Mapping[Any, Any], found: Mapping[Any, Any]) -> None:
    """Fails with all differences, unless there are none."""
    lines = differences(expected, found)
    assert not lines, f"{len(lines)} differences\n" + "\n".join(lines)


def _shown(value: Any, other: Any) -> Any:
    # Of long values only what differs is worth reading.
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return {key: _shown(item, other.get(key)) for key, item in value.items() if other.get(key) != item}
    if isinstance(value, (list, tuple)) and isinstance(other, (list, tuple)):
        return [item for item in value if item not in other] or f"the same in another order or number: {value}"
    if isinstance(value, str) and isinstance(other, str) and len(value) > 60:
        same = next((at for at, pair in enumerate(zip(value, other, strict=False)) if pair[0] != pair[1]), 0)
        return f"…{value[max(0, same - 10) : same + 40]}…"
    return value


def _text(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return vocab.shorten(term.value)
    return str(getattr(term, "value", term))
