"""`morgue show`: one article to read."""

from __future__ import annotations

from itertools import chain

from morgue.cli import config, formats, options, output, tables
from morgue.cli.desk.marks import Marks
from morgue.cli.diagnostics import Outcome
from morgue.cli.short_ids import ShortIds


def show(
    id: options.Id,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Read one article, with where each part of it came from."""
    form = tables.ARTICLES.form(json=json, jsonl=jsonl, csv=csv, template=template, fields=fields, nul=nul)
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        filed = door.show(id)
        brief = ShortIds(door.complete)
    if form.kind == "text":
        from morgue.cli.render.article import article_lines
        from morgue.cli.render.desk.marks import mark_lines

        look = output.look(settings, brief)
        marked = Marks(settings.archive).on({"id": filed.article.id})
        output.lines(chain(article_lines(filed, look), mark_lines(marked, look)), look, settings)
    elif form.kind == "json":
        tables.write_document(formats.narrowed(Marks(settings.archive).on(filed.as_dict()), form.fields))
    else:
        tables.write_rows([Marks(settings.archive).on(filed.as_dict())], form, tables.ARTICLES)
    return Outcome.DONE
