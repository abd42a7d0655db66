"""`python -m archive`: the command line where no window and no Qt is installed."""

import sys

from archive.cli import main

if __name__ == "__main__":
    sys.exit(main())
