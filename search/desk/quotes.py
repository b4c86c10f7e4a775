"""Groups quotations across outlets: one passage with all its variants, who printed it first, who cut it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from morgue.core.article import Filed
from morgue.core.json import Document, answered, as_fields, frame
from morgue.core.partial_date import parse_when
from morgue.search.desk.text.quotations import SHORTEST, Quotation, quotations

Kind = Literal["exact", "cut", "near"]
#: Words in a row that two variants share, and how alike (0 to 100) near ones are.
_SHINGLE, _NEAR = 3, 80
#: Passages with one run of words that are compared with each other.
_MOST_ALIKE = 200


@dataclass(frozen=True, slots=True)
class Use:
    """A passage in one article: as in the fullest variant (exact), a part of it (cut), or in other words (near)."""

    id: str
    story: str
    outlet: str | None
    date: str | None
    text: str
    kind: Kind
    start: int
    end: int

    def as_dict(self) -> Document:
        """The use."""
        return as_fields(self)


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage in its fullest variant, who is said to have said it, and where it stands, the earliest first."""

    text: str
    speaker: str | None
    uses: tuple[Use, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it, the first to print it first."""
        return tuple(dict.fromkeys(use.outlet for use in self.uses if use.outlet))

    def as_dict(self) -> Document:
        """The passage with its uses; `first` is the id of the earliest dated one."""
        dated = next((use.id for use in self.uses if use.date), None)
        return {
            "text": self.text,
            "speaker": self.speaker,
            "outlets": len(self.outlets),
            "first": dated,
            "uses": [use.as_dict() for use in self.uses],
        }


@dataclass(frozen=True, slots=True)
class Quotes:
    """The passages of some articles: those that most outlets have first, then by date."""

    query: str
    articles: int
    quotes: tuple[Quote, ...]
    partial: str | None = None
    remarks: tuple[str, ...] = ()

    def as_dict(self) -> Document:
        """The object of `quotes --json`."""
        body: Document = {"query": self.query, "articles": self.articles}
        told: Document = {"quotes": [quote.as_dict() for quote in self.quotes]}
        return answered({**body, **told}, self.partial, self.remarks)

    def to_pandas(self) -> Any:
        """A DataFrame with a row for each use of each passage."""
        return frame({"speaker": q.speaker, "quote": q.text, **use.as_dict()} for q in self.quotes for use in q.uses)


@dataclass(frozen=True, slots=True)
class _Found:
    filed: Filed
    quote: Quotation
    terms: tuple[str, ...]


def gathered(articles: Iterable[Filed], shortest: int = SHORTEST) -> tuple[int, tuple[Quote, ...]]:
    """How many articles there are, and their passages, variants of one together."""
    found: list[_Found] = []
    count = 0
    for filed in articles:
        count += 1
        found += (_Found(filed, quote, quote.terms) for quote in quotations(filed.article.body, shortest))
    quotes = [_quote(group) for group in _groups(found)]
    quotes.sort(key=lambda q: (-len(q.outlets), -len(q.uses), _order(q.uses[0]), q.text))
    return count, tuple(quotes)


def _groups(found: Sequence[_Found]) -> list[list[_Found]]:
    """Variants of one passage together: those that share a run of words and are alike, or one a part of the other."""
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, one in enumerate(found):
        for run in {one.terms[k : k + _SHINGLE] for k in range(max(1, len(one.terms) - _SHINGLE + 1))}:
            by_run[run].append(i)
    for members in by_run.values():
        for at, i in enumerate(members[:_MOST_ALIKE]):
            for j in members[at + 1 : _MOST_ALIKE]:
                if root(i) != root(j) and _kind(found[i].terms, found[j].terms) is not None:
                    parent[max(root(i), root(j))] = min(root(i), root(j))
    groups: dict[int, list[_Found]] = defaultdict(list)
    for i, one in enumerate(found):
        groups[root(i)].append(one)
    return list(groups.values())


def _kind(a: tuple[str, ...], b: tuple[str, ...]) -> Kind | None:
    """What the shorter is of the longer; None where they are different passages."""
    if a == b:
        return "exact"
    short, long = sorted((a, b), key=len)
    if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
        return "cut"
    from rapidfuzz.fuzz import ratio

    return "near" if ratio(short, long) >= _NEAR else None


def _quote(group: list[_Found]) -> Quote:
    fullest = max(group, key=lambda one: (len(one.terms), [-ord(c) for c in one.filed.article.id]))
    speakers = [one.quote.speaker for one in group if one.quote.speaker]
    speaker = max(speakers, key=lambda name: (speakers.count(name), len(name), name), default=None)
    uses = sorted((_use(one, fullest.terms) for one in group), key=_order)
    return Quote(fullest.quote.text, speaker, tuple(uses))


def _use(one: _Found, fullest: tuple[str, ...]) -> Use:
    article, quote = one.filed.article, one.quote
    kind = _kind(one.terms, fullest) or "near"
    return Use(article.id, one.filed.story.id, article.outlet, article.date, quote.text, kind, quote.start, quote.end)


def _order(use: Use) -> tuple[bool, float, str, int]:
    when = parse_when(use.date or "")
    return when is None, when.instant if when else 0.0, use.id, use.start
