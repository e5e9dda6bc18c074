"""`lod lint --watch`: lints again whenever a document, a setting or a rule changes, until Ctrl-C."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lod.linting import inputs, suppressions
from lod.settings import Settings, layers

if TYPE_CHECKING:
    from watchfiles import Change

_SETTINGS = (*layers.NAMES, *inputs.IGNORE_FILES, suppressions.NAME)
_OWN = (".ttl", ".tsv")
_TICK = 200  # milliseconds


class Watcher:
    """Waits for changes of what a run over paths, with settings, depends on."""

    def __init__(self, paths: Sequence[str], settings: Settings) -> None:
        self._named = {os.path.realpath(path) for path in paths if not os.path.isdir(path)}
        self._folders = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
        self._own = [os.path.realpath(folder) for name in ("rules", "registry") for folder in settings[name]]
        files = [layer.file.path for layer in settings.layers if layer.file]
        named = [settings[name] for name in ("suppressions", "baseline") if settings[name]]
        self._files = {os.path.realpath(path) for path in (*files, *named)}

    def concerns(self, path: str) -> bool:
        """Whether a run looks at a file.

        >>> from lod.settings import Resolver
        >>> watcher = Watcher(["a.txt"], Resolver({}, isolated=True).of_folder(Path()))
        >>> watcher.concerns(os.path.abspath("a.txt")), watcher.concerns(os.path.abspath("b.txt"))
        (True, False)
        """
        whole = os.path.realpath(path)
        if whole in self._named or whole in self._files or os.path.basename(whole) in _SETTINGS:
            return True
        if _within(whole, self._own):
            return whole.endswith(_OWN)
        return _within(whole, self._folders) and whole.lower().endswith(inputs.suffixes())

    @contextmanager
    def watching(self) -> Iterator[Callable[[], None]]:
        """Watches from now on; gives a function that waits for a change since then. Ctrl-C interrupts it."""
        from watchfiles import watch  # only here

        # Editors write a new file and rename it: the folder is watched, not the file.
        around = {os.path.dirname(path) for path in (*self._named, *self._files)}
        places = [place for place in {*around, *self._folders, *self._own} if os.path.isdir(place)]
        steps = watch(*places, watch_filter=self._filter, debounce=300, rust_timeout=_TICK, yield_on_timeout=True)
        next(steps)  # whoever changes a file from here on is seen

        def wait() -> None:
            while not next(steps):
                pass

        yield wait
        steps.close()

    def _filter(self, change: Change, path: str) -> bool:
        return self.concerns(path)


def _within(path: str, folders: Sequence[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)
