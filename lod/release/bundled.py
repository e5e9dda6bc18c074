"""The release of the bundled gazettes, made on first use and kept in the user's cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

from lod import resources, vocab
from lod.model import ReleaseError
from lod.release.folder import current
from lod.release.write import write


def bundled_release(cache: Path | None = None) -> Path:
    """The folder of a release of the bundled gazettes, from the cache or made now.

    The cache is keyed by the content of everything that goes in, the package's own code too, so a change in any
    of it makes a new one. Raises ReleaseError where the cache cannot be written.
    """
    out = (cache or user_cache_path("gongbao", appauthor=False)) / "releases" / _key()
    try:
        return current(out)
    except ReleaseError:
        from lod import readers

        texts = sorted(resources.path("gazettes").glob("*.txt"))
        return write([readers.open_source(str(path)) for path in texts], out, vocab.BASE)


def _key() -> str:
    digest = hashlib.sha256()
    for path in _ingredients():
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _ingredients() -> Iterator[Path]:
    yield from sorted(Path(__file__).resolve().parent.parent.rglob("*.py"))
    for kind in ("gazettes", "registry", "ontology", "shapes"):
        yield from sorted(path for path in resources.path(kind).rglob("*") if path.is_file())
