"""Diagnostics as the settings want them: rules that are off left out, severities as they are set.

Settings can speak of a file (by a glob), of a document's type and of its authority.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lod.linting.inputs import patterns
from lod.model import About, Diagnostic, Span
from lod.settings import Settings, choices
from lod.settings.schema import Special


def heed(found: Iterable[Diagnostic], name: str, about: Sequence[About], settings: Settings) -> list[Diagnostic]:
    """The diagnostics of the text of a file that the settings let through, with the severities that they give.

    >>> from lod.settings import Resolver
    >>> heed([], "a.txt", [], Resolver({}, isolated=True).of_folder(Path()))
    []
    """
    ignored = _ignored(name, settings)
    heeded = []
    for diagnostic in found:
        severity = _severity(diagnostic, about, settings, ignored)
        if severity is not None:
            heeded.append(diagnostic if severity == diagnostic.severity else replace(diagnostic, severity=severity))
    return heeded


def enclosing(span: Span, about: Iterable[About]) -> About | None:
    """The innermost document that a place lies in."""
    around = [one for one in about if one.span.contains(span)]
    return min(around, key=lambda one: one.span.length, default=None)


def _severity(diagnostic: Diagnostic, about: Sequence[About], settings: Settings, ignored: Sequence[str]) -> str | None:
    rule = diagnostic.rule
    if choices.longest(ignored, rule.code) is not None:
        return None
    severity = settings.severity(rule, diagnostic.severity)
    document = enclosing(diagnostic.span, about)
    if document is None:
        return severity
    return choices.special(_specials(document, settings), rule, severity, diagnostic.severity)


def _specials(document: About, settings: Settings) -> Iterator[Special]:
    for name, (special, _) in settings.table("per-type").items():
        if name == document.type:
            yield special
    for name, (special, _) in settings.table("per-authority").items():
        if name in document.authorities:
            yield special


def _ignored(name: str, settings: Settings) -> list[str]:
    path = Path(os.path.abspath(name))
    found: list[str] = []
    for glob, (codes, layer) in settings.table("per-file-ignores").items():
        folder = Path(os.path.abspath(layer.file.path.parent if layer.file else Path()))
        if patterns(folder, [glob]).says(path):
            found += codes
    return found
