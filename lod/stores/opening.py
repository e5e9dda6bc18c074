"""Opens a release wherever its store is: beside its manifest, or on another server that the manifest names."""

from __future__ import annotations

from pathlib import Path

from lod.stores.embedded import open_manifest, open_store
from lod.stores.opened import OpenRelease
from lod.stores.remote import RemoteStore


def open_anywhere(path: Path) -> OpenRelease:
    """The release of a folder with a ``manifest.json``. Raises ReleaseError where the folder is none or is damaged."""
    manifest = open_manifest(path)
    return RemoteStore(manifest) if "store" in manifest else open_store(path, manifest)
