"""What changed from release to release, graph by graph: the log that a release carries, and what is made of it.

The unit of change is the named graph (`docs/decisions/0010-changes.md`). A release folder holds the whole log since
the first release, so that the stream can be replayed although earlier releases are gone.
"""

from lod.changes.log import CREATE, DELETE, UPDATE, Change, Log, Step, read_log

__all__ = ["CREATE", "DELETE", "UPDATE", "Change", "Log", "Step", "read_log"]
