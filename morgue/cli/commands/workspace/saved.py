"""`morgue save`, `morgue new`, `morgue saved`: searches kept by name, and what they have not shown yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, documents, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, not_whole, remark, remarks, warn
from morgue.cli.in_forms import as_document, in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.core.json import Document, headed
from morgue.search.answer import SearchQuery

if TYPE_CHECKING:
    from morgue.search.request import Hit, SearchResult
    from morgue.search.searcher import Searcher
    from morgue.workspace.saved_searches import SavedSearches

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the saved search.")]

#: So many stories at most are looked through for new ones at a time; the newest first.
_MOST = 10_000


def save(
    name: Name,
    query: options.Words,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Keep a search under a name: @NAME stands for it inside others, `morgue new NAME` tells what it has new."""
    settings = config.settings(archive)
    from morgue.cli.opening import searcher

    text = options.some(joined(query))
    with searcher(settings) as door:
        remarks(door.read(text).remarks)
    _searches(settings).save(_plain(name), text)
    output.records([formats.plain(f"saved @{_plain(name)}: {text}")])
    return Outcome.DONE


@in_forms(tables.HITS)
def new(
    name: Name,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Print the stories of a saved search that it has not shown before; exit status 1 when there are none."""
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        searches = _searches(settings)
        result = _newest(door, searches.query(_plain(name)), settings)
        unseen = set(searches.unseen(_plain(name), [hit.story.id for hit in result.hits]))
        fresh = replace(result, hits=tuple(hit for hit in result.hits if hit.story.id in unseen))
        _write(_plain(name), fresh, door, form, settings)
    output.finish()
    if unseen:
        searches.mark_seen(_plain(name), [hit.story.id for hit in fresh.hits])
    return found(unseen)


@as_document
def saved(
    remove: Annotated[str | None, typer.Option("--remove", metavar="NAME", help="Forget this one.")] = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """List the saved searches."""
    from morgue.engines.opening import engine_of

    engine_of(settings.archive).check(settings.archive)
    searches = _searches(settings)
    if remove is not None:
        searches.remove(_plain(remove))
    held = searches.all()
    if form.kind == "json":
        tables.write_document(documents.saved(held))
    elif form.kind == "jsonl":
        tables.write_rows(({"name": name, "query": text} for name, text in held.items()), form, tables.SAVED)
    else:
        if not held:
            remark("no search is saved (save one: morgue save NAME QUERY)")
        output.records(formats.plain(f"@{name}\t{text}") for name, text in held.items())
    return Outcome.DONE if held or remove is not None else Outcome.NOTHING


def _searches(settings: config.Settings) -> SavedSearches:
    from morgue.engines.opening import open_workspace

    return open_workspace(settings.archive).saved


def _plain(name: str) -> str:
    return name.removeprefix("@")


def _newest(door: Searcher, query: str, settings: config.Settings) -> SearchResult:
    """The newest stories of a query, without passages."""
    result = door.ask(SearchQuery(query, limit=_MOST, sort="newest", snippets=0, budget_ms=settings.budget_ms)).result
    if result.stories > len(result.hits):
        warn(f"only the newest {_MOST:,} of {result.stories:,} stories were looked at")
    return result


def _with_passages(door: Searcher, result: SearchResult, count: int) -> Iterator[Hit]:
    """The hits, each with its passages when it is asked for: there may be thousands."""
    for rank, hit in enumerate(result.hits, 1):
        snippets = door.passages(door.show(hit.id), result.marking, count) if count else ()
        yield replace(hit, rank=rank, snippets=snippets)


def _write(name: str, result: SearchResult, door: Searcher, form: formats.Form, settings: config.Settings) -> None:
    hits = _with_passages(door, result, settings.snippets)
    if form.kind != "json":
        not_whole(result.partial)
    if form.kind == "text":
        from morgue.cli.render.search import hit_lines

        if not result.hits:
            remark(f"nothing new in @{name}")
        look = output.look(settings, ShortIds(door.complete))
        output.lines((row for hit in hits for row in hit_lines(hit, look)), look, settings)
    elif form.kind == "json":
        rows = [formats.narrowed(hit.as_dict(), form.fields) for hit in hits]
        told: Document = {"name": name, "stories": len(rows), "hits": [*rows], "partial": result.partial}
        tables.write_document(headed(told))
    else:
        tables.write_rows((hit.as_dict() for hit in hits), form, tables.HITS)
