"""`morgue words` and `morgue collocates`: the words that tell matches from the rest, and those near a word."""

from __future__ import annotations

from collections.abc import Sized
from functools import partial
from typing import Annotated

import typer

from morgue.cli import config, formats, options, tables
from morgue.cli.desk import findings
from morgue.cli.diagnostics import Outcome, found, no_match, remark
from morgue.cli.in_forms import in_forms
from morgue.cli.query_arguments import joined
from morgue.search.desk.words import Basis

By = Annotated[
    Basis, typer.Option("--by", help="What is a witness: a story with all its copies, an article, every token.")
]
Least = Annotated[int, typer.Option("--least", min=1, metavar="N", help="In so many matching articles at least.")]
Most = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many words.")]
Aside = Annotated[bool, typer.Option("--aside", help="Leave out names of months, of days and of agencies.")]


@in_forms(tables.WORDS)
def words(
    query: options.Words,
    limit: Most = 30,
    by: By = "stories",
    least: Least = 3,
    run: Annotated[int, typer.Option("--run", min=1, max=4, metavar="N", help="Runs of so many words.")] = 1,
    aside: Aside = False,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Find the words that mark the matches off from the rest of the archive, by log-likelihood, with %DIFF."""
    from morgue.cli.opening import searcher
    from morgue.search.desk.words import WordsAsk

    text = options.some(joined(query))
    with searcher(settings) as door:
        ask = WordsAsk(text, match or settings.match, limit, by, least, run, aside, None)
        told = door.desk.words(ask)
    from morgue.cli.render.desk.words import words_lines

    rows = (word.as_dict() for word in told.words)
    findings.write(told, rows, tables.WORDS, partial(words_lines, told), form, settings)
    _say_if_none(told.words, told.matches.articles, least)
    return found(told.words)


@in_forms(tables.COLLOCATES)
def collocates(
    query: options.Words,
    limit: Most = 30,
    window: Annotated[
        str, typer.Option("--window", metavar="N or L,R", help="Words on either side, or to the left and to the right.")
    ] = "5",
    by: By = "stories",
    least: Least = 3,
    aside: Aside = False,
    match: options.MatchOption = None,
    *,
    form: formats.Form,
    settings: config.Settings,
) -> Outcome:
    """Find the words that stand near the occurrences of a query more than elsewhere, by logDice."""
    left, right = _window(window)
    from morgue.cli.opening import searcher
    from morgue.search.desk.collocates import CollocatesAsk

    text = options.some(joined(query))
    with searcher(settings) as door:
        ask = CollocatesAsk(text, match or settings.match, limit, left, right, by, least, aside, None)
        told = door.desk.collocates(ask)
    from morgue.cli.render.desk.words import collocates_lines

    rows = (word.as_dict() for word in told.words)
    findings.write(told, rows, tables.COLLOCATES, partial(collocates_lines, told), form, settings)
    _say_if_none(told.words, told.articles, least)
    return found(told.words)


def _say_if_none(words: Sized, articles: int, least: int) -> None:
    """Why there are no words: no match, or too few."""
    if not articles:
        no_match()
    elif not words:
        remark(f"no word is in {least} of the matching articles (--least 1: in one is enough)")


def _window(text: str) -> tuple[int, int]:
    left, sign, right = text.partition(",")
    try:
        return int(left), int(right if sign else left)
    except ValueError:
        raise options.OptionError(f'--window "{text}" is no number of words', "--window 5, or --window 0,3") from None
