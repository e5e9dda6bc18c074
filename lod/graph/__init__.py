"""Documents to quads: every part a node with its place, every statement with its super-terms beside it."""

from __future__ import annotations

from lod.graph.authority import ontology_quads, registry_quads
from lod.graph.documents import build

__all__ = ["build", "ontology_quads", "registry_quads"]
