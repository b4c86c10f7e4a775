"""The table of readers is whole, and a hole in it stops the program and not a file."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from morgue.index.sources.registry import READERS, Format, Head, Reader
from morgue.index.sources.registry.table import TableError, joined

_TAKES = {"archive": 3, "package": 2, "folder": 1, "binary": 2, "markup": 2, "text": 2}


@pytest.mark.parametrize("form", Format)
def test_every_reader_is_there_and_takes_what_its_kind_says(form: Format) -> None:
    reader = READERS[form]
    assert len(inspect.signature(reader.load()).parameters) == _TAKES[reader.kind]
    assert reader.name and reader.takes and reader.example


def test_names_are_told_apart() -> None:
    assert len({reader.name for reader in READERS.values()}) == len(READERS)


def test_a_format_without_a_reader_or_with_two_is_an_error_at_once() -> None:
    without: dict[Format, Reader] = {form: reader for form, reader in READERS.items() if form is not Format.CSV}
    with pytest.raises(TableError, match="csv has 0"):
        joined([without])
    with pytest.raises(TableError, match="csv has 2"):
        joined([READERS, {Format.CSV: READERS[Format.CSV]}])


def test_a_reader_whose_module_is_gone_is_an_error_at_once() -> None:
    table = {**READERS, Format.CSV: replace(READERS[Format.CSV], where="spreadsheets:read")}
    with pytest.raises(TableError, match="spreadsheets:read"):
        joined([table])


def test_the_last_format_takes_any_text() -> None:
    *_, last = Format
    assert READERS[last].recognise(Head(b"The tide came in.", "a"))
