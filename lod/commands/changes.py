"""`lod changes`: the change log of a release."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from lod import release
from lod.changes import Change, Step, read_log
from lod.words import harmless


def show(options: argparse.Namespace) -> int:
    """Prints the changes, oldest first, and returns the exit code. Raises ReleaseError where there is no release."""
    folder = release.current(options.release) if options.release else release.bundled_release()
    log = read_log(folder, release.read_manifest(folder))
    write = _text if options.format == "text" else _json
    for step in log.steps:
        for change in log.changes(step) if step.last > options.after else ():
            if change.position > options.after:
                print(write(step, change))
    return 0


def _text(step: Step, change: Change) -> str:
    fields = (str(change.position), step.built, change.kind, str(change.quads), change.graph, change.title or "")
    return "\t".join(harmless(field) for field in fields).rstrip("\t")


def _json(step: Step, change: Change) -> str:
    told = {name: value for name, value in asdict(change).items() if name not in ("offset", "length") and value}
    return json.dumps(told | {"release": step.release, "built": step.built}, ensure_ascii=False)
