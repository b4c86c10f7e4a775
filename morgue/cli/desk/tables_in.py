"""Reads tables that people filled in (CSV as any spreadsheet saves it, XLSX) as rows by the names of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from morgue.core.errors import MorgueError

#: Bytes of a table at most.
_MOST = 256 << 20
_SIGNS = ",;\t"


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, its first row being the heading; MorgueError for a file that is no table."""
    data = _read(path)
    if data[:4] == b"PK\x03\x04":
        yield from _xlsx(path, data)
        return
    text = _decoded(data)
    heading = text.split("\n", 1)[0]
    sign = max(_SIGNS, key=heading.count)
    csv.field_size_limit(_MOST)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=sign)
    names = [name.strip() for name in reader.fieldnames or ()]
    if not any(names):
        raise MorgueError(f"{path} is empty", "its first row names the columns")
    reader.fieldnames = names
    try:
        for row in reader:
            yield {name: row.get(name) or "" for name in names if name}  # what stands beyond the heading has no name
    except csv.Error as error:
        raise MorgueError(f"{path}, line {reader.line_num}: {error}", "save it as CSV again") from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise MorgueError(f"{path} has more than {_MOST >> 20} MB", "divide it")
        return path.read_bytes()
    except OSError as error:
        raise MorgueError(f"cannot read {path}: {(error.strerror or '').lower()}", "name a table") from None


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Excel writes on Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _xlsx(path: Path, data: bytes) -> Iterator[dict[str, str]]:
    from morgue.index.sources.documents.sheets import first_sheet
    from morgue.index.sources.location import Broken

    names: list[str] = []
    try:
        for _, cells in first_sheet(io.BytesIO(data)):
            if not names:
                names = [cell.strip() for cell in cells]
            else:
                yield {n: value for n, value in zip(names, [*cells, *[""] * len(names)], strict=False) if n}
    except Broken as error:
        raise MorgueError(f"{path} is no workbook that can be read: {error}", "save it as CSV") from None
    if not names:
        raise MorgueError(f"{path} is empty", "its first row names the columns")
