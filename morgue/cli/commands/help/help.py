"""`morgue help`: the query language on one screen, and what the commands do."""

from __future__ import annotations

from typing import Annotated

import typer

from morgue.cli import config, options, output
from morgue.cli.diagnostics import Outcome
from morgue.render.spans import line


def help_(
    topic: Annotated[str | None, typer.Argument(metavar="[query|COMMAND]", help="What to explain.")] = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Explain the query language (help query) or a command (help search)."""
    if topic == "query":
        from morgue.search.language.help import QUERY_HELP

        settings = config.settings()
        output.lines((line(row) for row in QUERY_HELP.splitlines()), output.look(settings), settings)
        return Outcome.DONE
    from morgue.cli.main import main

    return Outcome(main([topic, "--help"] if topic else ["--help"]))
