"""`morgue timeline`: matches over time, beside what the archive holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, not_whole, remarks
from morgue.cli.query_arguments import joined
from morgue.search.answer import Timeline, Unit


def timeline(
    query: options.Words,
    by: Annotated[Unit | None, typer.Option("--by", help="Else chosen by how long the time is.")] = None,
    outlet_rows: Annotated[
        int, typer.Option("--outlet-rows", min=0, metavar="N", help="A row of its own for so many outlets.")
    ] = 0,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw it into this file, too.")] = None,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Show when articles appeared, and how many the archive holds of that time."""
    form = tables.BUCKETS.form(json=json, jsonl=jsonl, csv=csv, template=template, fields=fields, nul=nul)
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        text = options.some(joined(query))
        answer = replace(door.timeline(text, by, outlet_rows, settings.budget_ms), query=text)
    if form.kind != "json":
        remarks(answer.remarks)
        not_whole(answer.partial)
    if svg is not None:
        from morgue.cli.render.svg import timeline_svg

        svg.write_text(timeline_svg(answer), encoding="utf-8")
    _write(answer, form, settings)
    return found(answer.undated + sum(part.articles for part in answer.buckets))


def _write(answer: Timeline, form: formats.Form, settings: config.Settings) -> None:
    if form.kind == "text":
        from morgue.cli.render.timeline import timeline_lines

        look = output.look(settings)
        output.lines(timeline_lines(answer, look), look, settings)
    elif form.kind == "json":
        tables.write_document(answer.as_dict())
    else:
        tables.write_rows((part.as_dict() for part in answer.buckets), form, tables.BUCKETS)
