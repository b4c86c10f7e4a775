"""Reads several queries for one run, typed or from a file; a bad line is reported, and the others are asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from morgue.cli import options
from morgue.cli.diagnostics import warn
from morgue.core.errors import MorgueError
from morgue.search.language.errors import QueryError

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher


def queries_of(typed: Sequence[str], batch: Path | None, door: Searcher) -> list[str]:
    """The queries of a run, each once. QueryError for a bad one that was typed; bad lines of a file are reported."""
    if batch is not None and typed:
        raise options.OptionError("--batch and a query cannot both be had", "put the query into the file")
    if batch is None:
        for text in typed:
            door.read(options.some(text))
        if not typed:
            options.some("")
        return list(dict.fromkeys(typed))
    good = [text for _, text, error in checked(batch, door) if error is None]
    if not good:
        raise MorgueError(f"{batch} holds no query that can be asked", "a query a line, or a table with a column query")
    return list(dict.fromkeys(good))


def checked(batch: Path, door: Searcher) -> Iterator[tuple[int, str, QueryError | None]]:
    """The number of each line (a heading is 1), its query, and what is wrong with it; bad ones are reported."""
    for number, text in lines(batch):
        try:
            door.read(options.some(text))
        except QueryError as error:
            warn(f"{batch}, line {number}: {error}")
            yield number, text, error
        else:
            yield number, text, None


def lines(batch: Path) -> Iterator[tuple[int, str]]:
    """The queries of a file: a column `query` of a table, else a query a line; empty ones are passed over."""
    from morgue.cli.desk.tables_in import read, rows

    if batch.suffix.lower() in (".csv", ".tsv", ".xlsx"):
        for number, row in enumerate(rows(batch), 2):
            if "query" not in row:
                raise MorgueError(f'{batch} has no column "query"', f"its columns: {', '.join(row)[:200]}")
            if row["query"].strip():
                yield number, row["query"].strip()
        return
    text = read(batch).decode("utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line.strip()
