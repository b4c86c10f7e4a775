"""`morgue similar` and `morgue why`: one article against others, and against a query."""

from __future__ import annotations

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, not_whole, remark, remarks
from morgue.cli.in_forms import as_document, in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.core.json import headed


@in_forms(tables.SIMILAR)
def similar(
    id: options.Id,
    limit: options.Limit = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Find other stories on the same event or thread, with the words that tie them."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        whole = door.show(id).article.id
        found_similar = door.similar(whole, settings.limit if limit is None else limit, settings.budget_ms)
        akin = found_similar.hits
        brief = ShortIds(door.complete)
    if form.kind != "json":
        not_whole(found_similar.partial)
    if form.kind == "text":
        from morgue.cli.render.why import similar_lines

        look = output.look(settings, brief)
        output.lines(similar_lines(akin, look), look, settings)
    elif form.kind == "json":
        rows = [formats.narrowed(part.as_dict(), form.fields) for part in akin]
        tables.write_document(headed({"id": whole, "hits": [*rows], "partial": found_similar.partial}))
    else:
        tables.write_rows((part.as_dict() for part in akin), form, tables.SIMILAR)
    if not akin:
        remark("no other story is on the same event or thread")
    return found(akin)


@as_document
def why(
    id: options.Id,
    query: options.Words,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Tell which parts of a query an article matches."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.why(id, options.some(joined(query)), settings.budget_ms)
        brief = ShortIds(door.complete)
    if form.kind == "text":
        remarks(told.remarks)
        not_whole(told.partial)
        from morgue.cli.render.why import why_lines

        look = output.look(settings, brief)
        output.lines(why_lines(told, look), look, settings)
    else:
        tables.write_document(told.as_dict())
    return found(told.matches)
