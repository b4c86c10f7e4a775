"""Prints what the desk found in the form that was asked for: lines, one JSON object, or rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from morgue.cli import output, tables
from morgue.cli.diagnostics import not_whole, remarks

if TYPE_CHECKING:
    from morgue.cli import config, formats
    from morgue.core.json import Document
    from morgue.render.spans import Line, Look


class Findings(Protocol):
    """remarks: on how the query was read. partial: what is missing, None when nothing is."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """How the query was read."""

    @property
    def partial(self) -> str | None:
        """What is missing."""

    def as_dict(self) -> Document:
        """The findings with their remarks and with what is missing."""


def write(
    told: Findings,
    rows: Iterable[Document],
    columns: tables.Columns,
    lines: Callable[[Look], Iterable[Line]],
    form: formats.Form,
    settings: config.Settings,
) -> None:
    """Prints findings; a JSON object holds its remarks and what is missing, else they go to standard error."""
    if form.kind != "json":
        remarks(told.remarks)
        not_whole(told.partial)
    if form.kind == "text":
        look = output.look(settings)
        output.lines(lines(look), look, settings)
    elif form.kind == "json":
        tables.write_document(told.as_dict())
    else:
        tables.write_rows(rows, form, columns)
