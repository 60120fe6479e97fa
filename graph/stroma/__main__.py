"""`python -m stroma` is the command `stroma`."""

from __future__ import annotations

import sys

from stroma.cli import main

sys.exit(main())
