"""`morgue completion`: the script that teaches a shell to complete; and what the script calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from morgue.cli import config, options, output
from morgue.cli.completion import SCRIPTS, CommandShape, candidates, for_shell, split
from morgue.cli.diagnostics import Outcome, found
from morgue.core.errors import MorgueError

if TYPE_CHECKING:
    from morgue.cli.main import Entry

Shell = Literal["bash", "zsh", "fish"]

_MOST = 50


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="The shell to teach: bash, zsh or fish.")],
    verbose: options.Verbose = False,
) -> Outcome:
    """Print the shell's completion script: commands, options, fields, and the outlets of the archive.

    For this session: eval "$(morgue completion bash)"; for good: put that line into ~/.bashrc. zsh is the same with
    ~/.zshrc. fish: morgue completion fish > ~/.config/fish/completions/morgue.fish
    """
    output.records([SCRIPTS[shell]])
    return Outcome.DONE


def complete(
    shell: Annotated[Shell, typer.Argument()],
    text: Annotated[str, typer.Argument(metavar="LINE")],
) -> Outcome:
    """Print what the last word of a command line may become, a line each (the completion scripts call this)."""
    from morgue.cli.main import COMMANDS

    typed = split(text)
    shapes = {name: partial(_shape, name, entry) for name, entry in COMMANDS.items() if not entry.hidden}
    words = list(for_shell(shell, typed, candidates(typed, shapes, _look_up(_archive(typed.words)))))
    output.records(words)
    return found(words)


def _shape(name: str, entry: Entry) -> CommandShape:
    from morgue.cli.main import load

    known: dict[str, tuple[str, ...] | None] = {}
    for param in load(name, entry).params:
        if param.param_type_name == "option":
            choices = tuple(map(str, getattr(param.type, "choices", ())))
            known.update(dict.fromkeys(param.opts, None if param.is_flag else choices))
    return CommandShape({**known, "--help": None}, entry.words)


def _archive(words: Iterable[str]) -> str | None:
    """The folder that the line names itself."""
    line = list(words)
    for word, value in zip(line, [*line[1:], ""], strict=True):
        if word == "--archive" and value:
            return value
        if word.startswith("--archive="):
            return word.removeprefix("--archive=")
    return None


def _look_up(folder: str | None) -> Callable[[str, str], Iterable[str]]:
    """Values out of the archive; none when there is no archive to ask."""

    def values(field: str, prefix: str) -> Iterable[str]:
        from morgue.cli.opening import searcher

        try:
            with searcher(config.settings(folder or None)) as door:
                return door.complete(field, prefix, _MOST)
        except MorgueError:
            return ()

    return values
