"""HTML pages of government sites: what a reader of the page takes for the document, line by line.

The page is parsed without network, DTD or entity declarations. Its table of metadata (索引号, 发文字号 …) comes first,
then a title that stands above the content, then the content; each paragraph, row or ``<br>`` ends a line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from lod import lazy
from lod.model import ReadError, Source, Text
from lod.readers import plain
from lod.readers.html.content import NOISE, Page
from lod.readers.html.printed import HAN, lines_of

CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,30})", re.IGNORECASE)
# The page says gb2312 and its bytes use the larger set: what browsers do (Encoding Standard).
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
# What no XML character may be; libxml2 would end the text there.
FORBIDDEN = lazy.regex("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
FEW = 20


def read(source: Source) -> Text:
    """The main content of a page. Raises `ReadError` for a page without text, as one that a script fills in.

    >>> page = "<nav>首页</nav><div id='zoom'><p>关于放假的通知</p><p>各科室：</p></div>"
    >>> read(Source("a.html", "text/html", page.encode())).chars
    '关于放假的通知\\n各科室：\\n'
    """
    root = _parse(source)
    chars = "".join(f"{line}\n" for line in _lines(root)) if root is not None else ""
    scripted = root is not None and next(root.iter("script", "frame", "iframe"), None) is not None
    if not chars.strip() or (scripted and len(HAN.findall(chars)) < FEW):
        raise ReadError(
            f"{source.name}: the page holds no text of its own (a script or a frame brings it in); "
            "save it from the browser, or copy its text into a file"
        )
    return Text(source, chars)


def _lines(root: etree._Element) -> Iterator[str]:
    page = Page(root)
    tables = list(page.metadata())
    for table in tables:
        yield from lines_of(table)
    if tables:
        yield ""
    lines = [line for line in lines_of(page.main) if not NOISE.fullmatch(line.strip())]
    title = page.title(lines)
    if title is not None:
        yield from lines_of(title)
    yield from lines


def _parse(source: Source) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(FORBIDDEN.sub("", _decode(source)).encode("utf-8"), parser)
    except (etree.LxmlError, AssertionError):  # AssertionError: lxml's word for a page without any element
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ReadError(f"{source.name}: the page nests its elements too deeply to be read")
    return root


def _decode(source: Source) -> str:
    declared = CHARSET.search(source.content[:4096])
    if declared and not source.content.startswith(tuple(bom for bom, _ in plain.BOMS)):
        name = declared[1].decode("ascii").lower()
        try:
            if codecs.lookup(WIDER.get(name, name)).name not in ("utf-16", "utf-32", "utf-7"):
                return source.content.decode(WIDER.get(name, name)).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, UnicodeDecodeError):
            pass  # The page is wrong about itself: look at its bytes.
    return plain.read(source).chars
