"""`lod config show`: the settings that hold for a file or folder, each with the place that says so."""

from __future__ import annotations

import argparse

from lod import arguments
from lod.settings import Resolver, shown


def show(options: argparse.Namespace) -> int:
    """Prints the settings for a path."""
    # --format is how to show them, not one of them.
    given = {name: value for name, value in arguments.given(options).items() if name != "format"}
    resolver = Resolver(given, options.config, options.isolated)
    settings = resolver.of_folder(options.path) if options.path.is_dir() else resolver.of_file(options.path)
    print(shown.as_json(settings) if options.format == "json" else shown.text(settings), end="")
    return 0
