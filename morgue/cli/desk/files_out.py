"""Writes tables that commands give beside their answer: never over a file that is there, and whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from morgue.core.errors import MorgueError
from morgue.core.json import Document
from morgue.render.files import write_new
from morgue.render.records import csv_rows


def write_table(path: Path, rows: Iterable[Document], fields: Sequence[str]) -> None:
    """A table of rows, as CSV or XLSX by the end of the file's name."""
    if path.suffix.lower() == ".xlsx":
        from morgue.render.xlsx import write_xlsx

        write_new(path, lambda file: write_xlsx(file, rows, fields))
    elif path.suffix.lower() == ".csv":
        write_new(path, lambda file: file.writelines((row + "\r\n").encode() for row in csv_rows(rows, fields)))
    else:
        raise MorgueError(f"what is to be written to {path.name}?", "end the name with .csv or .xlsx")
