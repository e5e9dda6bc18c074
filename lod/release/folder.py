"""The folder that holds releases: one writer at a time, whole releases only, and a switch that is one rename.

    DIR/releases/<id>/…     releases, never changed again
    DIR/current             -> releases/<id>, replaced by rename
    DIR/data.nq.gz          -> current/data.nq.gz, and manifest.json likewise

Whoever is killed leaves at most a `.tmp-…`, which the next writer removes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lod.model import ReleaseError
from lod.release.manifest import NAME, check

DUMP = "data.nq.gz"
_TEMPORARY = ".tmp-"
_LOCK = ".lock"


def current(out: Path) -> Path:
    """The folder of the current release of `DIR` (or `DIR` itself, where that is a single release).

    Raises ReleaseError where there is none.
    """
    if (out / "current" / NAME).is_file():
        return (out / "current").resolve()
    if (out / NAME).is_file() and (out / "store").is_dir():
        return out.resolve()
    raise ReleaseError(f"{out} holds no release; `lod build SOURCE… --out {out}` makes one.")


@contextmanager
def locked(out: Path) -> Iterator[Path]:
    """Holds the folder for one writer: created where it is absent, cleaned of leftovers, checked to be ours.

    Another writer waits until this one has finished. Raises ReleaseError where the folder holds something else.
    """
    try:
        _refuse_foreign(out)
        out.mkdir(parents=True, exist_ok=True)
        with (out / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            (out / "releases").mkdir(exist_ok=True)
            for place in (out, out / "releases"):
                for leftover in place.glob(f"{_TEMPORARY}*"):
                    _remove(leftover)
            yield out
    except OSError as error:
        raise ReleaseError(f"A release cannot be written to {out}: {error}.") from error


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """A new folder beside the releases, in which one is written; gone again where writing fails."""
    aside = Path(tempfile.mkdtemp(dir=out / "releases", prefix=_TEMPORARY))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def switch(out: Path, aside: Path, identifier: str) -> Path:
    """Makes a finished release, written aside, the current one and returns its folder.

    The same data give the same identifier: a release that is there already, and whole, stays as it is.
    """
    check(aside)
    _seal(aside)
    target = out / "releases" / identifier
    if target.exists() and not _whole(target):
        os.rename(target, Path(tempfile.mkdtemp(dir=out / "releases", prefix=_TEMPORARY)) / "damaged")
    if not target.exists():
        os.rename(aside, target)
        _sync(target.parent)
    for name in (DUMP, NAME):
        _link(out / name, Path("current") / name)
    _link(out / "current", Path("releases") / identifier)
    return target


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise ReleaseError(f"{out} is not a folder.")
    if not out.is_dir() or (out / "releases").is_dir():
        return
    foreign = sorted(path.name for path in out.iterdir() if path.name != _LOCK)
    if foreign:
        raise ReleaseError(f"{out} is not a folder of releases: it holds {', '.join(foreign[:3])}. Name another one.")


def _whole(release: Path) -> bool:
    try:
        check(release)
    except ReleaseError:
        return False
    return True


def _link(path: Path, target: Path) -> None:
    if path.is_symlink() and os.readlink(path) == str(target):
        return
    aside = path.with_name(f"{_TEMPORARY}{path.name}")
    aside.symlink_to(target)
    os.replace(aside, path)
    _sync(path.parent)


def _seal(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file():
            path.chmod(0o444)
        _sync(path)
    folder.chmod(0o755)  # mkdtemp lets only its owner in
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
