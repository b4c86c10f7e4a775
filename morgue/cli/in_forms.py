"""Gives commands the options that say in what form they answer and of which archive, declared once for all of them."""

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


def _of_rows(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    csv: options.AsCsv = False,
    template: options.Template = None,
    fields: options.Fields = None,
    nul: options.Nul = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> None:
    """The options of a command that prints rows, in the order in which help lists them."""


def _of_a_document(
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> None:
    """The options of a command that prints one document, in the order in which help lists them."""


def in_forms(
    columns: Columns | Callable[..., Columns] | None = None, *, archived: bool = True
) -> Callable[[Command], Command]:
    """Gives a command that prints rows the options of all forms behind its own.

    It is called with its own, with `form`, which they name, and `settings`, those of the archive that they name.
    columns: those of its rows; a function that tells them from its own options, each by its name; or none, for a
    command that checks the form itself. archived: whether the command asks an archive, and takes `--archive`.
    """

    def checked(form: formats.Form, chosen: dict[str, Any]) -> formats.Form:
        rows = columns(**chosen) if callable(columns) else columns
        return form if rows is None else rows.checked(form)

    return lambda command: _with_options(command, _of_rows, checked, archived)


def as_document(command: Command) -> Command:
    """Gives a command that prints text or one document its options; it is called as one of `in_forms` is."""
    return _with_options(command, _of_a_document, lambda form, chosen: form, archived=True)


def _with_options(
    command: Command,
    declared: Callable[..., None],
    checked: Callable[[formats.Form, dict[str, Any]], formats.Form],
    archived: bool,
) -> Command:
    """The command with the parameters of `declared` behind its own, instead of `form` and `settings`."""

    shared = [
        each for name, each in signature(declared, eval_str=True).parameters.items() if archived or name != "archive"
    ]

    @wraps(command)
    def run(**chosen: Any) -> Outcome:
        named = {each.name: chosen.pop(each.name) for each in shared}
        archive = named.pop("archive", None)
        del named["verbose"]  # whoever tells of an error looks for it himself
        form = checked(formats.choose(**named), chosen)
        return command(**chosen, form=form, settings=config.settings(archive))

    whole = signature(command, eval_str=True)
    own = [each for name, each in whole.parameters.items() if name not in ("form", "settings")]
    run.__dict__["__signature__"] = whole.replace(parameters=[*own, *shared])  # Typer reads it there
    return run
