"""`morgue stories`: which stories there are, and who ran them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, not_whole, remark, remarks
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.core.json import Document, headed
from morgue.core.wording.quantities import quantity
from morgue.search.answer import Stream

if TYPE_CHECKING:
    from morgue.search.request import Story


@in_forms(tables.MEMBERS)
def stories(
    query: options.SomeWords = None,
    least: Annotated[int, typer.Option("--min", min=1, metavar="N", help="Stories of at least so many articles.")] = 2,
    limit: Annotated[int | None, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """List stories, those that ran most often first."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        every = door.stories(joined(query or []), least, settings.budget_ms)
        first = next(every.items, None)
        found = islice(chain([first], every.items), limit) if first is not None else iter(())
        told = Stream(found, every.partial, every.remarks)
        _write(told, form, settings, ShortIds(door.complete))
    if first is None and form.kind == "text":
        remark(f"no story of {quantity(least, 'article')} or more (--min 1: those that ran once, too)")
    return Outcome.NOTHING if first is None else Outcome.DONE


def _write(every: Stream[Story], form: formats.Form, settings: config.Settings, brief: ShortIds) -> None:
    if form.kind != "json":
        remarks(every.remarks)
        not_whole(every.partial)
    if form.kind == "text":
        from morgue.cli.render.stories import stories_lines

        look = output.look(settings, brief)
        output.lines(stories_lines(every, look), look, settings)
    elif form.kind == "json":
        rows = [story.as_dict() for story in every]
        tables.write_document(headed({"stories": [*rows], "partial": every.partial, "remarks": [*every.remarks]}))
    elif form.kind == "jsonl":
        output.documents(formats.encode(headed(story.as_dict())) for story in every)
    else:
        tables.write_rows(_members(every), form, tables.MEMBERS)


def _members(every: Iterable[Story]) -> Iterator[Document]:
    """One row for each article, with its story's id in front."""
    for story in every:
        for part in story.members:
            yield {"story": story.id, **part.as_member()}
