#!/usr/bin/env python3
"""bindery's command line: `python build.py --help`. `make pdf LANG=fr` prepares the machine first and then calls this."""

if __name__ == "__main__":  # processes that typeset import this file too, and need nothing of it
    import sys

    from bindery.cli import main

    sys.exit(main())
