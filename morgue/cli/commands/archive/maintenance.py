"""`morgue verify`, `morgue compact`, `morgue reindex`, `morgue forget`: looking after an archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from morgue.cli import config, formats, output, tables
from morgue.cli.diagnostics import Outcome, found, warn
from morgue.cli.in_forms import as_document
from morgue.cli.opening import searcher, writer
from morgue.core.errors import MorgueError
from morgue.core.json import headed
from morgue.core.wording import stand_in
from morgue.core.wording.quantities import quantity
from morgue.render.labels import size
from morgue.render.spans import line
from morgue.search.answer import NotFound


@as_document
def verify(
    repair: Annotated[
        bool, typer.Option("--repair", help="Go back to the last whole generation, or rebuild from stored articles.")
    ] = False,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Read every byte of the archive and compare it with what was written."""
    from morgue.engines.opening import engine_of

    engine = engine_of(settings.archive)
    if repair:
        mended = engine.repair(settings.archive)
        if mended is not None:
            warn(f"{mended.how}: {quantity(mended.articles, 'article')}, generation {mended.generation}")
            for lost in mended.lost:
                warn(f"lost: {lost}")
    verdict = engine.verify(settings.archive)
    if form.kind != "text":
        tables.write_document(headed({"ok": verdict.ok, "problems": list(verdict.problems)}))
    elif verdict.ok:
        output.lines([line("every byte is as it was written")], output.look(settings), settings)
    else:
        for problem in verdict.problems:
            warn(problem)
        warn("the archive is damaged (run: morgue verify --repair)")
    return Outcome.DONE if verdict.ok else Outcome.FAILED


@as_document
def compact(*, form: formats.Form, settings: config.Settings) -> Outcome:
    """Merge the archive's segments into as few as may be and drop what is no longer needed."""
    with writer(settings) as held:
        before, after = held.compact()
    if form.kind == "text":
        output.lines([line(f"{size(before)} before, {size(after)} after")], output.look(settings), settings)
    else:
        tables.write_document(headed({"before": before, "after": after}))
    return Outcome.DONE


@as_document
def reindex(*, form: formats.Form, settings: config.Settings) -> Outcome:
    """Index the stored articles anew, in place: for an archive that an older morgue made."""
    from morgue.engines.opening import engine_of

    renewed = engine_of(settings.archive).renew(settings.archive)
    for lost in renewed.lost:
        warn(f"lost: {lost}")
    if form.kind == "text":
        said = f"{quantity(renewed.articles, 'article')} indexed anew"
        output.lines([line(said)], output.look(settings), settings)
    else:
        tables.write_document(headed({"articles": renewed.articles, "lost": list(renewed.lost)}))
    return Outcome.DONE


@as_document
def forget(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Whole ids of articles.", show_default=False)],
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Remove articles for good, from every generation on disk; their source does not bring them back."""
    _refuse_beginnings(ids, settings)
    with writer(settings) as held:
        gone = held.forget(ids)
        if held.unpurged:
            warn(f"what was forgotten is shown no more, but its text is still on the disk: {held.unpurged}")
    for wanted in dict.fromkeys(ids):
        if wanted not in gone:
            warn(f'no article has the id "{wanted}"')
    if form.kind == "text":
        output.records(formats.plain(f"forgotten: {name}") for name in gone)
    else:
        tables.write_document(headed({"forgotten": list(gone)}))
    return found(gone)


def _refuse_beginnings(ids: Iterable[str], settings: config.Settings) -> None:
    """MorgueError for the beginning of an id, with the whole: what cannot be undone is not done by abbreviation."""
    with searcher(settings) as door:
        for typed in ids:
            try:
                article = door.show(typed).article
            except NotFound:
                continue
            if article.id != typed:
                meant = f"“{stand_in.headline(article.title, article.body)}”, {article.outlet or 'unknown outlet'}"
                raise MorgueError(
                    f"{typed} is short for {article.id}: {meant}", f"if meant: morgue forget {article.id}"
                )
