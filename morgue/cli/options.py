"""Declares the options that many commands share, with their help, and reads their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from morgue.core.errors import MorgueError
from morgue.search.answer import Match
from morgue.search.language.errors import QueryError
from morgue.search.request import FACETS, FacetName, Sort


class OptionError(MorgueError):
    """An option's value cannot be understood."""


Words = Annotated[
    list[str],
    typer.Argument(
        metavar="QUERY...",
        help='What to look for: words, "phrases", field:value (morgue help query).',
        show_default=False,
    ),
]
SomeWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY...]", help="Only what matches this query.", show_default=False),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="An article's id, or enough of its beginning.")]

ArchiveName = Annotated[
    str | None,
    typer.Option(
        "--archive", metavar="LOCATION", help="The archive's folder; else $MORGUE_ARCHIVE, else the per-user one."
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="After an error, show where in the program it arose.")]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsJsonl = Annotated[bool, typer.Option("--jsonl", help="Print JSON Lines, one object a line.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a heading, safe for spreadsheets.")]
Template = Annotated[
    str | None,
    typer.Option("--format", metavar="TEXT", help="Print this for each row, the fields in it in braces: '{title}'."),
]
Fields = Annotated[
    str | None,
    typer.Option(
        "--fields", metavar="A,B", help="Only these fields (help: which there are); alone: with tabs between."
    ),
]
Nul = Annotated[bool, typer.Option("-0", help="End records with NUL instead of a newline (for xargs -0).")]

Limit = Annotated[int | None, typer.Option("--limit", "-n", min=0, metavar="N", help="At most so many.  [default: 10]")]
MatchOption = Annotated[Match | None, typer.Option("--match", help="All words must occur, or any.  [default: all]")]
SortOption = Annotated[
    Sort | None, typer.Option("--sort", help="recent: relevance, older news counting less.  [default: relevance]")
]
Facets = Annotated[
    str | None,
    typer.Option("--facets", metavar="NAME,...", help=f"Count all matches by: {', '.join(FACETS)}, tag."),
]
Include = Annotated[
    list[str] | None,
    typer.Option("--facet", metavar="NAME=VALUE", help="Only articles with this value; again for alternatives."),
]
Exclude = Annotated[
    list[str] | None, typer.Option("--not", metavar="NAME=VALUE", help="Only articles without this value.")
]


def facet_names(text: str | None) -> tuple[FacetName, ...]:
    """The facets of `--facets a,b`, each once, in that order; OptionError for one that there is not."""
    names = (name.strip() for name in (text or "").split(","))
    return tuple(dict.fromkeys(facet_name(name, "--facets") for name in names if name))


def facet_pairs(texts: Iterable[str] | None, option: str) -> tuple[tuple[FacetName, str], ...]:
    """`NAME=VALUE` as pairs."""
    pairs = []
    for text in texts or ():
        name, sign, value = text.partition("=")
        if not sign or not value.strip():
            raise OptionError(f'{option} "{text}" is not NAME=VALUE', f"{option} outlet=Reuters")
        pairs.append((facet_name(name.strip(), option), value.strip()))
    return tuple(pairs)


def facet_name(text: str, option: str) -> FacetName:
    """A facet by its name."""
    for name in FACETS:
        if name == text.lower():
            return name
    from difflib import get_close_matches

    near = get_close_matches(text.lower(), FACETS, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FACETS)}"
    raise OptionError(f'no facet "{text}" for {option}', hint)


def some(text: str) -> str:
    """The query, unless there is nothing in it: then QueryError."""
    if not text.strip():
        raise QueryError("the query is empty", text, hint="words to look for, or: morgue help query")
    return text
