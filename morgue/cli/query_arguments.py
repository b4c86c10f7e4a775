"""Tells options from the query that ends a command: `morgue search ferry -strike` needs no `--`.

Typer would read `-strike` as options. Here a word with one hyphen is an option only when it is exactly one that the
command has (`-v`, `-0`), or one with its number (`-n5`); every other is a word of the query. A long option that the
command does not have, and one of a single letter, is an error, for it is a slip of the hand more often than a query.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from morgue.cli.diagnostics import UsageError
from morgue.cli.render.help_pages import PlainCommand

if TYPE_CHECKING:
    from typer._click.core import Context  # as in main


class QueryCommand(PlainCommand):
    """A command that takes words beginning with a hyphen as they are."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Puts options first and the words behind `--`, then parses as usual."""
        takes_value: dict[str, bool] = {}
        for param in self.get_params(ctx):
            if param.param_type_name == "option":
                flag = bool(getattr(param, "is_flag", False) or getattr(param, "count", False))
                takes_value.update(dict.fromkeys([*param.opts, *param.secondary_opts], not flag))
        if not ctx.resilient_parsing and (unknown := letters(args, takes_value)):
            letter = unknown[0]
            raise UsageError(f"-{letter} is no option here (to leave out the word {letter}, put it after --)", ctx)
        return super().parse_args(ctx, arranged(args, takes_value))


def letters(args: Sequence[str], options: Container[str]) -> list[str]:
    """The letters of short options that the command does not have: `-c`."""
    before = args[: args.index("--")] if "--" in args else args
    return [arg[1] for arg in before if len(arg) == 2 and arg[0] == "-" and arg[1].isalpha() and arg not in options]


def arranged(args: Iterable[str], takes_value: Mapping[str, bool]) -> list[str]:
    """The arguments with known options (and their values) before `--` and everything else, in order, after it.

    Where the last option lacks its value the options stand alone, so that Typer says so.
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        name = arg.split("=", 1)[0] if arg.startswith("--") else arg
        if arg == "--":
            words.extend(rest)
        elif name in takes_value:
            options.append(arg)
            if takes_value[name] and name == arg:
                value = next(rest, None)
                if value is None:
                    return options  # `--` behind it would be taken for its value
                options.append(value)
        elif arg.startswith("--") or (takes_value.get(arg[:2]) and arg[2:].isdecimal()):
            options.append(arg)
        else:
            words.append(arg)
    return [*options, "--", *words]


def joined(words: Iterable[str]) -> str:
    """The query that the words make."""
    return " ".join(words).strip()
