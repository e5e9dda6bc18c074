"""Authority files: names of units and officials to entities, agency codes to their bodies, areas to their codes.

Which of two spellings is right is said in the files, with the evidence; code only compares.
"""

from __future__ import annotations

from lod.registry.areas import area_of, lineage
from lod.registry.draft import entities, suggest
from lod.registry.files import load
from lod.registry.lookup import AgencyCode, Registry, abbreviates

__all__ = ["AgencyCode", "Registry", "abbreviates", "area_of", "entities", "lineage", "load", "suggest"]
