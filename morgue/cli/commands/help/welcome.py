"""`morgue` alone, and `morgue --version`."""

from __future__ import annotations

from morgue.cli import config, output
from morgue.cli.diagnostics import Outcome
from morgue.core.errors import ArchiveMissing


def version() -> Outcome:
    """Prints the program's version."""
    from importlib.metadata import version as installed

    output.records([f"morgue {installed('morgue')}"])
    return Outcome.DONE


def welcome(archive: str | None) -> Outcome:
    """Opens the browser where there is an archive and a terminal; else says what to do next."""
    from morgue.cli.render.welcome import first_steps, next_steps

    settings = config.settings(archive)
    look = output.look(settings)
    from morgue.engines.opening import engine_of

    try:
        engine_of(settings.archive).check(settings.archive)
    except ArchiveMissing:
        output.lines(first_steps(str(settings.archive)), look, settings)
    else:
        from morgue.cli.commands.find.browse import browse, possible

        if possible():
            return browse(archive=archive)
        output.lines(next_steps(str(settings.archive)), look, settings)
    return Outcome.DONE
