"""The verbs of the command line, in groups: what each takes, which stages it calls, what it tells.

A module has `add`, which declares its verbs, and a function for each. At the top none imports a library: that nothing
has changed is told before any is loaded.
"""
