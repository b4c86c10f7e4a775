"""Lists the commands of the program `morgue`, and begins and ends a run.

A command's module is imported when the command is named, never before: a search must not pay for what indexing needs.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from morgue.cli import diagnostics, opening, options, output
from morgue.cli.diagnostics import ClickError, Outcome
from morgue.cli.query_arguments import QueryCommand
from morgue.cli.render.help_pages import HelpContext, PlainCommand
from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError

if TYPE_CHECKING:
    from typer._click.core import Context  # what its commands are given, which typer.Context only extends


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives; `words` says that its last argument is a query, `hidden` that people do not call it."""

    module: str
    function: str
    words: bool = False
    hidden: bool = False


COMMANDS: dict[str, Entry] = {
    "search": Entry("find.search", "search", words=True),
    "browse": Entry("find.browse", "browse", words=True),
    "show": Entry("find.show", "show"),
    "similar": Entry("find.related", "similar"),
    "count": Entry("find.count", "count", words=True),
    "timeline": Entry("find.timeline", "timeline", words=True),
    "why": Entry("find.related", "why", words=True),
    "export": Entry("find.export", "export", words=True),
    "stories": Entry("stories.stories", "stories", words=True),
    "story": Entry("stories.story", "story"),
    "diff": Entry("stories.story", "diff"),
    "kwic": Entry("desk.kwic", "kwic", words=True),
    "sample": Entry("desk.sample", "sample", words=True),
    "agree": Entry("desk.agree", "agree"),
    "recall": Entry("desk.agree", "recall", words=True),
    "tag": Entry("desk.tag", "tag"),
    "tags": Entry("desk.tag", "tags"),
    "note": Entry("desk.tag", "note"),
    "notes": Entry("desk.tag", "notes"),
    "receipt": Entry("desk.receipt", "receipt", words=True),
    "rates": Entry("desk.rates", "rates", words=True),
    "words": Entry("desk.words", "words", words=True),
    "collocates": Entry("desk.words", "collocates", words=True),
    "quotes": Entry("desk.quotes", "quotes", words=True),
    "outlets": Entry("desk.quotes", "outlets", words=True),
    "report": Entry("desk.report", "report", words=True),
    "save": Entry("workspace.saved", "save", words=True),
    "new": Entry("workspace.saved", "new"),
    "saved": Entry("workspace.saved", "saved"),
    "index": Entry("archive.index", "index"),
    "clean": Entry("archive.index", "clean"),
    "formats": Entry("help.formats", "list_formats"),
    "stats": Entry("archive.stats", "stats"),
    "verify": Entry("archive.maintenance", "verify"),
    "compact": Entry("archive.maintenance", "compact"),
    "reindex": Entry("archive.maintenance", "reindex"),
    "forget": Entry("archive.maintenance", "forget"),
    "copy": Entry("archive.copy", "copy"),
    "demo": Entry("help.demo", "demo"),
    "doctor": Entry("help.doctor", "doctor"),
    "help": Entry("help.help", "help_"),
    "completion": Entry("help.completion", "completion"),
    "complete": Entry("help.completion", "complete", hidden=True),
}


#: Commands that start no process and write no file: nothing is left to be done when they have answered.
READING = frozenset(["search", "show", "similar", "count", "timeline", "why", "stories", "story", "diff"])

#: The headings of the list of commands, each with the last command under it.
HEADINGS = {
    "Find": "export",
    "Stories": "diff",
    "The desk": "report",
    "Saved searches": "saved",
    "The archive": "copy",
    "Help": "completion",
}


#: What other programs call them.
_ALSO_CALLED = {
    **dict.fromkeys(("find", "grep", "query", "ask"), "search"),
    **dict.fromkeys(("add", "import", "ingest", "update"), "index"),
    **dict.fromkeys(("rm", "remove", "delete", "del"), "forget"),
    **dict.fromkeys(("read", "cat", "view", "get"), "show"),
    **dict.fromkeys(("open", "tui", "ui"), "browse"),
    **dict.fromkeys(("info", "status", "ls"), "stats"),
    **dict.fromkeys(("check", "fsck", "repair"), "verify"),
    **dict.fromkeys(("optimize", "optimise", "vacuum", "merge"), "compact"),
    "duplicates": "stories",
    **dict.fromkeys(("concordance", "concord", "lines"), "kwic"),
    "version": "--version",
}


class CommandError(MorgueError):
    """There is no such command."""


class CommandTable(TyperGroup):
    """The commands, each loaded when it is asked for."""

    context_class = HelpContext

    def list_commands(self, ctx: Context) -> list[str]:
        """Their names in the order of the table."""
        return [name for name, entry in COMMANDS.items() if not entry.hidden]

    def get_command(self, ctx: Context, cmd_name: str) -> Any:
        """The command, or None."""
        entry = COMMANDS.get(cmd_name)
        return None if entry is None else load(cmd_name, entry)

    def resolve_command(self, ctx: Context, args: list[str]) -> Any:
        """The command that a whole line names; CommandError with the nearest name."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            from difflib import get_close_matches

            called = _ALSO_CALLED.get(args[0])
            near = [called] if called else get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean {near[0]}?" if near else "morgue --help lists them; to look for it: morgue search …"
            raise CommandError(f'no command "{args[0]}"', hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Context, formatter: Any) -> None:
        """The commands under headings, each with the whole first sentence of its help."""
        rest = iter(self.list_commands(ctx))
        for heading, last in HEADINGS.items():
            names = [*takewhile(last.__ne__, rest), last]
            with formatter.section(heading):
                formatter.write_dl([(name, self._sentence(ctx, name)) for name in names])

    def _sentence(self, ctx: Context, name: str) -> str:
        """The first paragraph of the command's help, without its full stop."""
        text = str(self.get_command(ctx, name).help or "")
        return " ".join(text.split("\n\n")[0].split()).rstrip(".")

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Options that every command has may stand before it: `morgue --archive DIR search ferry`."""
        return super().parse_args(ctx, behind_command(args))


def behind_command(args: Sequence[str]) -> list[str]:
    """The arguments with --archive and -v moved behind the command's name, where there is one."""
    moved: list[str] = []
    rest = list(args)
    while rest and (rest[0] in ("--archive", "-v", "--verbose") or rest[0].startswith("--archive=")):
        moved.append(rest.pop(0))
        if moved[-1] == "--archive" and rest:
            moved.append(rest.pop(0))
    if not rest or rest[0].startswith("-"):
        return list(args)
    return [rest[0], *moved, *rest[1:]]


_HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="morgue",
    cls=CommandTable,
    help="A full-text search engine for an archive of news, in the terminal.",
    epilog="To begin: morgue demo, or: morgue index FOLDER, then: morgue search WORDS",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings=_HELP,
)


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    archive: options.ArchiveName = None,
    verbose: options.Verbose = False,
) -> Outcome | None:
    """A full-text search engine for an archive of news, in the terminal."""
    if ctx.invoked_subcommand is not None:
        return None
    from morgue.cli.commands.help import welcome

    return welcome.version() if version else welcome.welcome(archive)


def load(name: str, entry: Entry) -> Any:
    """The command as Typer makes it."""
    function = getattr(import_module(f"morgue.cli.commands.{entry.module}"), entry.function)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    cls = QueryCommand if entry.words else PlainCommand
    alone.command(name, cls=cls, context_settings=_HELP)(function)
    return typer.main.get_command(alone)


def main(args: Sequence[str]) -> int:
    """Runs one command line and gives its exit status. Nothing but the answer has gone to standard output."""
    before = args[: args.index("--")] if "--" in args else args
    verbose = any(arg in ("-v", "--verbose") for arg in before)
    try:
        outcome = typer.main.get_command(app).main(list(args), prog_name="morgue", standalone_mode=False)
        if outcome == Outcome.INTERRUPTED and not isinstance(outcome, Outcome):
            raise KeyboardInterrupt  # Typer has made a mere number of it; a command that has said so gives an Outcome
        output.finish()
    except (output.ReaderGone, SystemExit):  # Typer ends the program when the reader of its help has gone
        return int(Outcome.DONE)
    except BaseException as error:  # noqa: BLE001 -- the last stop: every failure becomes one line and an exit status
        return _told(error, args, verbose)
    return int(outcome or 0)


def _told(error: BaseException, args: Sequence[str], verbose: bool) -> int:
    """One line for an error, whatever happens while its cause is looked for or while it is put into words."""
    try:
        if not isinstance(error, ClickError):
            error = opening.explained(error, args)
        return int(diagnostics.failure(error, verbose=verbose))
    except BaseException:  # noqa: BLE001 -- no memory, no file handle, no room on the stack: the line needs none of them
        return int(diagnostics.plainly(error))


def run() -> NoReturn:
    """The entry point of the program."""
    reopen_closed()
    args = sys.argv[1:]
    reading = next(iter(behind_command(args)), "") in READING
    if reading:
        from morgue.core.loading.large_pages import use_large_pages

        use_large_pages()
    status = main(args)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and said: an interrupt has nothing left to stop
    if status < Outcome.FAILED and reading:
        leave(status)
    sys.exit(status)


def leave(status: int) -> NoReturn:
    """Ends the process at once: taking down its modules and objects one by one costs a seventh of a search.

    The answer has been written out (`output.finish`), what was to be done at the end is done; files and locks go with
    the process.
    """
    atexit._run_exitfuncs()
    os._exit(status)


def reopen_closed() -> None:
    """A standard stream that is closed (`>&-`) leads nowhere; else the archive's files would be opened in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 -- to the end
