"""The parser: text to a tree of parts. It never raises on text and keeps what it does not understand."""

from __future__ import annotations

from lod.model import Document, Part, Span, Text
from lod.parser.document import read_document
from lod.parser.enrich import enrich
from lod.parser.gazette import is_gazette, read_gazette
from lod.parser.lines import lines
from lod.parser.metadata import split_metadata, with_metadata


def parse(text: Text) -> Document:
    """The tree of a text: an ``Issue`` where it opens with the masthead of a gazette, else a ``Document``.

    >>> from lod.model import Source
    >>> chars = "绛县人民政府关于印发方案的通知\\n绛政发〔2023〕1号\\n各乡镇人民政府：\\n请执行。"
    >>> parse(Text(Source("-", "text/plain", b""), chars)).root.get("gz:serial")
    1
    """
    found = list(lines(text))
    if is_gazette(found):
        root = read_gazette(text, found)
    else:
        table, found = split_metadata(found)
        root = read_document(text, found) if found else Part("Document", "document", Span(0, len(text.chars)))
        root = with_metadata(root, table) if table else root
    return Document(text, enrich(text, root))
