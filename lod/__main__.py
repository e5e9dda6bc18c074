"""`python -m lod` is the command `lod`."""

from __future__ import annotations

import sys

from lod.start import main

sys.exit(main())
