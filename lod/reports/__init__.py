"""Reports: diagnostics as people and programs read them, one module for each format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from lod.model import Diagnostic, Text

__all__ = ["FORMATS", "render"]

FORMATS = tuple("text full json jsonl sarif github gitlab junit rdjson html markdown turtle".split())


def render(name: str, diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """Diagnostics in one of `FORMATS`; `texts` are all that were linted, also those without findings.

    >>> render("json", [])
    '[]'
    """
    # Each format is imported only when it is asked for.
    report: str = import_module(f"lod.reports.{name}").render(diagnostics, lang, texts)
    return report
