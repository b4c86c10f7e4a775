"""`morgue quotes` and `morgue outlets`: who is quoted where, and whose work an outlet prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, options, output, tables
from morgue.cli.diagnostics import Outcome, found, not_whole, remarks
from morgue.cli.query_arguments import joined
from morgue.search.answer import NotFound

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher

_ID = re.compile(r"[\w.-]{4,64}\Z")


def quotes(
    query: options.Words,
    shortest: Annotated[
        int, typer.Option("--shortest", min=1, metavar="N", help="Passages of so many words at least.")
    ] = 4,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many passages.")] = 20,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """List what is quoted, with speakers, variants, who printed it first and who cut it; an id: of its story."""
    form = tables.QUOTES.form(json=json, jsonl=jsonl, csv=csv, template=template, fields=fields, nul=nul)
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.quotes(_meant(options.some(joined(query)), door), shortest, limit)
    if form.kind != "json":
        remarks(told.remarks)
        not_whole(told.partial)
    if form.kind == "text":
        from morgue.cli.render.desk.quotes import quotes_lines

        look = output.look(settings)
        output.lines(quotes_lines(told, look), look, settings)
    elif form.kind == "json":
        tables.write_document(told.as_dict())
    else:
        rows = ({"speaker": q.speaker, "quote": q.text, **use.as_dict()} for q in told.quotes for use in q.uses)
        tables.write_rows(rows, form, tables.QUOTES)
    return found(told.quotes)


def _meant(text: str, door: Searcher) -> str:
    """The query; of an article's id, or the beginning of one, the articles of its story."""
    if not _ID.match(text) or not any(c.isdigit() for c in text):
        return text
    try:
        return f"story:{door.show(text).story.id}"
    except NotFound:
        return text


def outlets(
    query: options.SomeWords = None,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Tell of each outlet what is its own, an agency's, copied, and how often it was first to print."""
    form = tables.OUTLETS.form(json=json, jsonl=jsonl, csv=csv, template=template, fields=fields, nul=nul)
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.outlets(joined(query or []))
    if form.kind != "json":
        remarks(told.remarks)
        not_whole(told.partial)
    if form.kind == "text":
        from morgue.cli.render.desk.quotes import outlets_lines

        look = output.look(settings)
        output.lines(outlets_lines(told, look), look, settings)
    elif form.kind == "json":
        tables.write_document(told.as_dict())
    else:
        tables.write_rows((row.as_dict() for row in told.outlets), form, tables.OUTLETS)
    return found(told.outlets)
