"""`lod lint --fix` and `--diff`: what fixes make of texts, written where it belongs."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lod import fixes, writers
from lod.commands.output import save, tell
from lod.model import Diagnostic, Text


def diff(before: Text, after: Text) -> Iterator[str]:
    """The lines of a unified diff between two states of a text.

    >>> from lod.model import Source
    >>> source = Source("a.txt", "text/plain", b"")
    >>> list(diff(Text(source, "甲\\n"), Text(source, "乙\\n")))[-2:]
    ['-甲\\n', '+乙\\n']
    """
    name = before.source.name
    # Only LF ends a line here; `splitlines` would split elsewhere too.
    old, new = (io.StringIO(text.chars).readlines() for text in (before, after))
    return difflib.unified_diff(old, new, name, name)


def files(found: Sequence[Diagnostic]) -> list[tuple[Text, Text]]:
    """The files that findings about settings and suppressions can mend, each before and after."""
    told = {id(diagnostic.text): diagnostic.text for diagnostic in found if diagnostic.fix}
    return [(text, fixes.apply(text, [one for one in found if one.text is text])) for text in told.values()]


def write(before: Text, after: Text, words: dict[str, str], quiet: bool) -> bool:
    """Writes a mended text into its file, and says so; whether the file can take it. Raises ConfigError."""
    name = before.source.name
    if after.chars == before.chars:
        return True
    if not writers.can_write(before.source):
        tell(words["unwritable"].format(name=name))
        return False
    if _changed(before):
        tell(words["changed"].format(name=name))
        return False
    save(Path(name), writers.content(after))
    if not quiet:
        tell(words["fixed"].format(name=name))
    return True


def _changed(text: Text) -> bool:
    # Somebody, or another process, wrote the file while it was being judged: their words are not to be lost.
    try:
        return Path(text.source.name).read_bytes() != text.source.content
    except OSError:
        return True


def mendable(found: Iterable[Diagnostic], unsafe: bool) -> int:
    """How many findings have a fix that would be applied."""
    return sum(d.fix is not None and (unsafe or d.fix.safety == "safe") for d in found)
