"""`lod serve`: the server, with the settings that flags, environment and file give together."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from lod.model import ConfigError
from lod.settings import CONFIG_VARIABLE, layers
from lod.web import configured


def run(options: argparse.Namespace) -> int:
    """Serves until it is interrupted, or shows the settings that it would serve with."""
    held = configured.configure(vars(options), _file(options))
    if options.show_settings:
        print(configured.text(held.rows), end="")
        return 0
    from lod import release
    from lod.web import server

    if held.settings.store and held.settings.release:
        raise ConfigError("A server has one store: name a release or a store, not both.")
    if held.settings.store:
        server.serve_store(held.settings)
        return 0
    server.serve(Path(held.settings.release) if held.settings.release else release.bundled_release(), held.settings)
    return 0


def _file(options: argparse.Namespace) -> Path | None:
    if options.isolated:
        return None
    said: str | None = os.environ.get(CONFIG_VARIABLE)
    return options.config or (Path(said) if said else layers.nearest(Path.cwd()))
