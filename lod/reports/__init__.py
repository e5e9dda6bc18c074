"""Reports: diagnostics as people and programs read them, one module for each format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module

from lod.model import Diagnostic, Text

__all__ = ["COPY", "FORMATS", "FOR_PEOPLE", "render"]

FORMATS = tuple("text full json jsonl sarif github gitlab junit rdjson html markdown turtle".split())
COPY = "docx"  # no report but a copy of the one Word document that is linted, with comments


# What people read on a terminal: these know its width, and may be coloured.
FOR_PEOPLE = ("text", "full")


def render(
    name: str,
    diagnostics: Iterable[Diagnostic],
    lang: str = "zh",
    texts: Sequence[Text] = (),
    width: int | None = None,
) -> str:
    """Diagnostics in one of `FORMATS`; `texts` are all that were linted, also those without findings.

    ``width`` is that of the terminal, if there is one.

    >>> render("json", [])
    '[]'
    """
    # Each format is imported only when it is asked for.
    module = import_module(f"lod.reports.{name}")
    more = (width,) if name in FOR_PEOPLE else ()
    report: str = module.render(diagnostics, lang, texts, *more)
    return report
