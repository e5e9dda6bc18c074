"""An answer that was given before is given again, where nothing that it came from has changed.

Editors, hooks and servers ask the same question of the same files over and over; starting the linter costs ten times
more than finding that out. An answer is kept with all the files it came from, and with those that were looked for and
not there, each with its size and time of change. The least change in any of them, in the arguments, in the environment
or in the day makes it worthless. This module imports next to nothing, because its imports are what it saves.
"""

from __future__ import annotations

import os
import sys
import time

from lod import caches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KIND = "answers"
MOST = 32 * 1024 * 1024
# What may change what is printed, or where the cache is.
ENVIRONMENT = (
    *("LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM"),
    *("LOD_CONFIG", "LOD_CACHE_DIR", "HOME", "XDG_CACHE_HOME"),
)
_SPLIT = b"\0\0"


def key(arguments: Sequence[str]) -> str:
    """A key of a command line, and of all around it that may change its answer: folder, environment, day, program."""
    around = [os.getcwd(), *(os.environ.get(name, "\1") for name in ENVIRONMENT), time.strftime("%Y-%m-%d")]
    said = "\0".join([*arguments, "\2", *around, sys.version, sys.prefix, __file__])
    return caches.digest(said.encode("utf-8", "surrogateescape"))


def is_possible(arguments: Sequence[str]) -> bool:
    """Whether a command line asks something that may have been answered before.

    >>> is_possible(["lint", "-"]), is_possible(["serve"])
    (False, False)
    """
    asked = arguments[:1] == ["lint"] and "-" not in arguments and "--no-cache" not in arguments
    # On a terminal the answer depends on its width, and progress is shown; a stream that was closed is None.
    streams = (sys.stdout, sys.stderr)
    return asked and all(streams) and not any(stream.isatty() for stream in streams)


def state(path: str) -> str:
    """The state of a file or folder: its size and times, or that it is not there."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):  # ValueError: no path at all
        return "-"
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def again(arguments: Sequence[str]) -> int | None:
    """Print an answer that is kept and still holds, and return its exit code; None where there is none."""
    kept = caches.get(KIND, key(arguments))
    if kept is None:
        return None
    parts = kept.split(_SPLIT, 3)
    if len(parts) != 4 or parts[0] not in (b"0", b"1", b"2"):
        return None
    code, files, out, err = parts
    for line in os.fsdecode(files).split("\1"):
        path, _, noted = line.rpartition("\2")
        if state(path) != noted:
            return None
    _print(sys.stdout.fileno(), out)
    _print(sys.stderr.fileno(), err)
    return int(code)


def keep(arguments: Sequence[str], code: int, files: Iterable[str], out: str, err: str, since: float) -> None:
    """Keep an answer with the files that it came from.

    Not where one of them has changed since the command began (`since`, seconds of the epoch): nobody knows then which
    state was read.
    """
    names = list(dict.fromkeys(files))
    states = [state(name) for name in names]
    begun = int(since * 1e9)
    if any(noted != "-" and int(noted.split()[1]) >= begun for noted in states):
        return
    noted = os.fsencode("\1".join(f"{name}\2{seen}" for name, seen in zip(names, states, strict=True)))
    streams = [stream.encode("utf-8", "backslashreplace") for stream in (out, err)]
    if any(_SPLIT in part for part in (noted, streams[0])):
        return
    caches.put(KIND, key(arguments), _SPLIT.join([str(code).encode(), noted, *streams]))
    caches.trim(KIND, MOST)


def _print(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
