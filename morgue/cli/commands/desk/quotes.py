"""`morgue quotes` and `morgue outlets`: who is quoted where, and whose work an outlet prints."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, tables
from morgue.cli.desk import findings
from morgue.cli.diagnostics import Outcome, found, no_match, remark
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.core.wording.quantities import quantity
from morgue.search.answer import NotFound

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher

_ID = re.compile(r"[\w.-]{4,64}\Z")


@in_forms(tables.QUOTES)
def quotes(
    query: options.Words,
    shortest: Annotated[
        int, typer.Option("--shortest", min=1, metavar="N", help="Passages of so many words at least.")
    ] = 4,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many passages.")] = 20,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """List what is quoted, with speakers, variants, who printed it first and who cut it; an id: of its story."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.quotes(_meant(options.some(joined(query)), door), shortest, limit)
    from morgue.cli.render.desk.quotes import quotes_lines

    rows = ({"speaker": q.speaker, "quote": q.text, **use.as_dict()} for q in told.quotes for use in q.uses)
    findings.write(told, rows, tables.QUOTES, partial(quotes_lines, told), form, settings)
    if not told.articles:
        no_match()
    elif not told.quotes:
        remark(f"nothing of {quantity(shortest, 'word')} or more is quoted (--shortest 1: shorter passages, too)")
    return found(told.quotes)


def _meant(text: str, door: Searcher) -> str:
    """The query; of an article's id, or the beginning of one, the articles of its story."""
    if not _ID.match(text) or not any(c.isdigit() for c in text):
        return text
    try:
        return f"story:{door.show(text).story.id}"
    except NotFound:
        return text


@in_forms(tables.OUTLETS)
def outlets(
    query: options.SomeWords = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Tell of each outlet what is its own, an agency's, copied, and how often it was first to print."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.outlets(joined(query or []))
    from morgue.cli.render.desk.quotes import outlets_lines

    rows = (row.as_dict() for row in told.outlets)
    findings.write(told, rows, tables.OUTLETS, partial(outlets_lines, told), form, settings)
    if not told.outlets:
        no_match()
    return found(told.outlets)
