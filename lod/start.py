"""Where the command `lod` begins: an answer that still holds is given again, else the command runs."""

from __future__ import annotations

import sys

from lod import replay


def main() -> int:
    """Runs the command line of the process and returns its exit code."""
    arguments = sys.argv[1:]
    if replay.is_possible(arguments):
        code = replay.again(arguments)
        if code is not None:
            return code
    from lod import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
