"""Targets and results of the bundled gazette against the facts that a reader noted from its text."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest

from tests.golden import FACTS, agree, ask, plain


def test_headline_targets(gazette_store: ox.Store) -> None:
    found = indicators(gazette_store, "?x a gz:HeadlineTarget ; gz:year 2023")
    expected = Counter((t["line"], t["name"], number(t["value"]), t["unit"], t["comparator"]) for t in FACTS["targets"])
    agree(expected, found)


def test_targets_of_tasks(gazette_store: ox.Store) -> None:
    """A task that repeats a headline target states it too, under the same name, at its own line."""
    for task in {t["task"] for t in FACTS["taskTargets"]}:
        found = indicators(gazette_store, f"?x a gz:Target ; gz:statedIn ?t . ?t a gz:Task ; gz:ordinal {task}")
        expected = Counter(
            (t["line"], t["name"], number(t["value"]), t["unit"], t["comparator"])
            for t in FACTS["taskTargets"]
            if t["task"] == task
        )
        agree(expected, found)


def indicators(store: ox.Store, pattern: str) -> Counter[tuple[int, str, float, str, str | None]]:
    rows = ask(
        store,
        f"""SELECT DISTINCT ?x ?line ?name ?value ?unit ?comparator {{ {pattern} . ?x gz:line ?line ;
             gz:indicatorName ?name ; gz:value ?value ; gz:valueUnit ?unit
             OPTIONAL {{ ?x gz:comparator ?comparator }} }}""",
    )
    return Counter((int(r["line"]), r["name"], number(r["value"]), r["unit"], r.get("comparator")) for r in rows)


def number(text: str) -> float:
    return float(text)


def results(store: ox.Store, line: int) -> list[tuple[str, float, str, str]]:
    rows = ask(
        store,
        f"""SELECT DISTINCT ?x ?name ?value ?unit ?basis {{ ?x a gz:Result ; gz:line {line} ; gz:indicatorName ?name ;
             gz:value ?value ; gz:valueUnit ?unit OPTIONAL {{ ?x gz:basis ?basis }} }}""",
    )
    return [(r["name"], number(r["value"]), r["unit"], r.get("basis", "")) for r in rows]


def test_results_of_2022(gazette_store: ox.Store) -> None:
    """Line 81: an amount and its growth are two results; nothing else stands there."""
    found = results(gazette_store, 81)
    expected = [(r["name"], number(r["value"]), r["unit"], f"gz:{r['basis']}") for r in FACTS["results"]]
    lacking = [
        want
        for want in expected
        if not any(want[0] in name and want[1:] == rest for name, *tail in found for rest in [tuple(tail)])
    ]
    assert not lacking, f"{lacking}\nfound: {found}"
    assert len(found) == len(expected)


@pytest.mark.parametrize("fact", FACTS["otherResults"], ids=lambda fact: f"{fact['line']}-{fact['value']}")
def test_other_results_of_2022(gazette_store: ox.Store, fact: dict[str, Any]) -> None:
    found = results(gazette_store, fact["line"])
    wanted = (number(fact["value"]), fact["unit"])
    assert wanted in [(value, unit) for name, value, unit, _ in found if fact["name"] in plain(name)], found
