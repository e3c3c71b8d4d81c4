"""``python -m press``: the same as the command."""

import sys

from press.cli import main

sys.exit(main())
