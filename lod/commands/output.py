"""Where commands write: files, and standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from lod.model import ConfigError, LodError


def save(path: Path, content: str | bytes) -> None:
    """Writes a file. Raises ConfigError where that is not possible."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error


def tell(words: str) -> None:
    """Says something beside the report."""
    print(words, file=sys.stderr)


def complain(error: LodError) -> None:
    """Says what went wrong."""
    tell(f"lod: {error}")
