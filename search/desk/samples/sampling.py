"""Draws samples by chance, stratified or not: the same seed and the same articles give the same sample."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from morgue.core.article import Filed
from morgue.core.errors import MorgueError
from morgue.core.json import Document, Json, answered, frame
from morgue.core.partial_date import parse_when
from morgue.search.answer import Match
from morgue.search.deadline import USUAL_MS
from morgue.search.periods import bucket_of_period, is_unit
from morgue.search.query import Query
from morgue.search.request import FacetName

#: Facets that articles can be divided by: those of which each has one value.
STRATA: tuple[FacetName, ...] = tuple(name for name in get_args(FacetName) if name != "byline")
_BITS = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class DrawRequest:
    """What is to be drawn of the matches of a query.

    by             the facets whose values divide the matches into strata, each of which has its share in the sample
    equal          as many of each stratum (as far as it has so many), not in proportion to its size
    one_per_story  of a story only one of its matching articles can be drawn, which one is left to chance
    """

    query: Query
    size: int
    seed: int = 0
    by: tuple[FacetName, ...] = ()
    equal: bool = False
    one_per_story: bool = False


@dataclass(frozen=True, slots=True)
class Stratum:
    """The values it has (empty for none), how many articles (or stories) it holds, and how many were drawn."""

    values: tuple[str, ...]
    size: int
    drawn: int

    def as_dict(self, by: Sequence[str]) -> Document:
        """The stratum with the names of its values."""
        values: dict[str, Json] = dict(zip(by, self.values, strict=True))
        return {"values": values, "size": self.size, "drawn": self.drawn}


@dataclass(frozen=True, slots=True)
class Draw:
    """The ids in the order in which they were drawn, each with the number of its stratum.

    articles and stories are all that match; strata are in the order of their values.
    """

    articles: int
    stories: int
    strata: tuple[Stratum, ...]
    ids: tuple[str, ...]
    stratum_of: tuple[int, ...]
    partial: str | None = None


def checked(request: DrawRequest) -> DrawRequest:
    """The request; MorgueError for a stratum by what there is not."""
    for name in request.by:
        if name not in STRATA:
            raise MorgueError(f'no strata by "{name}"', f"there are {', '.join(STRATA)}")
    if len(set(request.by)) < len(request.by):
        raise MorgueError("a stratum named twice", "--by outlet,month")
    return request


@dataclass(frozen=True, slots=True)
class SampleAsk:
    """A sample as it is asked for: the query as typed, and what `DrawRequest` says."""

    text: str
    match: Match = "all"
    size: int = 100
    seed: int = 0
    by: tuple[FacetName, ...] = ()
    equal: bool = False
    one_per_story: bool = False
    budget_ms: int | None = USUAL_MS


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn for an ask; the articles are read as they are asked for, in the order of the draw."""

    ask: SampleAsk
    draw: Draw
    articles: Iterator[Filed]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Filed]:
        return self.articles

    def as_dict(self) -> Document:
        """The object of `sample --json`: ids and strata, no texts."""
        ask, draw = self.ask, self.draw
        body: Document = {
            "query": ask.text,
            "seed": ask.seed,
            "articles": draw.articles,
            "stories": draw.stories,
            "by": list(ask.by),
            "equal": ask.equal,
            "one_per_story": ask.one_per_story,
            "strata": [stratum.as_dict(ask.by) for stratum in draw.strata],
            "ids": list(draw.ids),
        }
        return answered(body, draw.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each article drawn; all of them are read."""
        return frame(filed.as_dict() for filed in self.articles)


# -- chance


def mixed(value: int) -> int:
    """64 bits scattered: the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    value = (value + 0x9E3779B97F4A7C15) & _BITS
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _BITS
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _BITS
    return value ^ (value >> 31)


def chance(seed: int, id: str) -> int:
    """The number (64 bits) by which an article is drawn: of its id and the seed alone, so alike on every machine.

    The id's bytes (UTF-8) are taken eight at a time, little-endian, the last ones filled up with zeros.
    """
    return chance_of(mixed(seed & _BITS), id.encode("utf-8", "surrogatepass"))


def chance_of(state: int, raw: bytes) -> int:
    """The number of an article, from the mixed seed and the bytes of its id."""
    for at in range(0, len(raw), 8):
        state = mixed(state ^ int.from_bytes(raw[at : at + 8], "little"))
    return mixed(state ^ len(raw))


# -- sizes


def allocation(sizes: Sequence[int], size: int, equal: bool) -> list[int]:
    """How many to draw of each stratum: `size` in all, or all there are.

    In proportion by largest remainders (Hamilton's method); equal by filling all up alike. Ties go to the larger
    stratum, then to the earlier one.
    """
    total = sum(sizes)
    size = min(size, total)
    if not size:
        return [0] * len(sizes)
    if equal:
        return _filled(sizes, size)
    exact = [size * n // total for n in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (-(size * sizes[i] % total), -sizes[i], i))
    for i in order[: size - sum(exact)]:
        exact[i] += 1
    return exact


def _filled(sizes: Sequence[int], size: int) -> list[int]:
    """As many of each as are there, up to a level that makes `size` in all: the smallest are filled first."""
    taken = [0] * len(sizes)
    for done, i in enumerate(sorted(range(len(sizes)), key=lambda i: (sizes[i], -i))):
        taken[i] = min(sizes[i], size // (len(sizes) - done))
        size -= taken[i]
    return taken


def value_of(filed: Filed, name: str) -> str:
    """An article's value of a facet or a unit of time; empty where it has none."""
    article = filed.article
    if is_unit(name):
        when = parse_when(article.date or "")
        return (when and bucket_of_period(when.first, when.last, name)) or ""
    return filed.story.role if name == "role" else getattr(article, name) or ""
