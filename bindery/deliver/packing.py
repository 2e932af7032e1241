"""The packing list as a table for a spreadsheet, and a pack's files as one zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bindery.model import JobTicket

HEAD = ("carton", "title", "language", "isbn", "copies", "kg", "deliver to")
#: The oldest date that a zip can hold; the files' own dates are in the files.
DATE = (1980, 1, 1, 0, 0, 0)


def packing_list(ticket: JobTicket) -> bytes:
    """CSV in UTF-8 with the mark by which spreadsheets know it: a line for every carton, and one for the file copies."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEAD)
    book = ticket.said["title"][0], ticket.language.tag, ticket.isbn
    for number, copies in enumerate(ticket.cartons, 1):
        rows.writerow((number, *book, copies, _kg(ticket, copies), ticket.said["consignee"][0]))
    if ticket.file_copies:
        rows.writerow(("file copies", *book, ticket.file_copies, _kg(ticket, ticket.file_copies), ticket.said["publisher"][0]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _kg(ticket: JobTicket, copies: int) -> str:
    return f"{copies * ticket.grams / 1000:.2f}"


def zipped(folder: str, files: Mapping[str, Path]) -> bytes:
    """The files below `folder`, in the order given, stored as they are: PDFs are compressed, and so no program's
    version of zlib shows in the bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        for name, path in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, path.read_bytes())
    return data.getvalue()
