"""`morgue agree` and `morgue recall`: what coded sheets say of the coders, and of a query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from morgue.cli import config, formats, options, output, tables
from morgue.cli.diagnostics import Outcome, found, warn
from morgue.cli.in_forms import as_document
from morgue.cli.query_arguments import joined
from morgue.core.errors import MorgueError
from morgue.core.json import headed
from morgue.core.wording.quantities import quantity
from morgue.search.desk.samples.agreement import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.search.desk.samples.coding import Coded

Code = Annotated[str | None, typer.Option("--code", metavar="NAME", help="This column of the sheets.")]


def agree(
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET...", help="Coded sheets, CSV or XLSX.")],
    code: Code = None,
    level: Annotated[Level, typer.Option("--level", help="What the values are: names, ranks, numbers.")] = "nominal",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Of the bootstrap of alpha's interval.")] = 0,
    json: options.AsJson = False,
    jsonl: options.AsJsonl = False,
    verbose: options.Verbose = False,
) -> Outcome:
    """Tell how far coders agree: per cent, Cohen's and Fleiss' kappa, Krippendorff's alpha with its interval."""
    form = formats.choose(json=json, jsonl=jsonl)
    from morgue.search.desk.samples.agreement import agreement
    from morgue.search.desk.samples.coding import as_words

    coded = _coded(sheets)
    names = list(coded.values) if code is None else [coded.variable(code)]
    if not names:
        raise MorgueError("nothing is coded in these sheets", "fill in a column beside those that were given")
    values = {name: as_words(coded.values[name]) if level == "nominal" else coded.values[name] for name in names}
    told = [agreement(name, values[name], level, seed) for name in names]
    if form.kind == "text":
        from morgue.cli.render.desk.agree import agreement_lines

        settings = config.settings()
        look = output.look(settings)
        output.lines(agreement_lines(told, look), look, settings)
    elif form.kind == "json":
        tables.write_document(headed({"variables": [each.as_dict() for each in told]}))
    else:
        tables.write_rows((each.as_dict() for each in told), form, tables.AGREEMENT)
    return found(any(each.units for each in told))


@as_document
def recall(
    query: options.Words,
    sheets: Annotated[
        list[Path], typer.Option("--sheet", metavar="FILE", help="A coded sample of a broader query; again for more.")
    ],
    code: Code = None,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Estimate precision and recall of a query from a coded sample: relevant is 1 or yes, or else 0 or no."""
    from morgue.cli.opening import searcher
    from morgue.search.desk.samples.coding import verdicts
    from morgue.search.desk.samples.recall import Judged
    from morgue.search.desk.samples.recall import recall as estimate

    coded = _coded(sheets)
    relevant, split = verdicts(coded.values[coded.variable(code)])
    text = options.some(joined(query))
    with searcher(settings) as door:
        there = door.desk.matching("", relevant)
        hits = door.desk.matching(text, there, match or settings.match)
    gone = len(relevant) - len(there)
    if split:
        warn(f"{quantity(split, 'article is', 'articles are')} left out: as many coders say yes as no")
    if gone:
        warn(f"{quantity(gone, 'coded article is', 'coded articles are')} left out, for the archive has no such")
    told = estimate(Judged(relevant[one], one in hits, coded.weights[one]) for one in sorted(there))
    if form.kind == "text":
        from morgue.cli.render.desk.agree import recall_lines

        look = output.look(settings)
        output.lines(recall_lines(text, told, look), look, settings)
    else:
        tables.write_document(headed({"query": text, **told.as_dict(), "split": split, "gone": gone}))
    return found(told.coded)


def _coded(sheets: Sequence[Path]) -> Coded:
    from morgue.cli.desk.tables_in import rows
    from morgue.search.desk.samples.coding import read_sheets

    coded = read_sheets((path.stem, rows(path)) for path in sheets)
    if coded.empty:
        warn(f"{quantity(coded.empty, 'cell is', 'cells are')} not filled in")
    if coded.without_id:
        warn(f"{quantity(coded.without_id, 'row names', 'rows name')} no article")
    return coded
