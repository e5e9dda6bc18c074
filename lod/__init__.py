"""Chinese official documents and government gazettes as linked data.

The public verbs are `read`, `parse`, `build`, `lint`, `fix` and `query`. Each imports what it needs when it is
called, so that `import lod` costs no more than bare Python.
"""

from __future__ import annotations

# `typing` would cost more to import than an answer that is kept costs altogether.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lod.model import Diagnostic, Document, Text
    from lod.stores.embedded import Answer

__version__ = "0.1.0"
__all__ = ["build", "fix", "lint", "parse", "query", "read"]


def read(path: str | Path) -> Text:
    """The text of a file (``-`` for standard input).

    Raises ReadError for a file that is missing, empty, binary or of an unknown format.

    >>> read("no-such-file.txt")
    Traceback (most recent call last):
    lod.model.ReadError: no-such-file.txt: cannot be read (No such file or directory)
    """
    from lod import readers

    return readers.read(readers.open_source(str(path)))


def parse(text: Text, registries: Iterable[Path] = ()) -> Document:
    """The tree of parts that a text is made of, its names linked to units and officials. Never raises on text.

    Raises ConfigError for a folder of authority files that cannot be used.

    >>> from lod.model import Source, Text
    >>> parse(Text(Source("a.txt", "text/plain", b""), "一、总则")).root.kind
    'Document'
    """
    from lod import linker, parser, registry

    [document] = linker.link([parser.parse(text)], registry.load(registries))
    return document


def build(paths: Iterable[str | Path], out: str | Path, base: str | None = None) -> Path:
    """Reads, parses and links files, writes a release into the folder ``out`` and returns the release's own folder.

    Raises ReadError for a file that cannot be read and ReleaseError where the release cannot be written.
    """
    from pathlib import Path

    from lod import readers, release, vocab

    return release.write([readers.open_source(str(path)) for path in paths], Path(out), base or vocab.BASE)


def lint(text: Text) -> list[Diagnostic]:
    """What the bundled rules find in a text, in the order of its places.

    >>> from lod.model import Source, Text
    >>> notice = Text(Source("a.txt", "text/plain", b""), "绛县人民政府关于防汛的通知\\n\\n绛政发[2023]1号\\n")
    >>> "NUM002" in [diagnostic.rule.code for diagnostic in lint(notice)]
    True
    """
    from lod import linter

    return linter.prepare().lint(text)


def fix(text: Text, unsafe: bool = False) -> str:
    """The characters of a text after its safe fixes (on request the unsafe ones too).

    >>> from lod.model import Source, Text
    >>> fix(Text(Source("a.txt", "text/plain", b""), "绛县人民政府关于防汛的通知\\n\\n绛政发[2023]1号\\n"))
    '绛县人民政府关于防汛的通知\\n\\n绛政发〔2023〕1号\\n'
    """
    from lod import linter

    return linter.prepare().mend(text, unsafe)


def query(sparql: str, out: str | Path | None = None) -> Answer:
    """The answer to a SPARQL query on the current release of a folder (on the bundled gazette, without one).

    The prefixes of `lod.vocab` need no declaration. Raises QueryError and ReleaseError.
    """
    from pathlib import Path

    from lod import queries, release
    from lod.stores import embedded

    folder = release.current(Path(out)) if out else release.bundled_release()
    return queries.ask(embedded.open_release(folder), sparql)
