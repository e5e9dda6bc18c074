"""What the processes have in common to which the server leaves queries and uploads."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

NO_MEMORY = 3  # the status with which such a process ends that wants more than it may take


def environment() -> dict[str, str]:
    """The environment of such a process: the same modules wherever the server was started.

    >>> sys.path[-1] in environment()["PYTHONPATH"].split(os.pathsep)
    True
    """
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def limit_memory(budget: int) -> None:
    """Lets this process reserve no more bytes than it has now and a budget."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        taken = pages * resource.getpagesize()
    except OSError:  # no /proc: not Linux
        taken = 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + budget, taken + budget))
