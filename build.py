#!/usr/bin/env python3
"""bindery's command line: `python build.py --help`. `make pdf LANG=fr` prepares the machine first and then calls this."""

if __name__ == "__main__":  # processes that typeset import this file too, and need nothing of it
    import signal
    import sys

    if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:  # Ctrl-C is no fault of the imports: main says what it does with it
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    from bindery.cli import main

    sys.exit(main())
