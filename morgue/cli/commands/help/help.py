"""`morgue help`: the query language on one screen, and what the commands do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from morgue.cli import config, options, output
from morgue.cli.diagnostics import Outcome
from morgue.render.spans import Line, line
from morgue.render.wrap import wrap_text


def help_(
    topic: Annotated[str | None, typer.Argument(metavar="[query|COMMAND]", help="What to explain.")] = None,
    verbose: options.Verbose = False,
) -> Outcome:
    """Explain the query language (help query) or a command (help search)."""
    if topic == "query":
        settings = config.settings()
        look = output.look(settings)
        output.lines(_query_help(look.width), look, settings)
        return Outcome.DONE
    from morgue.cli.main import main

    return Outcome(main([topic, "--help"] if topic else ["--help"]))


def _query_help(width: int) -> Iterator[Line]:
    """The help screen as it is, where it fits; else what each example means below it, all wrapped."""
    from morgue.search.language.help import EXAMPLES, HEAD, QUERY_HELP, TAIL

    if width >= max(map(len, QUERY_HELP.splitlines())):
        yield from (line(row) for row in QUERY_HELP.splitlines())
        return
    yield from wrap_text(" ".join(HEAD.split()), width)
    yield line()
    for example in EXAMPLES:
        yield from wrap_text(example.query, width, "  ")
        yield from wrap_text(example.meaning, width, "      ")
    yield line()
    yield from wrap_text(" ".join(TAIL.split()), width)
