"""`morgue tag`, `morgue tags`, `morgue note`, `morgue notes`: what a person writes on articles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, remark, warn
from morgue.cli.in_forms import in_forms
from morgue.core.errors import MorgueError
from morgue.core.json import Document, headed
from morgue.core.wording.quantities import quantity

if TYPE_CHECKING:
    from morgue.search.searcher import Searcher
    from morgue.workspace.reading_lists import Kept
    from morgue.workspace.workspace import Workspace


def tag(
    words: Annotated[
        list[str], typer.Argument(metavar="[ID...] NAME", help="Articles (-: ids on standard input), then the tag.")
    ],
    query: Annotated[str | None, typer.Option("--query", metavar="QUERY", help="All that match this, too.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the tag off instead.")] = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Give articles a tag: `tag:NAME` finds them in any query."""
    *ids, name = words
    if not ids and query is None:
        raise options.OptionError(
            f'no article is named before the tag "{name}"', "morgue tag ID NAME; or --query QUERY"
        )
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    space = _workspace(settings)
    with searcher(settings) as door:
        articles = list(_named(door, ids, query))
    if remove:
        changed = space.tags.remove(name, (article.id for article in articles))
        said = "loses it" if changed == 1 else "lose it"
    else:
        changed = space.tags.add(name, articles)
        said = "is new" if changed == 1 else "are new"
    count = quantity(len(space.tags.read(name)), "article", "articles")
    output.records([formats.plain(f"tag:{name}: {count}, {changed:,} {said}")])
    return found(changed)


@in_forms(tables.TAGGED)
def tags(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only this tag: the articles that have it.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take tags and notes from a table with id, tag, note."),
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take this tag off all articles.")] = False,
    rename: Annotated[str | None, typer.Option("--rename", metavar="NEW", help="Call this tag so.")] = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """List tags, or the articles of one; as rows (--csv …) they are an article and tag each, to be imported again."""
    space = _workspace(settings)
    if table is not None:
        return _import(table, space, settings)
    if (delete or rename is not None) and name is None:
        raise options.OptionError("which tag?", "morgue tags NAME --delete, morgue tags OLD --rename NEW")
    if name is not None and delete:
        output.records([f"taken off {quantity(space.tags.delete(name), 'article', 'articles')}"])
        return Outcome.DONE
    if name is not None and rename is not None:
        count = quantity(space.tags.rename(name, rename), "article", "articles")
        output.records([formats.plain(f"tag:{rename}: {count}")])
        return Outcome.DONE
    return _list(space, name, form)


def note(
    id: options.Id,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT...]", help="What to note (-: standard input).", show_default=False),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the note away.")] = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Write a note on an article in the place of the one it has, or print it; `is:noted` finds all that have one."""
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    space = _workspace(settings)
    with searcher(settings) as door:
        whole = door.show(id).article.id
    if not words and not remove:
        held = space.notes.get(whole)
        output.records([formats.plain(held.text)] if held else [])
        return found(held)
    text = "" if remove else " ".join(words or ())
    if text == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    space.notes.write(whole, text)
    return Outcome.DONE


@in_forms(tables.NOTES)
def notes(
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """List all notes, with the articles they are on."""
    from morgue.cli.opening import searcher

    held = _workspace(settings).notes.all()
    with searcher(settings) as door:
        there = {filed.article.id: filed.article for filed in door.desk.articles(tuple(held))}
    rows: list[Document] = []
    for one in held.values():
        article = there.get(one.id)
        about = (article.title, article.outlet, article.date) if article else (None, None, None)
        rows.append(dict(zip(tables.NOTES.known, (one.id, *about, one.changed or None, one.text), strict=True)))
    if form.kind == "json":
        tables.write_document(headed({"notes": [*rows]}))
    elif form.kind == "text":
        output.records(formats.plain(f"{row['id']}\t{row['note']}") for row in rows)
    else:
        tables.write_rows(rows, form, tables.NOTES)
    return found(rows)


def _workspace(settings: config.Settings) -> Workspace:
    from morgue.engines.opening import engine_of, open_workspace

    engine_of(settings.archive).check(settings.archive)
    return open_workspace(settings.archive)


def _named(door: Searcher, ids: Iterable[str], query: str | None) -> Iterator[Kept]:
    """The articles meant, each as it goes under a tag; NotFound for an id that no article has."""
    from morgue.workspace.reading_lists import kept

    for one in _ids(ids):
        yield kept(door.show(one).article)
    if query is not None:
        for filed in door.export(options.some(query), None):
            yield kept(filed.article)


def _ids(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word == "-":
            yield from sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split()
        else:
            yield word


def _list(space: Workspace, name: str | None, form: formats.Form) -> Outcome:
    counts = space.tags.counts()
    if name is not None:
        known = space.tags.known(name)
        if known is None:
            raise MorgueError(f'there is no tag "{name}"', f"tags: {', '.join(counts) or 'none yet'}")
        counts = {known: counts[known]}
    if form.kind not in ("text", "json"):
        tables.write_rows(_rows(space, counts), form, tables.TAGGED)
    elif name is None:
        _write_counts(counts, form)
    elif form.kind == "json":
        rows = list(_rows(space, counts))
        tables.write_document(headed({"tag": next(iter(counts)), "articles": [*rows]}))
    else:
        listed = space.tags.read(next(iter(counts)))
        rows = [{"id": each.id, "date": each.date, "outlet": each.outlet, "title": each.headline} for each in listed]
        output.records(formats.field_rows(rows, ("id", "date", "outlet", "title")))
    return found(counts)


def _write_counts(counts: Mapping[str, int], form: formats.Form) -> None:
    """All tags, each with the number of its articles."""
    if form.kind == "json":
        tables.write_document(headed({"tags": [{"tag": held, "articles": count} for held, count in counts.items()]}))
        return
    if not counts:
        remark("no article has a tag (give one: morgue tag ID NAME)")
    output.records(formats.plain(f"tag:{held}\t{count}") for held, count in counts.items())


def _rows(space: Workspace, names: Iterable[str]) -> Iterator[Document]:
    notes = space.notes.all()
    for name in names:
        for article in space.tags.read(name):
            note = notes.get(article.id)
            known = (article.id, *(text or None for text in (article.title, article.outlet, article.date, article.url)))
            row = (name, *known, article.added or None, note.text if note else None)
            yield dict(zip(tables.TAGGED.known, row, strict=True))


def _import(path: Path, space: Workspace, settings: config.Settings) -> Outcome:
    """Adds what a table says; tags and notes that are there already stay, a note of the table replaces another."""
    from morgue.cli.desk.tables_in import rows
    from morgue.cli.opening import searcher
    from morgue.workspace.mark_tables import read_marks

    marks = read_marks(rows(path))
    with searcher(settings) as door:
        there = {filed.article.id for filed in door.desk.articles(tuple({mark.article.id for mark in marks.rows}))}
    added = sum(space.tags.add(name, articles) for name, articles in marks.by_tag().items())
    space.notes.put(marks.notes())
    _warn_of_rows(path, marks.bad)
    absent = len({mark.article.id for mark in marks.rows} - there)
    if absent:
        warn(f"{absent:,} of the articles are not in this archive; what is said of them is kept")
    notes, bad = quantity(len(marks.notes()), "note"), quantity(len(marks.bad), "bad row")
    output.records([f"{quantity(len(marks.rows), 'row')} read · {quantity(added, 'tag')} added · {notes} · {bad}"])
    return Outcome.FAILED if marks.bad and not marks.rows else Outcome.DONE


def _warn_of_rows(path: Path, bad: Sequence[tuple[int, str]]) -> None:
    """The first bad rows of a table, each with its number and what is wrong, and how many more there are."""
    for number, why in bad[:_MOST_TOLD]:
        warn(f"{path}, row {number}: {why}")
    if len(bad) > _MOST_TOLD:
        warn(f"{path}: {quantity(len(bad) - _MOST_TOLD, 'more bad row')}")


#: Bad rows that are told one by one.
_MOST_TOLD = 20
