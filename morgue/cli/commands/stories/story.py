"""`morgue story` and `morgue diff`: who ran a story, and what each made of it."""

from __future__ import annotations

from typing import Annotated

import typer

from morgue.cli import config, documents, formats, output, tables
from morgue.cli.diagnostics import Outcome, found
from morgue.cli.in_forms import as_document, in_forms
from morgue.cli.short_ids import ShortIds


@in_forms(tables.CARD)
def story(
    id: Annotated[str, typer.Argument(metavar="ID", help="A story's id, or an article's.")],
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Show who ran a story, when, and what each changed."""
    from morgue.cli.opening import searcher
    from morgue.index.stories.card import card

    with searcher(settings) as door:
        told = door.story(id)
        brief = ShortIds(door.complete)
    rows = card(told.members)
    if form.kind == "text":
        from morgue.cli.render.card import card_lines

        look = output.look(settings, brief)
        output.lines(card_lines(told, rows, look), look, settings)
    elif form.kind == "json":
        tables.write_document(documents.card(told, rows))
    else:
        tables.write_rows(documents.card_rows(told, rows), form, tables.CARD)
    return Outcome.DONE


@as_document
def diff(
    a: Annotated[str, typer.Argument(metavar="ID", help="The article to compare with.")],
    b: Annotated[str, typer.Argument(metavar="ID", help="The article that changed it.")],
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Show what the second article cut, added, reworded and moved; exit status 1 when they are the same."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.diff(a, b)
        left, right = door.show(a).article, door.show(b).article
        brief = ShortIds(door.complete)
    if form.kind == "text":
        from morgue.cli.render.diff import diff_lines

        look = output.look(settings, brief)
        output.lines(diff_lines(told, left, right, look), look, settings)
    else:
        tables.write_document(told.as_dict())
    return found(any(change.op != "equal" for change in told.changes))
