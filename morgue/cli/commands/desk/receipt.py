"""`morgue receipt`: what was asked of which archive, to be kept, cited and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, not_whole, remarks
from morgue.cli.in_forms import as_document
from morgue.cli.query_arguments import joined
from morgue.core.errors import MorgueError
from morgue.search.desk.samples.sampling import SampleAsk

if TYPE_CHECKING:
    from morgue.search.desk.receipts.receipt import Receipt

#: Bytes of a receipt at most.
_MOST = 16 << 20


Asked = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY...]", help="What was searched for; none with --check.", show_default=False),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the receipt into this file.")]
Check = Annotated[
    Path | None,
    typer.Option("--check", metavar="FILE", help="Ask again what this receipt says; 1 when it differs."),
]
Drawn = Annotated[
    int | None, typer.Option("--sample", min=1, metavar="N", help="With the sample that was drawn: so many.")
]


@as_document
def receipt(
    query: Asked = None,
    out: Out = None,
    check: Check = None,
    sample: Drawn = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the sample.")] = 0,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME,...", help="Its strata.")] = None,
    equal: Annotated[bool, typer.Option("--equal", help="As many of each stratum.")] = False,
    one_per_story: Annotated[bool, typer.Option("--one-per-story", help="One article a story.")] = False,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Say what was searched for, how it was read, when, in which archive, and what came out; check it later."""
    if check is not None:
        if query or out is not None or sample is not None:
            raise options.OptionError("--check goes with no query and no other file", "the receipt says what to ask")
        return _check(check, form, settings)
    ask = SampleAsk(
        text=options.some(joined(query or [])),
        match=match or settings.match,
        size=sample or 0,
        seed=seed,
        by=options.facet_names(by),
        equal=equal,
        one_per_story=one_per_story,
        budget_ms=None,
    )
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.receipt(ask, sample is not None)
    _write(told, out, form, settings)
    return Outcome.DONE


def _write(told: Receipt, out: Path | None, form: formats.Form, settings: config.Settings) -> None:
    if out is not None:
        from morgue.render.files import write_new

        write_new(out, lambda file: file.write(formats.encode(told.as_dict()) + b"\n"))
    if form.kind == "text":
        from morgue.render.receipt import receipt_lines

        remarks(told.remarks)
        not_whole(told.partial)
        look = output.look(settings)
        output.lines(receipt_lines(told, look), look, settings)
    else:
        tables.write_document(told.as_dict())


def _check(path: Path, form: formats.Form, settings: config.Settings) -> Outcome:
    from morgue.cli.opening import searcher
    from morgue.search.desk.receipts.receipt import load

    then = load(_document(path))
    with searcher(settings) as door:
        told = door.desk.check(then)
    if form.kind == "text":
        from morgue.render.receipt import checked_lines

        look = output.look(settings)
        output.lines(checked_lines(told, look), look, settings)
    else:
        tables.write_document(told.as_dict())
    return Outcome.DONE if told.whole else Outcome.NOTHING


def _document(path: Path) -> object:
    import json

    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
        if len(data) > _MOST:
            raise MorgueError(f"{path} is larger than any receipt")
        return json.loads(data)
    except OSError as error:
        raise MorgueError(f"cannot read {path}: {(error.strerror or '').lower()}", "name a receipt") from None
    except (ValueError, RecursionError):
        raise MorgueError(f"{path} is no receipt", "one is made by: morgue receipt QUERY --out FILE") from None
