"""Deletes old releases. The log of what they changed is in every later one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from lod.release.changed import manifests
from lod.release.folder import current, locked


def prune(out: Path, keep: int, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Deletes all releases of `out` but the newest ones, and never the current one; returns those that are gone.

    Raises ReleaseError where the folder holds something else, or a release cannot be deleted.
    """
    with locked(out):
        served = current(out)
        ranked = sorted(manifests(out), key=lambda found: _age(found[1]), reverse=True)
        gone = [folder for folder, _ in ranked[keep:] if folder.resolve() != served]
        for folder in gone:
            _delete(folder)
            if progress:
                progress(f"Release {folder.name} is deleted")
        return gone


def _age(manifest: dict[str, object]) -> tuple[int, str]:
    # The length of the log first: the newest release is the one that the next one goes on from.
    log = manifest.get("log")
    return len(log) if isinstance(log, list) else 0, str(manifest.get("built"))


def _delete(folder: Path) -> None:
    # Out of sight with one rename, so that nobody finds half of it; what is left over, the next writer removes.
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".tmp-"))
    os.rename(folder, aside / folder.name)
    shutil.rmtree(aside)
