"""Serves the current release, and goes over to a new one without dropping a request.

The application of a release never changes. A new release gets an application of its own, with its own query processes;
once it is ready it takes the next request, and the old one is closed when its last request has been answered.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from lod.model import LodError

logger = logging.getLogger(__name__)


class _Serving:
    """One release as it is served, and how many requests it is answering."""

    def __init__(self, folder: Path, app: FastAPI) -> None:
        self.folder = folder
        self.app = app
        self._users = 0
        self._stack = AsyncExitStack()
        self._idle = asyncio.Event()
        self._idle.set()

    @cached_property
    def segments(self) -> frozenset[str]:
        paths = (getattr(route, "path", "").strip("/").partition("/")[0] for route in self.app.routes)
        return frozenset(path for path in paths if path and "{" not in path)

    async def start(self) -> None:
        await self._stack.enter_async_context(self.app.router.lifespan_context(self.app))

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._users += 1
        self._idle.clear()
        try:
            await self.app(scope, receive, send)
        finally:
            self._users -= 1
            if not self._users:
                self._idle.set()

    async def close(self) -> None:
        await self._stack.aclose()

    async def retire(self) -> None:
        await self._idle.wait()
        await self.close()


class Switch:
    """The application of whichever release `find` says is current. ``told`` hears how each reload ends.

    Raises ReleaseError where there is no release.
    """

    def __init__(
        self,
        find: Callable[[], Path],
        build: Callable[[Path], FastAPI],
        told: Callable[[str], None] = lambda outcome: None,
    ) -> None:
        self._told = told
        self._find = find
        self._build = build
        folder = find()
        self._serving = _Serving(folder, build(folder))
        self._refused: Path | None = None
        self._lost = False
        self._lock = asyncio.Lock()
        self._retiring: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Has a request answered by the release that is current now, to its end."""
        await self._serving.respond(scope, receive, send)

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the release that is served."""
        found: dict[str, Any] = self._serving.app.state.manifest
        return found

    def segments(self) -> frozenset[str]:
        """The first parts of paths that are routes of their own and no resources."""
        return self._serving.segments

    async def open(self) -> None:
        """Starts what the release needs; to be awaited before the first request."""
        await self._serving.start()

    async def close(self) -> None:
        """Ends everything, also what is still being answered by earlier releases."""
        for task in self._retiring:
            task.cancel()
        await self._serving.close()

    async def reload(self) -> bool:
        """Goes over to the current release and says whether it is another; one that is unfit is told to the log."""
        async with self._lock:
            try:
                folder = await asyncio.to_thread(self._find)
                if folder == self._serving.folder:
                    return False
                self._refused = folder
                serving = _Serving(folder, await asyncio.to_thread(self._build, folder))
                await serving.start()
            except (LodError, OSError) as error:
                self._refuse(error)
                return False
            old, self._serving, self._refused = self._serving, serving, None
            self._told("served")
            logger.info("Release %s is served now, instead of %s", folder.name, old.folder.name)
            task = asyncio.create_task(_retired(old))
            self._retiring.add(task)
            task.add_done_callback(self._retiring.discard)
            return True

    def _refuse(self, error: Exception) -> None:
        logger.error("The new release cannot be served, the old one stays: %s", error)
        self._told("refused")

    async def watch(self, seconds: float) -> None:
        """Looks again and again whether another release is current; one that was refused is not tried twice."""
        while True:
            await asyncio.sleep(seconds)
            try:
                folder = await asyncio.to_thread(self._find)
            except (LodError, OSError) as error:
                if not self._lost:  # told once, however long it lasts
                    self._refuse(error)
                self._lost = True
                continue
            self._lost = False
            if folder not in (self._serving.folder, self._refused):
                await self.reload()


async def _retired(serving: _Serving) -> None:
    await serving.retire()
    folder = serving.folder.name
    del serving
    gc.collect()  # an application is full of circles, and its store would stay open for long
    logger.info("Release %s is closed", folder)
