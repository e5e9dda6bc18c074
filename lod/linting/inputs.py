"""Which files are linted: those named, those that a glob matches, and in folders those that a reader knows.

Ignore files (`.gitignore`, `.lodignore`) and the setting ``exclude`` hold for what is found in folders; a file that
somebody names is linted, unless the exclusions are forced on it.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lod import readers
from lod.model import ConfigError, ReadError
from lod.settings import Resolver

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".lodignore")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns and the folder that they are relative to."""

    folder: Path
    spec: GitIgnoreSpec

    def says(self, path: Path) -> bool | None:
        """Whether a path is ignored; None where nothing is said of it."""
        try:
            inside = path.relative_to(self.folder)
        except ValueError:
            return None
        return self.spec.check_file(f"{inside.as_posix()}{'/' if path.is_dir() else ''}").include


def expand(paths: Sequence[str], resolver: Resolver, force: bool = False) -> tuple[list[str], list[ReadError]]:
    """The names of the files to lint, each once, in the order given (in folders by name), and what is not there.

    ``force`` leaves out what is excluded also where it is named.

    >>> expand(["-"], Resolver({}, isolated=True))
    (['-'], [])
    """
    names: dict[str, str] = {}
    errors: list[ReadError] = []
    for path in paths:
        try:
            for name in _names(path, resolver, force, errors):
                names.setdefault(name if name == "-" else os.path.realpath(name), name)
        except ReadError as error:
            errors.append(error)
    return list(names.values()), errors


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that a reader knows."""
    return tuple(suffix for suffix, media_type in readers.MEDIA_TYPES.items() if media_type in readers.READERS)


def _names(path: str, resolver: Resolver, force: bool, errors: list[ReadError]) -> Iterable[str]:
    if path == "-":
        return [path]
    if os.path.isdir(path):
        return _in_folder(path, resolver, errors)
    if not os.path.lexists(path) and glob.has_magic(path):
        return _matching(path, resolver)
    return [] if force and _excluded(Path(path), resolver) else [path]


def _matching(pattern: str, resolver: Resolver) -> Iterator[str]:
    found = sorted(glob.glob(pattern, recursive=True))
    if not found:
        raise ReadError(f"{pattern}: no file matches")
    for name in found:
        if not os.path.isdir(name) and not _excluded(Path(name), resolver):
            yield name


def _in_folder(folder: str, resolver: Resolver, errors: list[ReadError]) -> list[str]:
    root = Path(os.path.abspath(folder))
    unread: list[ReadError] = []
    found = [os.path.join(folder, path.relative_to(root)) for path in _walk(root, _around(root), resolver, unread)]
    errors += unread
    if not found and not unread:
        raise ReadError(f"{folder}: there is no document in this folder ({', '.join(suffixes())})")
    return found


def _walk(folder: Path, around: Sequence[Patterns], resolver: Resolver, unread: list[ReadError]) -> Iterator[Path]:
    try:
        known = (*around, *_ignore_files(folder))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        # A folder that cannot be looked into does not hide what is in the others.
        unread.append(ReadError(f"{error.filename or folder}: cannot be read ({error.strerror or error})"))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith((".", "~$")) or _ignored(path, known) or _excluded(path, resolver):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path, known, resolver, unread)
        elif path.suffix.lower() in suffixes() and entry.is_file():
            yield path


def _around(root: Path) -> list[Patterns]:
    # Within a repository the ignore files of the folders around hold too.
    above = [root, *root.parents]
    top = next((number for number, folder in enumerate(above) if (folder / ".git").exists()), 0)
    return [patterns for folder in reversed(above[1 : top + 1]) for patterns in _ignore_files(folder)]


def _ignore_files(folder: Path) -> Iterator[Patterns]:
    for name in IGNORE_FILES:
        file = folder / name
        if file.is_file():
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            yield patterns(folder, (line for line in lines if is_pattern(line)))


def patterns(folder: Path, lines: Iterable[str]) -> Patterns:
    """Patterns as git reads them, relative to a folder. Raises ConfigError for one that git would pass over."""
    import pathspec  # only where there are any

    wanted = list(lines)
    wrong = next((line for line in wanted if not is_pattern(line)), None)
    if wrong is not None:
        raise ConfigError(f"{wrong!r} is no pattern for files; patterns are written as in .gitignore.")
    return Patterns(folder, pathspec.GitIgnoreSpec.from_lines(wanted))


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern, or empty or a comment.

    >>> is_pattern("*.txt"), is_pattern("!")
    (True, False)
    """
    import pathspec

    try:
        pathspec.GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def _ignored(path: Path, known: Sequence[Patterns]) -> bool:
    # The patterns nearest to the file speak last, and may take it back in.
    said = (patterns.says(path) for patterns in reversed(known))
    return next((answer for answer in said if answer is not None), False)


def _excluded(path: Path, resolver: Resolver) -> bool:
    settings = resolver.of_file(path)
    excluded = settings["exclude"]
    if not excluded:
        return False
    folder = Path(os.path.abspath(settings.folder))
    whole = Path(os.path.abspath(path))
    spec = patterns(folder, excluded)
    return any(spec.says(one) for one in (whole, *whole.parents) if one.is_relative_to(folder) and one != folder)
