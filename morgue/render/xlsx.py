"""Writes rows as a workbook for spreadsheet programs: each cell is a text or a number, never a formula or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory
from typing import IO, Any

from morgue.core.json import Document
from morgue.render.records import cell, value_of
from morgue.render.sanitize import safe

#: What Excel has room for.
MOST_ROWS, LONGEST_CELL = 1_048_576, 32_767
_WIDE, _WIDEST = 12, 60
#: What XlsxWriter makes, which has no types.
_Untyped = Any


def write_xlsx(file: IO[bytes], documents: Iterable[Document], fields: Sequence[str], name: str = "articles") -> int:
    """Writes a sheet with a heading, in constant memory; how many cells were too long and are cut, ending in `…`.

    What a spreadsheet cannot hold (more rows than Excel's) is left out of the sheet and goes on in the next one.
    OSError when the file, or one of those that are kept meanwhile, cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    sink = _Sink(file)
    try:
        with TemporaryDirectory() as aside:
            cut = _written(sink, documents, fields, name, aside)
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(None, str(error)) from None
    if sink.error is not None:
        raise sink.error
    return cut


class _Sink:
    """A file that keeps its first error and takes no more after it, nor once it is closed.

    A zip that could not be written is closed when the memory is cleared, long after its file, and would complain.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        if self.error is None and not self._file.closed:
            try:
                return self._file.write(data)
            except OSError as error:
                self.error = error
        return len(data)

    def tell(self) -> int:
        return 0 if self._file.closed else self._file.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self._file.closed else self._file.seek(place, whence)

    def flush(self) -> None:
        if self.error is None and not self._file.closed:
            self._file.flush()


def _written(file: _Sink, documents: Iterable[Document], fields: Sequence[str], name: str, aside: str) -> int:
    import xlsxwriter

    options = {"tmpdir": aside, "constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    cut = 0
    with xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True})
        sheet, row = None, MOST_ROWS
        for document in documents:
            if row >= MOST_ROWS:
                sheet = _sheet(book, name, fields, bold)
                row = 1
            assert sheet is not None
            for column, field in enumerate(fields):
                cut += _write(sheet, row, column, document, field)
            row += 1
        if sheet is None:
            _sheet(book, name, fields, bold)
    return cut


def _sheet(book: _Untyped, name: str, fields: Sequence[str], bold: _Untyped) -> _Untyped:
    number = len(book.worksheets()) + 1
    titled = name if number == 1 else f"{name} {number}"
    sheet = book.add_worksheet(titled)
    sheet.freeze_panes(1, 0)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _WIDEST if field in ("text", "body", "left", "right", "title") else _WIDE)
        sheet.write_string(0, column, field, bold)
    return sheet


def _write(sheet: _Untyped, row: int, column: int, document: Document, field: str) -> bool:
    """One cell; whether it was cut."""
    value = value_of(document, field)
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
        return False
    text = safe(cell(value))
    cut = len(text) > LONGEST_CELL
    if text:
        shown = text[: LONGEST_CELL - 1] + "…" if cut else text
        sheet.write_string(row, column, shown)
    return cut
