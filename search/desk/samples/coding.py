"""Makes coding sheets (which coder gets which articles), and reads those that were filled in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from morgue.core.article import Filed
from morgue.core.errors import MorgueError
from morgue.core.json import Document
from morgue.search.desk.samples.sampling import Draw

#: The columns of a sheet before those that the coder fills in.
GIVEN = ("item", "coder", "id", "story", "stratum", "weight", "outlet", "date", "title", "url", "text")
_YES = frozenset("1 y yes true t x + ja j oui o si sí s relevant".split())
_NO = frozenset("0 n no false f - nein non nee irrelevant".split())
#: Those of them that cannot well be names of something else.
_WORDS = frozenset(word for word in _YES | _NO if len(word) > 1 or word in "01")
#: A spreadsheet runs cells that begin so; where ours do, an apostrophe stands before them.
_GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")


def shares(count: int, coders: Sequence[str], overlap: int) -> dict[str, list[int]]:
    """Which items of a sample (from 0) each coder gets: the first `overlap` go to all, the others in turn."""
    both = min(overlap, count) if len(coders) > 1 else 0
    given: dict[str, list[int]] = {coder: list(range(both)) for coder in coders}
    for n, item in enumerate(range(both, count)):
        given[coders[n % len(coders)]].append(item)
    return given


def sheet(
    draw: Draw, by: Sequence[str], articles: Mapping[str, Filed], coder: str, items: Iterable[int], code: Sequence[str]
) -> Iterator[Document]:
    """The rows of one coder's sheet, with empty cells for what is to be coded.

    weight is how many articles of its stratum a drawn one stands for.
    """
    for item in items:
        filed = articles[draw.ids[item]]
        stratum = draw.strata[draw.stratum_of[item]]
        article = filed.article
        yield {
            "item": item + 1,
            "coder": coder,
            "id": article.id,
            "story": filed.story.id,
            "stratum": " · ".join(value or "none" for value in stratum.values) if by else "",
            "weight": round(stratum.size / stratum.drawn, 6),
            "outlet": article.outlet,
            "date": article.date,
            "title": article.title,
            "url": article.url,
            "text": article.body,
            **dict.fromkeys(code, ""),
        }


@dataclass(slots=True)
class Coded:
    """What sheets say: by variable and article the value of each coder; weights by article.

    empty counts cells that nobody filled in, without rows that name no article.
    """

    values: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    empty: int = 0
    without_id: int = 0

    def variable(self, name: str | None) -> str:
        """The variable meant; MorgueError where there is none of that name, or several and none is named."""
        held = ", ".join(self.values) or "none"
        if name is None and len(self.values) == 1:
            return next(iter(self.values))
        if name is None:
            raise MorgueError("which column is meant?", f"--code, one of: {held}")
        if name not in self.values:
            raise MorgueError(f'no column "{name}" in the sheets', f"coded: {held}")
        return name


def read_sheets(sheets: Iterable[tuple[str, Iterable[Mapping[str, str]]]]) -> Coded:
    """The values of some sheets, each with a name that stands for its coder where no column does.

    MorgueError for a sheet without a column `id`, and where one coder codes one article in two ways.
    """
    coded = Coded()
    for name, rows in sheets:
        for number, row in enumerate(rows, 2):
            if "id" not in row:
                raise MorgueError(f'{name} has no column "id"', f"its columns: {', '.join(row)[:200]}")
            _row(coded, name, number, {key: unguarded(value or "") for key, value in row.items() if key})
    return coded


def _row(coded: Coded, name: str, number: int, row: Mapping[str, str]) -> None:
    name_of = row["id"]
    if not name_of:
        coded.without_id += 1
        return
    coder = row.get("coder") or name
    try:
        coded.weights[name_of] = float(row.get("weight") or 1)
    except ValueError:
        raise MorgueError(f'{name}, row {number}: weight "{row["weight"][:40]}" is no number', "mend it") from None
    for variable, value in row.items():
        if variable in GIVEN:
            continue
        units = coded.values.setdefault(variable, {})
        if not value:
            coded.empty += 1
        elif units.setdefault(name_of, {}).setdefault(coder, value) != value:
            raise MorgueError(f"{coder} codes {name_of[:80]} in two ways ({variable})", f"see {name}, row {number}")


def unguarded(cell: str) -> str:
    """A cell's value without white space around it, nor the apostrophe that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith(_GUARDED) else cell


def verdicts(units: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, bool], int]:
    """Whether each article is relevant, by most coders; and how many are left out because as many say yes as no."""
    told: dict[str, bool] = {}
    split = 0
    for name, values in units.items():
        votes = Counter(_verdict(value) for value in values.values())
        if votes[True] == votes[False]:
            split += bool(values)
        else:
            told[name] = votes[True] > votes[False]
    return told, split


def as_words(units: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The values as coders mean them: `1` and `Yes` are one where all of them say yes or no in words or as 1 and 0.

    Where they all write the same two words, the values stay as written.
    """
    written = {value for values in units.values() for value in values.values()}
    plain = {value.casefold() for value in written}
    alike = len(written) == len(plain) and len(plain & _YES) < 2 and len(plain & _NO) < 2
    if alike or not plain <= _WORDS:
        return {name: dict(values) for name, values in units.items()}
    said = {True: "yes", False: "no"}
    return {name: {who: said[_verdict(value)] for who, value in values.items()} for name, values in units.items()}


def _verdict(value: str) -> bool:
    folded = value.casefold()
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise MorgueError(f'"{value[:40]}" says neither yes nor no', "write 1 or 0, yes or no")
