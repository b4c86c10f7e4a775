"""`morgue demo`: a small archive from the bundled sample, and a first search."""

from __future__ import annotations

import os
import shlex
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from morgue.cli import config, options, output
from morgue.cli.diagnostics import Outcome
from morgue.cli.short_ids import ShortIds
from morgue.core.errors import ArchiveError, ArchiveMissing, MorgueError
from morgue.core.location import Location
from morgue.render.spans import Line, Look, faint, line, strong
from morgue.search.answer import SearchQuery

_QUERY = "ferry strike"


Folder = Annotated[
    str | None, typer.Option("--archive", metavar="LOCATION", help="A new folder for it; else one of its own.")
]


def demo(archive: Folder = None, verbose: options.Verbose = False) -> Outcome:
    """Build a small archive from the bundled sample and run a first search."""
    settings = config.settings(archive)
    place = Location.parse(archive) if archive else Location.of_folder(_own_folder())
    look = output.look(settings)
    output.stream([_build(place, settings, look)], look)
    output.stream([_search(place, look)], look)
    output.stream([_next(place)], look)
    return Outcome.DONE


def _own_folder() -> Path:
    """The demo's place among the user's archives, emptied: never the archive of the settings."""
    folder = config.data_folder() / "demo"
    if folder.is_dir():
        shutil.rmtree(folder)
    return folder


def _build(place: Location, settings: config.Settings, look: Look) -> list[Line]:
    from morgue.cli.render.stats import report_lines
    from morgue.engines.opening import open_writer
    from morgue.index.pipeline.ingest import IngestOptions, ingest, read_sources
    from morgue.sample import sample_path

    _refuse_used(place)
    sample = str(sample_path())
    with open_writer(place, create=True) as writer:
        wanted = IngestOptions(jobs=settings.jobs, outlets=config.outlets_file(os.environ, place))
        report = ingest(writer, read_sources((sample,), None), wanted)
    if report.interrupted:
        raise KeyboardInterrupt
    return [_prompt(f"morgue index {shlex.quote(sample)}"), *report_lines(report, str(place), look), ()]


def _refuse_used(place: Location) -> None:
    from morgue.engines.opening import engine_of

    try:
        engine_of(place).check(place)
    except (ArchiveMissing, ArchiveError):
        return
    raise MorgueError(f"{place} already holds an archive", "the demo wants a new folder, or none for its own")


def _search(place: Location, look: Look) -> list[Line]:
    from morgue.cli.render.search import search_lines
    from morgue.engines.opening import open_searcher

    with open_searcher(place, config.outlets_file(os.environ, place)) as door:
        answer = door.ask(SearchQuery(_QUERY, facets=("outlet", "month")))
        plain = replace(look, hints=False, brief=ShortIds(door.complete))
        shown = [*search_lines(answer, plain)]
    return [_prompt(f"morgue search {_QUERY} --facets outlet,month"), *shown, ()]


def _next(place: Location) -> list[Line]:
    from morgue.engines.opening import open_searcher

    with open_searcher(place, config.outlets_file(os.environ, place)) as door:
        hits = door.ask(SearchQuery(_QUERY, snippets=0)).result.hits
        told = next((hit.id for hit in hits if hit.story.articles > 1), hits[0].id if hits else "ID")
        told = ShortIds(door.complete)(told)
    rows = [
        (f"morgue show {shlex.quote(told)}", "a story that several ran"),
        ("morgue stories", "stories told more than once"),
        ("morgue search 'ferry -strike outlet:gazette'", "a narrower search"),
        ("morgue help query", "the language on one screen"),
        ("unset MORGUE_ARCHIVE; morgue index FOLDER", "and now your own news"),
    ]
    cells = max(len(command) for command, _ in rows) + 3
    return [
        line(strong("Go on with"), faint(" (the first line makes this the archive of the others)")),
        line(f"    export MORGUE_ARCHIVE={shlex.quote(str(place))}"),
        *(line(f"    {command:<{cells}}", faint(meaning)) for command, meaning in rows),
    ]


def _prompt(command: str) -> Line:
    return line(faint("$ "), strong(command))
