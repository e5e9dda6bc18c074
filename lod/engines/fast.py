"""The default engine: `shacl` (Rust), one document at a time, with all shapes compiled once.

Per document, because a core constraint costs the square of the graph's size; compiled once, because compiling is
dearer than validating.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import pyoxigraph as ox
import shacl

from lod.engines import needs
from lod.model import Finding, RuleError
from lod.rules import RuleSet


def validate(quads: Iterable[ox.Quad], ruleset: RuleSet) -> list[Finding]:
    """What the rules for one document find in its statements, in a fixed order.

    Raises RuleError, which names the file, for a rule that the engine refuses.

    >>> from lod import rules
    >>> validate([], rules.load())
    []
    """
    if not ruleset.document_shapes:
        return []
    data = needs.text(quads, ruleset)
    report = _compiled(ruleset).validate_text(data, "ntriples")
    return sorted((_finding(result, ruleset) for result in report.results), key=needs.order)


def check(ruleset: RuleSet) -> None:
    """Compile each rule alone. Raises RuleError with the file of the first one that the engine refuses."""
    for code, rule in ruleset.rules.items():
        try:
            shacl.Shapes.from_text(ruleset.shapes(code), "ntriples")
        except ValueError as error:
            raise RuleError(f"{rule.path}: {error}.") from error


def judge(ruleset: RuleSet, meta: str) -> list[tuple[str, str]]:
    """What the shapes about rules (Turtle) say against rules: pairs of a rule's code and a message in English."""
    shapes = shacl.Shapes.from_turtle(meta)
    found = []
    for code in ruleset.rules:
        data = "".join(f"{triple} .\n" for triple in ruleset.statements(code))
        results: Sequence[shacl.Result] = shapes.validate_text(data, "ntriples").results
        found += [(code, result.message or result.component) for result in results]
    return sorted(set(found))


def _compiled(ruleset: RuleSet) -> shacl.Shapes:
    try:
        return _compile(ruleset.document_shapes)
    except ValueError:
        # The engine's message names no file: compile each rule alone to find the one that is at fault.
        check(ruleset)
        raise


@lru_cache(maxsize=8)
def _compile(shapes: str) -> shacl.Shapes:
    return shacl.Shapes.from_text(shapes, "ntriples")


def _finding(result: shacl.Result, ruleset: RuleSet) -> Finding:
    return Finding(
        rule=ruleset.code(result.root_shape or ""),
        focus=result.focus_node,
        path=result.path,
        component=result.component,
        value=result.value,
        severity=result.severity,
        messages=tuple(sorted(result.messages)),
    )
