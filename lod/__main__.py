"""`python -m lod` is the command `lod`."""

from lod.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
