"""`morgue browse`: the archive on the full screen."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from morgue.cli import config, opening, options
from morgue.cli.diagnostics import Outcome
from morgue.cli.query_arguments import joined
from morgue.core.errors import MorgueError


def browse(
    query: options.SomeWords = None,
    sort: options.SortOption = None,
    match: options.MatchOption = None,
    copies: Annotated[bool, typer.Option("--copies", help="Every matching article, not one hit a story.")] = False,
    facet: options.Include = None,
    exclude: options.Exclude = None,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Open the terminal browser: search as you type, facets, reader, stories side by side."""
    settings = config.settings(archive)
    include, without = options.facet_pairs(facet, "--facet"), options.facet_pairs(exclude, "--not")
    if not _terminal():
        raise MorgueError("the browser needs a terminal", "for programs: morgue search QUERY --json")
    from morgue.tui import gc_tuning

    gc_tuning.wait()
    from morgue.engines.opening import engine_of

    engine_of(settings.archive).check(settings.archive)
    opening.saved(settings.archive)  # says what is wrong with them, if anything is, before the screen is taken
    from morgue.tui.app import browse as open_browser
    from morgue.tui.state import Browsing

    start = Browsing(
        joined(query or []),
        match or settings.match,
        include,
        without,
        sort=sort or settings.sort,
        collapse=not copies,
    )
    names = config.outlets_file(os.environ, settings.archive)
    open_browser(settings.archive, start, config.browser(settings, names))
    return Outcome.DONE


def possible() -> bool:
    """Whether there is a person in front of a terminal that can show a full screen."""
    return _terminal() and os.environ.get("TERM", "") not in ("", "dumb")


def _terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
