"""Writers put edits of a text back into the file it was read from. One module per file format that can take them.

Places in a text are what rules and fixes know; where in the file they stand, only its writer knows. A format without a
writer can still be mended as text, for `--diff`, but not as a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from importlib import import_module
from typing import Protocol, cast

from lod import lazy
from lod.model import ConfigError, Edit, Source, Span, Text

WRITERS = {
    "text/plain": "plain",
    "text/markdown": "plain",
    "application/toml": "plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
}
# Two stretches longer than this together are replaced as a whole: comparing them would take too long.
LONGEST_COMPARED = 2000
# What is no part of a run of words: ends of lines and cells, and what XML cannot hold.
NO_WORDS = lazy.regex("[\x00-\x1f\ufffe\uffff\ud800-\udfff]")


class Writer(Protocol):
    """What the module of a format offers."""

    def apply(self, text: Text, edits: Sequence[Edit]) -> Text:
        """The text of the file after the edits, which do not touch each other."""

    def content(self, text: Text) -> bytes:
        """The bytes of the file that has this text."""


def can_write(source: Source) -> bool:
    """Whether fixes can be written into a file of this format.

    >>> can_write(Source("a.txt", "text/plain", b"")), can_write(Source("a.html", "text/html", b""))
    (True, False)
    """
    return source.media_type in WRITERS


def apply(text: Text, edits: Sequence[Edit]) -> Text:
    """A text after edits that do not touch each other; in a format that takes no edits the characters alone change.

    >>> apply(Text(Source("a.html", "text/html", b""), "发[2023]1号"), [Edit(Span(1, 2), "〔")]).chars
    '发〔2023]1号'
    """
    return _writer(WRITERS.get(text.source.media_type, "plain")).apply(text, edits)


def content(text: Text) -> bytes:
    """The bytes of a file after `apply`. Raises ConfigError for a format that takes no edits.

    >>> content(Text(Source("a.txt", "text/plain", b""), "通知")).decode()
    '通知'
    """
    if not can_write(text.source):
        raise ConfigError(f"{text.source.name}: fixes cannot be written into {text.source.media_type}; see --diff.")
    return _writer(WRITERS[text.source.media_type]).content(text)


def is_possible(text: Text, edit: Edit) -> bool:
    """Whether an edit can be written where it stands: not into an automatic number, nor over a paragraph's end.

    >>> from lod.model import Origin
    >>> label, words = Origin(Span(0, 2), "paragraph 1", False), Origin(Span(2, 4), "paragraph 1, run 1")
    >>> numbered = Text(Source("a.docx", "", b""), "一、总则", (label, words))
    >>> is_possible(numbered, Edit(Span(0, 2), "1.")), is_possible(numbered, Edit(Span(0, 4), "一、附则"))
    (False, True)
    """
    return not text.origins or all(_fits(text, small) for small in smallest(text, edit))


def smallest(text: Text, edit: Edit) -> Iterator[Edit]:
    """The edits of single stretches that an edit comes to: what stays the same is left where it is.

    >>> text = Text(Source("a.txt", "text/plain", b""), "发[2023]第01号")
    >>> [(text.slice(small.span), small.replacement) for small in smallest(text, Edit(Span(1, 11), "〔2023〕1号"))]
    [('[', '〔'), (']第0', '〕')]
    """
    old, new, start = text.slice(edit.span), edit.replacement, edit.span.start
    if len(old) + len(new) > LONGEST_COMPARED:
        yield edit
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(Span(start + a, start + b), new[c:d])


def _fits(text: Text, edit: Edit) -> bool:
    if NO_WORDS.search(edit.replacement):
        return False
    start, end = edit.span.start, edit.span.end
    if start < end:
        return all(origin.writable for origin in text.origins_at(edit.span))
    return any(origin.writable for origin in text.origins_at(Span(max(start - 1, 0), end + 1)))


def _writer(name: str) -> Writer:
    return cast(Writer, import_module(f"lod.writers.{name}"))
