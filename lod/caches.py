"""Files that may be thrown away: what was made once from other files and can be made again.

An entry is named by a key of everything that went into it. One that is missing or damaged is simply absent, one that
cannot be written is not: a cache never fails a command.
"""

from __future__ import annotations

import os
from hashlib import sha256
from sys import platform

# Nothing more is imported at the top: what is found in a cache must not cost the time that it saves.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "LOD_CACHE_DIR"
_DIGEST = 32  # bytes of a SHA-256 in front of the content, so that a torn file is noticed


def folder() -> str:
    """Where entries are kept: `LOD_CACHE_DIR`, or the user's cache folder of this program."""
    chosen = os.environ.get(FOLDER)
    if chosen:
        return chosen
    if platform == "linux":
        # The XDG rule, written out: platformdirs follows the same, but takes longer to import than a whole answer.
        home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
        return os.path.join(home, "gongbao")
    from platformdirs import user_cache_dir

    return user_cache_dir("gongbao", appauthor=False)


def key(files: Iterable[Path], *more: str) -> str:
    """A key of files as they lie on the disk (name, size, time of change) and of further words.

    >>> key([], "0.1.0") == key([], "0.1.0"), key([]) == key([], "0.1.0")
    (True, False)
    """
    found = sha256("\0".join(more).encode())
    for file in files:
        try:
            state = file.stat()
        except OSError:  # a link that leads nowhere, or a file that has just been taken away
            found.update(f"\0{file}\0".encode(errors="surrogateescape"))
            continue
        found.update(f"\0{file}\0{state.st_size}\0{state.st_mtime_ns}".encode(errors="surrogateescape"))
    return found.hexdigest()[:32]


def digest(content: bytes) -> str:
    """A key of some bytes.

    >>> digest(b"")
    'e3b0c44298fc1c149afbf4c8996fb924'
    """
    return sha256(content).hexdigest()[:32]


def get(kind: str, key: str) -> bytes | None:
    """The content of an entry, or None where there is none that is whole."""
    try:
        with open(_place(kind, key), "rb") as file:
            stored = file.read()
    except OSError:
        return None
    content = stored[_DIGEST:]
    return content if sha256(content).digest() == stored[:_DIGEST] else None


def put(kind: str, key: str, content: bytes) -> None:
    """Keep an entry, as one file switched in whole; other writers do no harm."""
    import tempfile

    try:
        os.makedirs(_place(kind), exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_place(kind), prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(sha256(content).digest() + content)
        os.replace(name, _place(kind, key))
    except OSError:
        return


def trim(kind: str, most: int) -> None:
    """Throw away the entries that were not used for the longest time, until at most so many bytes are left."""
    try:
        entries = [(entry.stat(), entry.path) for entry in os.scandir(_place(kind))]
    except OSError:
        return
    size = sum(state.st_size for state, _ in entries)
    for state, path in sorted(entries, key=lambda entry: entry[0].st_mtime_ns):
        if size <= most:
            break
        _remove(path)
        size -= state.st_size


def touch(kind: str, key: str) -> None:
    """Note that an entry was used."""
    try:
        os.utime(_place(kind, key))
    except OSError:
        return


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return


def _place(*names: str) -> str:
    return os.path.join(folder(), *names)
