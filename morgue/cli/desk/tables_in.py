"""Reads tables that people filled in (CSV as any spreadsheet saves it, XLSX) as rows by the names of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from morgue.core.errors import MorgueError

#: Bytes of a table at most.
_MOST = 256 << 20
#: Cells that rows shorter than the heading may lack in all: a row of two bytes could lack a million.
_MOST_LACKING = 5_000_000
_SIGNS = ",;\t"


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, its first row being the heading; MorgueError for a file that is no table."""
    data = read(path)
    if data[:4] == b"PK\x03\x04":
        yield from _xlsx(path, data)
        return
    text = _decoded(data)
    heading = text.split("\n", 1)[0]
    sign = max(_SIGNS, key=heading.count)
    csv.field_size_limit(_MOST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        names = [name.strip() for name in next(reader, [])]
        if not any(names):
            raise MorgueError(f"{path} is empty", "its first row names the columns")
        yield from _named(path, names, filter(None, reader))
    except csv.Error as error:
        raise MorgueError(f"{path}, line {reader.line_num}: {error}", "save it as CSV again") from None


def read(path: Path) -> bytes:
    """All of a file that a person named; MorgueError for a large one, also for a device or pipe that does not end."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise MorgueError(f"cannot read {path}: {(error.strerror or '').lower()}", "name a table") from None
    if len(data) > _MOST:
        raise MorgueError(f"{path} has more than {_MOST >> 20} MB", "divide it")
    return data


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else what Excel writes on Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _named(path: Path, names: list[str], rows: Iterable[list[str]]) -> Iterator[dict[str, str]]:
    """Rows by the names of columns; what stands beyond the heading has no name."""
    lacking = 0
    for cells in rows:
        short = max(0, len(names) - len(cells))
        lacking += short
        if lacking > _MOST_LACKING:
            raise MorgueError(f"{path} has rows much shorter than its heading", "save its columns alone")
        yield {n: value for n, value in zip(names, [*cells, *[""] * short], strict=False) if n}


def _xlsx(path: Path, data: bytes) -> Iterator[dict[str, str]]:
    from morgue.index.sources.documents.sheets import first_sheet
    from morgue.index.sources.location import Broken

    cells = (row for _, row in first_sheet(io.BytesIO(data)))
    try:
        names = [name.strip() for name in next(cells, [])]
        if not names:
            raise MorgueError(f"{path} is empty", "its first row names the columns")
        yield from _named(path, names, cells)
    except Broken as error:
        raise MorgueError(f"{path} is no workbook that can be read: {error}", "save it as CSV") from None
