"""Opens and reads the files of a run. One that cannot be read is told, and hides nothing of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lod import readers
from lod.linting import inputs
from lod.linting.judging import Judge
from lod.model import Diagnostic, ReadError, Source, Text


@dataclass(frozen=True)
class Input:
    """What was read: the texts, the findings about files that hold none, and what no finding can be made of.

    ``late`` are the texts that took too long to be judged to the end.
    """

    texts: list[Text] = field(default_factory=list)
    unreadable: list[Diagnostic] = field(default_factory=list)
    errors: list[ReadError] = field(default_factory=list)
    late: list[Text] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether anything could not be read, or not be judged to the end."""
        return bool(self.unreadable or self.errors or self.late)

    @property
    def files(self) -> int:
        """How many files were opened."""
        return len(self.texts) + len({id(diagnostic.text) for diagnostic in self.unreadable})


def read(paths: Sequence[str], judge: Judge, stdin_name: str | None = None, force_exclude: bool = False) -> Input:
    """Reads files, folders, globs and standard input (``-``, which is called ``stdin_name``).

    >>> from lod.settings import Resolver
    >>> [str(error) for error in read(["no-such-file.txt"], Judge(Resolver({}, isolated=True))).errors]
    ['no-such-file.txt: cannot be read (No such file or directory)']
    """
    names, errors = inputs.expand(paths, judge.resolver, force_exclude)
    found = Input(errors=list(errors))
    for name in names:
        try:
            source = _renamed(readers.open_source(name), stdin_name if name == "-" else None)
        except ReadError as error:
            found.errors.append(error)
            continue
        try:
            found.texts.append(readers.read(source))
        except ReadError as error:
            told = judge.unreadable(source, error)
            found.unreadable.extend(told)
            if not told:
                found.errors.append(error)
    return found


def _renamed(source: Source, name: str | None) -> Source:
    if name is None:
        return source
    return Source(name, readers.MEDIA_TYPES.get(Path(name).suffix.lower(), source.media_type), source.content)
