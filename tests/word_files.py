"""Word files for tests, written by hand: a body, and other parts where a test needs them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lod.model import Source
from lod.readers import MEDIA_TYPES

DOCX = MEDIA_TYPES[".docx"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
KINDS = {"numbering": "numbering", "styles": "styles", "header1": "header", "footnotes": "footnotes"}


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts, in their order."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return written.getvalue()


def parts(body: str, **others: str) -> dict[str, str | bytes]:
    """The parts of a document with a body and, by name (numbering, styles …), the content of other parts."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}.{KINDS[name]}+xml"/>' for name in others
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{KINDS[name]}" Target="{name}.xml"/>'
        for at, name in enumerate(others, 1)
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
    }
    for name, content in others.items():
        found[f"word/{name}.xml"] = f"<w:{_root(name)} {NAMESPACES}>{content}</w:{_root(name)}>"
    return found


def draft(body: str, **others: str) -> Source:
    """A document as a source."""
    return Source("draft.docx", DOCX, package(parts(body, **others)))


def run(chars: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{chars}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs; what is no markup becomes a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def numbered(number: int, level: int = 0) -> str:
    """The property of a paragraph that numbers it."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def levels(*forms: tuple[str, str], start: int = 1, suffix: str = "nothing") -> str:
    """The levels of a list: number format and text of each."""
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )


def table(*rows: tuple[str, ...]) -> str:
    """A table of one paragraph a cell; what is markup is the content of its cell."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"


def _cell(content: str) -> str:
    return f"<w:tc>{content if content.startswith('<') else paragraph(content)}</w:tc>"


def _root(name: str) -> str:
    return {"header1": "hdr"}.get(name, name)
