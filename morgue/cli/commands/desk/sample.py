"""`morgue sample`: articles drawn by chance, as a list, whole, or as sheets to be coded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.desk.marks import Marks
from morgue.cli.diagnostics import Outcome, found, no_match, not_whole, remarks
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.cli.short_ids import ShortIds
from morgue.core.errors import MorgueError
from morgue.core.wording.quantities import quantity
from morgue.search.desk.samples.sampling import SampleAsk

if TYPE_CHECKING:
    from morgue.search.desk.samples.sampling import Sample
    from morgue.search.searcher import Searcher

_NAME = re.compile(r"[\w-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Coding:
    """Sheets to be written: where, for whom, how many articles are coded by all (None: all), and the empty columns."""

    path: Path
    coders: list[str]
    overlap: int | None
    code: list[str]


By = Annotated[str | None, typer.Option("--by", metavar="NAME,...", help="Draw of each outlet, month … in proportion.")]
Sheet = Annotated[
    Path | None, typer.Option("--sheet", metavar="FILE", help="Write a coding sheet, .csv or .xlsx; one a coder.")
]
Overlap = Annotated[
    int | None, typer.Option("--overlap", min=0, metavar="N", help="So many are coded by all.  [default: all]")
]


@in_forms(tables.ARTICLES)
def sample(
    query: options.Words,
    size: Annotated[int, typer.Option("--size", "-n", min=1, metavar="N", help="So many articles.")] = 100,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed is another sample.")] = 0,
    by: By = None,
    equal: Annotated[bool, typer.Option("--equal", help="With --by: as many of each, as far as there are.")] = False,
    one_per_story: Annotated[bool, typer.Option("--one-per-story", help="At most one article a story.")] = False,
    sheet: Sheet = None,
    coders: Annotated[str, typer.Option("--coders", metavar="A,B", help="Who codes.")] = "",
    overlap: Overlap = None,
    code: Annotated[str, typer.Option("--code", metavar="A,B", help="The columns to fill in.")] = "relevant",
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Draw a sample of the matches: the same one for the same seed and archive, on any machine."""
    ask = SampleAsk(
        text=options.some(joined(query)),
        match=match or settings.match,
        size=size,
        seed=seed,
        by=options.facet_names(by),
        equal=equal,
        one_per_story=one_per_story,
        budget_ms=settings.budget_ms,
    )
    from morgue.cli.opening import searcher

    with searcher(settings) as door:
        told = door.desk.sample(ask)
        _write(told, Coding(sheet, _listed(coders), overlap, _listed(code)) if sheet else None, form, settings, door)
    return found(told.draw.ids)


def _write(told: Sample, coding: Coding | None, form: formats.Form, settings: config.Settings, door: Searcher) -> None:
    if form.kind != "json":
        remarks(told.remarks)
        not_whole(told.draw.partial)
    if not told.draw.ids and form.kind == "text":
        no_match()
    elif coding is not None:
        _sheets(told, coding, settings)
    elif form.kind == "text":
        from morgue.cli.render.desk.sample import sample_lines

        look = output.look(settings, ShortIds(door.complete))
        output.lines(sample_lines(told, look), look, settings)
    elif form.kind == "json":
        tables.write_document(told.as_dict())
    else:
        marks = Marks(settings.archive)
        tables.write_rows((marks.on(filed.as_dict()) for filed in told), form, tables.ARTICLES)


def _sheets(told: Sample, coding: Coding, settings: config.Settings) -> None:
    """A sheet a coder, and what each has, on standard output."""
    path, coders, overlap, code = coding.path, coding.coders, coding.overlap, coding.code
    from morgue.cli.desk.files_out import write_table
    from morgue.cli.render.desk.sample import strata_lines
    from morgue.search.desk.samples.coding import GIVEN, shares, sheet

    _check_names(coders, code, GIVEN)
    articles = {filed.article.id: filed for filed in told}
    given = shares(len(told.draw.ids), coders or [""], len(told.draw.ids) if overlap is None else overlap)
    lines = []
    for coder, items in given.items():
        target = path.with_name(f"{path.stem}-{coder}{path.suffix}") if coder else path
        rows = sheet(told.draw, told.ask.by, articles, coder, items, code)
        write_table(target, rows, (*GIVEN, *code))
        lines.append(f"{target}: {quantity(len(items), 'article')}" + (f" for {coder}" if coder else ""))
    look = output.look(settings)
    output.lines(strata_lines(told, look), look, settings)
    output.records(formats.plain(text) for text in lines)


def _check_names(coders: Sequence[str], code: Sequence[str], given: Sequence[str]) -> None:
    """MorgueError for a coder or a column that cannot be called so, and for a column that every sheet has."""
    for name in (*coders, *code):
        if not _NAME.match(name):
            raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
    if both := set(code) & set(given):
        raise MorgueError(f'a column "{both.pop()}" is in every sheet', "name another")


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
