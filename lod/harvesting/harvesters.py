"""The harvesters that are simulated, as data: how each asks, reads and decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lod import vocab

_PARTIAL, _PAGED = (vocab.expand(f"hydra:{name}") for name in ("PartialCollectionView", "PagedCollection"))
_NEXT, _NEXT_PAGE = (vocab.expand(f"hydra:{name}") for name in ("next", "nextPage"))


@dataclass(frozen=True, slots=True)
class Harvester:
    """A harvester of DCAT.

    ``key`` is what a data set is recognised by. ``paging`` pairs a class of pages with the properties that lead on from
    one; with ``first_class_only`` the first class that occurs decides. ``largest`` is the size that a page may have, in
    bytes. With ``heads`` each address is asked by HEAD before it is fetched; without, only to learn the syntax.
    ``all_or_nothing`` says whether one page or title that is missing leaves everything as it was. ``grace`` is the
    number of days for which a data set stays that is not named any more.
    """

    name: str
    key: Literal["iri", "identifier"]
    paging: tuple[tuple[str, tuple[str, ...]], ...]
    first_class_only: bool
    largest: int | None
    heads: bool
    redirects: bool
    all_or_nothing: bool
    grace: int


# As ckanext-dcat (harvesters/base.py, harvesters/rdf.py, processors.py) and udata (harvest/backends/dcat.py, base.py)
# stood in 2026.
HARVESTERS = {
    harvester.name: harvester
    for harvester in (
        Harvester(
            name="ckan",
            key="iri",
            paging=((_PARTIAL, (_NEXT, _NEXT_PAGE)), (_PAGED, (_NEXT, _NEXT_PAGE))),
            first_class_only=False,
            largest=50 * 1024 * 1024,
            heads=True,
            redirects=True,
            all_or_nothing=True,
            grace=0,
        ),
        Harvester(
            name="udata",
            key="identifier",
            paging=((_PARTIAL, (_NEXT,)), (_PAGED, (_NEXT_PAGE,))),
            first_class_only=True,
            largest=None,
            heads=False,
            redirects=False,
            all_or_nothing=False,
            grace=7,
        ),
    )
}
