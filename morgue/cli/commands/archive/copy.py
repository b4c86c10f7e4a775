"""`morgue copy`: one archive into another, a folder or a cluster."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Meter, Outcome
from morgue.core.json import headed
from morgue.core.location import Location
from morgue.core.wording.quantities import articles_in_stories, quantity
from morgue.render.spans import line

if TYPE_CHECKING:
    from morgue.engines.copying import Copied


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The archive to copy.", show_default=False)],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to; made if need be.", show_default=False)],
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    verbose: options.Verbose = False,
) -> Outcome:
    """Copy an archive into another, with what was forgotten, saved searches and lists; run again to go on."""
    form = formats.choose(json=json, jsonl=jsonl)
    from morgue.engines.copying import copy as copied

    meter = Meter()
    try:
        told = copied(
            Location.parse(source),
            Location.parse(target),
            lambda read: meter.show(quantity(read, "article")) if meter.columns else None,
        )
    finally:
        meter.clear()
    _write(told, target, form)
    return Outcome.DONE


def _write(told: Copied, target: str, form: formats.Form) -> None:
    if form.kind != "text":
        tables.write_document(headed({**asdict(told), "files": list(told.files)}))
        return
    settings = config.settings(target)
    files = f" · {quantity(len(told.files), 'file')} of the workspace" if told.files else ""
    output.lines(
        [
            line(f"{told.added:,} copied · {told.unchanged:,} were there{files}"),
            line(f"{target} now holds {articles_in_stories(told.articles, told.stories)}"),
        ],
        output.look(settings),
        settings,
    )
