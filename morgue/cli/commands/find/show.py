"""`morgue show`: one article to read."""

from __future__ import annotations

from itertools import chain

from morgue.cli import config, formats, options, output, tables
from morgue.cli.desk.marks import Marks
from morgue.cli.diagnostics import Outcome
from morgue.cli.in_forms import in_forms
from morgue.cli.short_ids import ShortIds


@in_forms(tables.ARTICLES)
def show(
    id: options.Id,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Read one article, with where each part of it came from."""
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
