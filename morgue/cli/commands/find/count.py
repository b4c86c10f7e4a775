"""`morgue count`: how many articles and stories match, for one query or a file of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, not_whole, remarks, warn
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.render.search import counts
from morgue.core.errors import MorgueError
from morgue.core.json import Document, headed
from morgue.render.spans import line
from morgue.search.answer import Match
from morgue.search.language.errors import QueryError

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher

#: Bytes of a line that are looked at: no query is so long.
_LONGEST = 1 << 16


@in_forms(tables.COUNTS)
def count(
    query: options.SomeWords = None,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="FILE", help="Count each line of this file (-: standard input).")
    ] = None,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Count the articles and stories that match."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        if batch is not None:
            if query:
                raise options.OptionError("--batch and a query cannot both be had", "put the query into the file")
            return _batch(door, _lines(batch), match or settings.match, form, settings.budget_ms)
        return _one(door, joined(query or []), match or settings.match, form, settings)


def _one(door: Searcher, text: str, match: Match, form: formats.Form, settings: config.Settings) -> Outcome:
    options.some(text)
    answer = door.count(text, match, settings.budget_ms)
    if form.kind != "json":
        remarks(answer.remarks)
        not_whole(answer.partial)
    if form.kind == "text":
        look = output.look(settings)
        output.lines([line(counts(answer.articles, answer.stories))], look, settings)
    elif form.kind == "json":
        tables.write_document(formats.narrowed(answer.as_dict(text), form.fields))
    else:
        tables.write_rows([answer.as_dict(text)], form, tables.COUNTS)
    return found(answer.articles)


def _batch(door: Searcher, lines: Iterator[str], match: Match, form: formats.Form, budget_ms: int | None) -> Outcome:
    """Counts each line, in order, a row each; --json and --jsonl are the same here."""
    tally = [0]
    rows = _counted(door, lines, match, tally, budget_ms)
    if form.kind == "json":
        form = formats.Form("jsonl", "", form.fields)
    elif form.kind == "text":
        form = formats.Form("fields", "", ("articles", "stories", "query"))
    tables.write_rows(rows, form, tables.COUNTS)
    return found(tally[0])


def _counted(
    door: Searcher, lines: Iterator[str], match: Match, tally: list[int], budget_ms: int | None
) -> Iterator[Document]:
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            options.some(text)
            answer = door.count(text, match, budget_ms)
        except QueryError as error:
            warn(f"line {number}: {error}")
            yield headed({"query": text, "error": str(error)})
        else:
            tally[0] += answer.articles
            remarks(answer.remarks, f"line {number}: ")
            not_whole(answer.partial, f"line {number}: ")
            yield answer.as_dict(text)


def _lines(path: Path) -> Iterator[str]:
    try:
        source = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as error:
        raise MorgueError(f"cannot read {path}: {(error.strerror or '').lower()}", "name a file of queries") from error
    with source:
        while raw := source.readline(_LONGEST):
            yield raw.decode("utf-8", "replace").rstrip("\r\n")
            while raw and not raw.endswith(b"\n") and len(raw) == _LONGEST:
                raw = source.readline(_LONGEST)  # the rest of what is too long for a query anyhow
