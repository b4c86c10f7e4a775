"""Gives commands that print rows the options that say in what form, declared once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any

from morgue.cli import config, formats, options
from morgue.cli.diagnostics import Outcome

if TYPE_CHECKING:
    from morgue.cli.tables import Columns

Command = Callable[..., Outcome]


def _shared(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> None:
    """The options, in the order in which help lists them."""


def in_forms(columns: Columns | Callable[..., Columns] | None = None) -> Callable[[Command], Command]:
    """Gives a command these options behind its own.

    It is called with its own, with `form`, which they name, and `settings`, those of the archive that they name.
    columns: those of its rows; a function that tells them from its own options, each by its name; or none, for a
    command that checks the form itself.
    """

    def with_options(command: Command) -> Command:
        @wraps(command)
        def run(**chosen: Any) -> Outcome:
            named = {name: chosen.pop(name) for name in signature(_shared).parameters}
            archive = named.pop("archive")
            del named["verbose"]  # whoever tells of an error looks for it himself
            rows = columns(**chosen) if callable(columns) else columns
            form = formats.choose(**named)
            checked = form if rows is None else rows.checked(form)
            return command(**chosen, form=checked, settings=config.settings(archive))

        whole = signature(command, eval_str=True)
        own = [each for name, each in whole.parameters.items() if name not in ("form", "settings")]
        shared = signature(_shared, eval_str=True).parameters.values()
        run.__signature__ = whole.replace(parameters=[*own, *shared])  # type: ignore[attr-defined]  # for Typer to read
        return run

    return with_options
