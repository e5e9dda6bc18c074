"""The manifest of a release: what is in it, from what it was made, and the SHA-256 of every file.

Times stand here and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lod import __version__
from lod.changes.log import Step, step_entry
from lod.model import ReleaseError, Source
from lod.release.dump import Dump

NAME = "manifest.json"


def write_manifest(folder: Path, dump: Dump, base: str, sources: Iterable[Source], steps: Sequence[Step]) -> None:
    """Writes the manifest of the files that a release folder holds; the last step of its log is the release's own."""
    manifest = {
        "id": steps[-1].release,
        "base": base,
        "software": {"name": "gongbao", "version": __version__},
        "built": steps[-1].built,
        "quads": dump.quads,
        "graphs": dump.graphs,
        "nquads": {"sha256": dump.sha256},
        "log": [step_entry(step) for step in steps],
        "sources": [_source(source) for source in sources],
        "files": {path.relative_to(folder).as_posix(): _entry(path) for path in _files(folder)},
    }
    (folder / NAME).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release, unchecked. Raises ReleaseError where it cannot be read."""
    try:
        manifest = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{folder} is no complete release: {error}.") from error
    if not isinstance(manifest, dict):
        raise ReleaseError(f"{folder} is no complete release: its manifest is no JSON object.")
    return manifest


def check(folder: Path) -> dict[str, Any]:
    """The manifest of a release, after comparing every file with it.

    Raises ReleaseError where a file is missing, has been changed or does not belong there.
    """
    manifest = read_manifest(folder)
    try:
        expected: dict[str, dict[str, Any]] = manifest["files"]
        found = {path.relative_to(folder).as_posix(): _entry(path) for path in _files(folder)}
        wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    except (OSError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{folder} is no complete release: {error}.") from error
    if wrong:
        raise ReleaseError(f"The release {folder} is damaged: {', '.join(wrong)} differ from its manifest.")
    return manifest


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() != NAME)


def _entry(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "size": path.stat().st_size}


def _source(source: Source) -> dict[str, Any]:
    content = source.content
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "name": Path(source.name).name}
