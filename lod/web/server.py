"""The server as a process: its socket, its signals, its end, and what stands around the application of a release."""

from __future__ import annotations

import asyncio
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.types import ASGIApp

from lod.model import LodError
from lod.release import current
from lod.release.remote import remote_release
from lod.stores.endpoint import check_address
from lod.stores.remote import Place
from lod.web import systemd
from lod.web.app import Headers, create_app
from lod.web.connections import limited
from lod.web.logs import AccessLog, start_log
from lod.web.metrics import Metrics
from lod.web.observing import Observing
from lod.web.operations import Operations
from lod.web.proxies import Fronting
from lod.web.ratelimit import Limited, RateLimit
from lod.web.settings import Settings
from lod.web.switch import Switch

logger = logging.getLogger(__name__)


def serve(release: Path, settings: Settings | None = None) -> None:
    """Serves the current release of a folder until it is interrupted; requests under way are answered first.

    SIGHUP, or the link `current` that leads elsewhere, makes it serve another release.
    Raises ReleaseError where there is no release, and LodError where the address cannot be taken.
    """
    settings = settings or Settings()
    _serve(partial(current, release), settings, settings.watch_seconds)


def serve_store(settings: Settings) -> None:
    """Serves the release that is in the store of another server, in the same way.

    Raises StoreError where the store does not answer, and ReleaseError where it holds no release.
    """
    place = Place(settings.store, settings.store_seconds, settings.store_size, settings.store_steps)
    check_address(place.url)
    with TemporaryDirectory(prefix="gongbao-") as folder:
        _serve(remote_release(place, Path(folder)), settings, settings.store_watch_seconds)


def _serve(find: Callable[[], Path], settings: Settings, watch_seconds: float) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something that could be reloaded
    start_log(settings.log_format)
    _allow_many_files()
    sys.setswitchinterval(0.001)  # a thread that makes a page lets go five times as soon as usual
    metrics = Metrics()
    switch = Switch(find, partial(create_app, settings=settings), lambda how: metrics.reloads.labels(how).inc())
    operations = Operations(switch, lambda: _figures(metrics, switch))
    log = AccessLog(settings.log_format) if settings.access_log else None
    config = uvicorn.Config(
        Observing(
            compose(operations, settings),
            metrics,
            lambda: operations.segments | switch.segments(),
            log,
            settings.log_queries,
        ),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # it believes more headers than ours does
        http=limited(settings, lambda why: metrics.cut.labels(why).inc()),
        ws="none",
        # One more than the connections: with that many, nobody was idle and made room for the newest.
        limit_concurrency=settings.connections + 1,
        timeout_keep_alive=settings.idle_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        # Bound here, because uvicorn ends the process where it cannot bind.
        sockets = systemd.inherited() or [_bound(settings.host, settings.port)]
        for one in sockets:
            stack.enter_context(one)
        server = _Server(config, switch, operations, settings.drain_seconds, watch_seconds)
        metrics.count("gongbao_connections", "Open connections", lambda: len(server.server_state.connections))
        if log:
            server.last.append(log.flush)
        server.run(sockets=sockets)


def compose(app: ASGIApp, settings: Settings) -> ASGIApp:
    """What every request passes on its way in, around an application."""
    if settings.requests_per_minute:
        app = Limited(app, RateLimit(settings.requests_per_minute))
    return Headers(Fronting(app, settings))


def _figures(metrics: Metrics, switch: Switch) -> bytes:
    metrics.serves(switch.manifest)
    return metrics.text()


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, switch: Switch, operations: Operations, drain_seconds: float, watch_seconds: float
    ) -> None:
        super().__init__(config)
        self._switch = switch
        self._operations = operations
        self._drain_seconds = drain_seconds
        self._watch_seconds = watch_seconds
        self._tasks: set[asyncio.Task[object]] = set()
        # uvicorn ends the process by the signal that it was told to end by: nothing comes after `run`.
        self.last: list[Callable[[], None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._switch.open()
        await super().startup(sockets)
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._reload)
        if self._watch_seconds:
            self._tasks.add(asyncio.create_task(self._switch.watch(self._watch_seconds)))
        for server in self.servers:
            for one in server.sockets:
                logger.info("Release %s is served on %s port %s", self._switch.manifest["id"], *one.getsockname()[:2])
        systemd.notify("READY=1")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        systemd.notify("STOPPING=1")
        self._operations.stopping = True
        await asyncio.sleep(self._drain_seconds)
        for task in self._tasks:
            task.cancel()
        await super().shutdown(sockets)
        await self._switch.close()
        for work in self.last:
            work()

    def _reload(self) -> None:
        task = asyncio.create_task(self._switch.reload())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise LodError(f"The server cannot listen on {host}:{port}: {error}.") from error


def _allow_many_files() -> None:
    # A connection is an open file, and the usual 1,024 of a login are fewer than the connections that we allow.
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if hard == resource.RLIM_INFINITY else min(hard, most), hard))
