"""The catalogue of a release for harvesters, made from its manifest and its store: pure functions, triples out."""

from lod.catalogue.dcat import Site, catalogue, described, page_count
from lod.catalogue.holdings import Holdings, read_holdings

__all__ = ["Holdings", "Site", "catalogue", "described", "page_count", "read_holdings"]
