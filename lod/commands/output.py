"""Where commands write: files, and standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

from lod.model import ConfigError, LodError
from lod.words import harmless


def save(path: Path, content: str | bytes) -> None:
    """Writes a file, whole or not at all. Raises ConfigError where that is not possible."""
    written = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    try:
        if path.is_file():
            _switch(Path(os.path.realpath(path)), written)
        else:
            path.write_bytes(written)  # a new file, or a device or pipe
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error


def _switch(path: Path, content: bytes) -> None:
    # A full disk or a lost connection must not leave half a document behind.
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".lod-")
    except PermissionError:
        path.write_bytes(content)  # the folder takes no new file, the file itself can be written
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        shutil.copymode(path, name)
        os.replace(name, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def tell(words: str) -> None:
    """Says something beside the report, in one line."""
    print(harmless(words), file=sys.stderr)


def complain(error: LodError, lang: str) -> None:
    """Says what went wrong, in a language."""
    sentence = str(error)
    if lang == "zh":
        from lod.complaints import in_chinese  # most runs have nothing to complain of

        sentence = in_chinese(sentence)
    tell(f"lod: {sentence}")
