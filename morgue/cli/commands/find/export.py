"""`morgue export`: all matches as they are held, streamed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.desk.marks import Marks
from morgue.cli.diagnostics import Outcome, not_whole, remark, remarks
from morgue.cli.query_arguments import joined

if TYPE_CHECKING:
    from morgue.core.article import Filed


def export(
    query: options.Words,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print BibTeX entries.")] = False,
    ris: Annotated[bool, typer.Option("--ris", help="Print RIS records, for Zotero and the like.")] = False,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Print every matching article whole, as JSON Lines unless another form is named ("*" is all of them)."""
    form = formats.choose(json=json, jsonl=jsonl, csv=csv, template=template, fields=fields, nul=nul)
    if bibtex + ris + (form.kind != "text") > 1:
        raise formats.FormError("several forms are named", "choose one of --bibtex, --ris, --jsonl, --csv, --format")
    tables.ARTICLES.checked(form)
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        every = door.export(options.some(joined(query)), settings.budget_ms)
        remarks(every.remarks)
        not_whole(every.partial)
        first = next(every.items, None)
        if first is None:
            remark("no article matches (morgue search with the same words says why)")
            return Outcome.NOTHING
        articles = chain([first], every.items)
        if bibtex or ris:
            _cite(articles, ris)
        else:
            usual = formats.Form("jsonl", "", form.fields) if form.kind in ("text", "json") else form
            marks = Marks(settings.archive)
            tables.write_rows((marks.on(filed.as_dict()) for filed in articles), usual, tables.ARTICLES)
    return Outcome.DONE


def _cite(articles: Iterable[Filed], as_ris: bool) -> None:
    from morgue.render.citations import bibtex, ris

    write = ris if as_ris else bibtex
    output.records((formats.plain(write(filed.article)) for filed in articles), "" if as_ris else "\n")
