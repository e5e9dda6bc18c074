"""The services that answer for the data: queries, and what tells of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lod.catalogue.authorities import ATOM, LDES, SPARQL, TREE, Authority


@dataclass(frozen=True, slots=True)
class Service:
    """A service: its name in the catalogue, its path, the standards that it follows, its words in Chinese and English.

    ``of_log`` is one that there is only where a release has a change log.
    """

    name: str
    path: str
    standards: tuple[Authority, ...]
    title: tuple[str, str]
    description: tuple[str, str]
    of_log: bool = True


_SERVICES = (
    Service(
        name="sparql",
        path="sparql",
        standards=(SPARQL,),
        title=("SPARQL 查询服务", "SPARQL endpoint"),
        description=("对全部数据的 SPARQL 1.1 查询。", "SPARQL 1.1 queries over all of the data."),
        of_log=False,
    ),
    Service(
        name="ldes",
        path="ldes",
        standards=(LDES, TREE),
        title=("变更流", "Change stream"),
        description=(
            "自首次发布以来每一处变更的关联数据事件流，可据此保持副本一致。",
            "Every change since the first release as a linked data event stream, to keep a copy up to date.",
        ),
    ),
    Service(
        name="feed",
        path="feed.atom",
        standards=(ATOM,),
        title=("变更订阅源", "Feed of changes"),
        description=("变更的 Atom 订阅源，最新的在前。", "The changes as an Atom feed, the newest first."),
    ),
)


def services(manifest: Mapping[str, Any]) -> tuple[Service, ...]:
    """The services of a server on a release.

    >>> [service.name for service in services({"id": "0a1b"})]
    ['sparql']
    """
    return tuple(service for service in _SERVICES if manifest.get("log") or not service.of_log)
