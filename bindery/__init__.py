"""bindery: Markdown manuscripts in many languages to print-ready books.

The stages are the folders, in the order the data flows:
project -> manuscript -> compose -> typeset -> bind -> finish -> deliver.
"""

__version__ = "0.1.0"
