"""Files that may be thrown away: what was made once from other files and can be made again.

An entry is named by a key of everything that went into it. One that is missing or damaged is simply absent, one that
cannot be written is not: a cache never fails a command.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

FOLDER = "LOD_CACHE_DIR"
_DIGEST = 32  # bytes of a SHA-256 in front of the content, so that a torn file is noticed


def folder() -> Path:
    """Where entries are kept: `LOD_CACHE_DIR`, or the user's cache folder of this program."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("gongbao", appauthor=False)


def key(files: Iterable[Path], *more: str) -> str:
    """A key of files as they lie on the disk (name, size, time of change) and of further words.

    >>> key([], "0.1.0") == key([], "0.1.0"), key([]) == key([], "0.1.0")
    (True, False)
    """
    found = hashlib.sha256("\0".join(more).encode())
    for file in files:
        state = file.stat()
        found.update(f"\0{file}\0{state.st_size}\0{state.st_mtime_ns}".encode())
    return found.hexdigest()[:32]


def get(kind: str, key: str) -> bytes | None:
    """The content of an entry, or None where there is none that is whole."""
    try:
        stored = (folder() / kind / key).read_bytes()
    except OSError:
        return None
    content = stored[_DIGEST:]
    return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None


def put(kind: str, key: str, content: bytes) -> None:
    """Keep an entry, as one file switched in whole; other writers do no harm."""
    with contextlib.suppress(OSError):
        place = folder() / kind
        place.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(name, place / key)


def trim(kind: str, most: int) -> None:
    """Throw away the entries that were not used for the longest time, until at most so many bytes are left."""
    with contextlib.suppress(OSError):
        entries = [(entry.stat(), entry.path) for entry in os.scandir(folder() / kind)]
        size = sum(state.st_size for state, _ in entries)
        for state, path in sorted(entries, key=lambda entry: entry[0].st_mtime_ns):
            if size <= most:
                break
            with contextlib.suppress(OSError):
                os.unlink(path)
            size -= state.st_size


def touch(kind: str, key: str) -> None:
    """Note that an entry was used."""
    with contextlib.suppress(OSError):
        os.utime(folder() / kind / key)
