"""`morgue timeline`: matches over time, beside what the archive holds."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from morgue.cli import config, formats, options, tables
from morgue.cli.desk import findings
from morgue.cli.diagnostics import Outcome, found
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.search.answer import Unit


@in_forms(tables.BUCKETS)
def timeline(
    query: options.Words,
    by: Annotated[Unit | None, typer.Option("--by", help="Else chosen by how long the time is.")] = None,
    outlet_rows: Annotated[
        int, typer.Option("--outlet-rows", min=0, metavar="N", help="A row of its own for so many outlets.")
    ] = 0,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw it into this file, too.")] = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Show when articles appeared, and how many the archive holds of that time."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        text = options.some(joined(query))
        answer = replace(door.timeline(text, by, outlet_rows, settings.budget_ms), query=text)
    if svg is not None:
        from morgue.cli.render.svg import timeline_svg

        svg.write_text(timeline_svg(answer), encoding="utf-8")
    from morgue.cli.render.timeline import timeline_lines

    rows = (part.as_dict() for part in answer.buckets)
    findings.write(answer, rows, tables.BUCKETS, partial(timeline_lines, answer), form, settings)
    return found(answer.undated + sum(part.articles for part in answer.buckets))
