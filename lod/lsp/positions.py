"""Offsets in code points to positions of LSP, and back: the only place that counts in UTF-16.

LSP counts lines and characters from 0, characters in the units that client and server agree on (UTF-16 unless the
client asks for others); the linter counts code points. Both end a line at LF, CR LF and CR alone.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from lsprotocol import types as lsp

from lod.model import Span, Text

_CODECS = {"utf-16": "utf-16-le", "utf-8": "utf-8"}
_SIZES = {"utf-16": 2, "utf-8": 1}


@dataclass(frozen=True, slots=True)
class Positions:
    """Positions in one text, in the units of an encoding: ``utf-16``, ``utf-8`` or ``utf-32``.

    >>> from lod.model import Source
    >>> positions = Positions(Text(Source("a", "text/plain", b""), "甲\\n𠮷乙"))
    >>> positions.position(3), positions.offset(lsp.Position(1, 2))
    (1:2, 3)
    """

    text: Text
    encoding: str = "utf-16"

    def range(self, span: Span) -> lsp.Range:
        """The range of a span."""
        return lsp.Range(self.position(span.start), self.position(span.end))

    def position(self, offset: int) -> lsp.Position:
        """The position of an offset (code points from 0)."""
        line = bisect_right(self.text.line_starts, offset) - 1
        return lsp.Position(line, self._units(self.text.chars[self.text.line_starts[line] : offset]))

    def offset(self, position: lsp.Position) -> int:
        """The offset of a position; one beyond the end of its line or of the text is taken for that end."""
        starts = self.text.line_starts
        if position.line >= len(starts):
            return len(self.text.chars)
        start = starts[position.line]
        end = starts[position.line + 1] - 1 if position.line + 1 < len(starts) else len(self.text.chars)
        units = 0
        for at in range(start, end):
            if units >= position.character:
                return at
            units += self._units(self.text.chars[at])
        return end

    def _units(self, chars: str) -> int:
        if self.encoding not in _CODECS:
            return len(chars)
        return len(chars.encode(_CODECS[self.encoding], "surrogatepass")) // _SIZES[self.encoding]
