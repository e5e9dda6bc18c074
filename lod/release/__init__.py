"""A release: the whole data set as canonical N-Quads, a store to ask it, and a manifest; immutable once it is there.

`DIR/data.nq.gz` and `DIR/manifest.json` are those of the current release, whatever else `DIR` holds
(`docs/decisions/0004-release.md`).
"""

from lod.release.bundled import bundled_release
from lod.release.folder import current
from lod.release.manifest import check, read_manifest
from lod.release.pruning import prune
from lod.release.write import write, write_quads

__all__ = ["bundled_release", "check", "current", "prune", "read_manifest", "write", "write_quads"]
