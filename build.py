#!/usr/bin/env python3
"""bindery's command line: `python build.py --help`. `make pdf LANG=fr` prepares the machine first and then calls this."""

if __name__ == "__main__":  # processes that typeset import this file too, and need nothing of it
    import os
    import sys

    try:
        from bindery import signals

        signals.end_at_once()
    except KeyboardInterrupt:  # so soon that nobody is there yet to say so
        os.write(2, b"\nstopped; the last good files are untouched\n")
        os._exit(130)

    from bindery.cli import main

    code = main()
    signals.ignore()
    sys.exit(code)
