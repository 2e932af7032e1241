#!/usr/bin/env python3
"""bindery's command line: `python build.py --help`. `make pdf LANG=fr` prepares the machine first and then calls this."""

import sys

from bindery.cli import main

if __name__ == "__main__":
    sys.exit(main())
