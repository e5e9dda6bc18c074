"""The package of a Word file: a zip of XML parts that comes from strangers.

Nothing is unpacked before names, number and sizes have been looked at; no part with a document type is parsed, so that
no entity is ever expanded, and nothing is fetched.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from lod import lazy
from lod.model import ReadError, Source

MOST_PARTS = 4000
LARGEST = 256 * 1024 * 1024
LARGEST_PART = 64 * 1024 * 1024
# A large package that unpacks to more than so many times its size is no draft.
MOST_RATIO, MODEST = 200, 8 * 1024 * 1024
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OUTSIDE = lazy.regex(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\x00")
MAIN = lazy.regex(r"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)\.macroEnabled")
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
NEW = (1980, 1, 1, 0, 0, 0)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)


class Package:
    """An opened Word file. Raises `ReadError` for whatever is no sound one.

    >>> Package(Source("a.docx", "application/octet-stream", b"PK"))
    Traceback (most recent call last):
    lod.model.ReadError: a.docx: this is not a Word document (.docx), or it is damaged
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        if source.content.startswith(OLE):
            raise self.error(
                "an old Word or WPS document (.doc, .wps) or one with a password; open it and save it as .docx"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
        except DAMAGED as error:
            raise self.error("this is not a Word document (.docx), or it is damaged") from error
        self._check(len(source.content))
        self.main = self._main()

    def error(self, words: str) -> ReadError:
        """What is wrong with the file, to be raised."""
        return ReadError(f"{self.name}: {words}")

    def part(self, name: str) -> etree._Element | None:
        """A part as XML, None where there is none of that name.

        Raises `ReadError` where it is damaged, too large, or declares a document type.
        """
        content = self._bytes(name)
        if content is None:
            return None
        if b"<!DOCTYPE" in content.replace(b"\x00", b""):
            raise self.error(f"{name} declares a document type, which no Word document does")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self.error(f"{name} is damaged ({error.msg})") from error

    def related(self, kind: str) -> etree._Element | None:
        """The part that the document relates to as `kind`, such as ``numbering`` or ``styles``."""
        name = self.related_name(kind)
        return self.part(name) if name else None

    def related_name(self, kind: str) -> str | None:
        """The name of the part that the document relates to as `kind`."""
        found = self._relations(self.main).items()
        return next((target for target, type_ in found if type_.endswith(f"/{kind}")), None)

    def relations_name(self, part: str) -> str:
        """The name of the part that holds the relations of a part."""
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def unused(self, name: str) -> str:
        """A name like this one that no part has."""
        stem, dot, suffix = name.rpartition(".")
        while name in self._zip.namelist():
            stem += "0"
            name = f"{stem}{dot}{suffix}"
        return name

    def replaced(self, parts: Mapping[str, bytes]) -> bytes:
        """The bytes of the package with some parts replaced or added; all others keep their bytes, order and dates."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as copy:
            copy.comment = self._zip.comment
            for info in self._zip.infolist():
                content = parts.get(info.filename)
                copy.writestr(info, self._read(info.filename) if content is None else content)
            for name in parts:
                if name not in self._zip.namelist():
                    copy.writestr(zipfile.ZipInfo(name, NEW), parts[name], zipfile.ZIP_DEFLATED)
        return written.getvalue()

    def _check(self, packed: int) -> None:
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS:
            raise self.error(f"the package has {len(infos):,} parts, more than a draft needs")
        if any(OUTSIDE.search(info.orig_filename) for info in infos):
            raise self.error("the package names a part outside itself")
        if len({info.filename for info in infos}) < len(infos):
            raise self.error("the package holds two parts of one name")
        if any(info.flag_bits & 1 for info in infos):
            raise self.error("the file is encrypted; save it without a password")
        unpacked = sum(info.file_size for info in infos)
        if unpacked > LARGEST or (unpacked > MODEST and unpacked > MOST_RATIO * packed):
            raise self.error(f"the package unpacks to {unpacked:,} bytes, more than a draft needs")

    def _bytes(self, name: str) -> bytes | None:
        if name not in self._zip.namelist():
            return None
        if self._zip.getinfo(name).file_size > LARGEST_PART:
            raise self.error(f"{name} is larger than the limit of {LARGEST_PART:,} bytes")
        return self._read(name)

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except DAMAGED as error:
            raise self.error(f"{name} is damaged") from error

    def _main(self) -> str:
        types = self.part("[Content_Types].xml")
        relations = self._relations("")
        targets = [target for target, type_ in relations.items() if type_.endswith("/officeDocument")]
        known = {
            (element.get("PartName") or "").lstrip("/")
            for element in (types if types is not None else ())
            if MAIN.search(element.get("ContentType") or "")
        }
        for target in [*targets, *sorted(known)]:
            if target in known and target in self._zip.namelist():
                return target
        raise self.error("this is not a Word document (.docx)")

    def _relations(self, part: str) -> dict[str, str]:
        folder = posixpath.dirname(part)
        relations = self.part(self.relations_name(part))
        found: dict[str, str] = {}
        for relation in relations.iter(f"{{{RELATIONSHIPS}}}Relationship") if relations is not None else ():
            target = relation.get("Target") or ""
            if relation.get("TargetMode") != "External":
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                found.setdefault(path, relation.get("Type") or "")
        return found
