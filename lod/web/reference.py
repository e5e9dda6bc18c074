"""The table of the server's settings in its documentation, made from the settings themselves."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path

from lod.web.configured import key_of, text_of
from lod.web.settings import Settings

BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->\n"


def table() -> str:
    """A row for each setting, in Markdown.

    >>> table().splitlines()[2]
    '| `release` | | folder given to `lod build --out` (default: the bundled gazette) |'
    """
    rows = (f"| `{key_of(row)}` | {_default(row.default)}| {row.metadata['en']} |\n" for row in fields(Settings))
    return "| setting | default | what it is |\n|---|---|---|\n" + "".join(rows)


def renewed(page: str) -> str:
    """A page with the table as it should be."""
    return re.sub(f"(?<={BEGIN}).*(?={END})", lambda _: table(), page, count=1, flags=re.DOTALL)


def _default(value: object) -> str:
    return "" if value in ("", ()) else f"`{text_of(value)}` "


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(renewed(Path(name).read_text(encoding="utf-8")), encoding="utf-8")
