"""Adds to the scores of articles that say nearly all of a question in one place, by intervals."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import Any

from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.intervals import Intervals, ordered
from morgue.search.query import And, Boost, Exact, Or, Query, Word

Json = dict[str, Any]

#: See `search.local.ranking.proximity`, whose figures these are: words of a passage, the power of a cover that is not
#: whole, how common a word may be. A question of more words has too many ways to lack one.
_WIDTH, _POWER, _COMMON = 25, 6, 8
_MOST_FORMS, _MOST_WORDS = 50, 6
#: What a word's weight is, as a share of the most that it can add to a score of the cluster.
_STRENGTH = 1.0


def nearness(query: Query, expander: Expander, articles: int) -> Json | None:
    """A clause that adds to a score by the best passage; None where no words stand to be near each other."""
    weighed: list[tuple[Word | Exact, float, tuple[str, ...]]] = []
    for leaf, boost in words(query, 1.0):
        forms = expander.forms(leaf, None).texts
        if 0 < len(forms) <= _MOST_FORMS and len(weighed) <= 2 * _MOST_WORDS:
            weighed.append((leaf, boost, forms))
    if not 1 < len(weighed) <= 2 * _MOST_WORDS:
        return None
    counts = expander.lexicon.frequencies(list(dict.fromkeys(f for _, _, forms in weighed for f in forms)))
    rated = []
    for leaf, boost, forms in weighed:
        held = max(counts[f] for f in forms)
        rated.append((boost * log(1 + (articles - held + 0.5) / (held + 0.5)), held * _COMMON <= articles, leaf))
    whole = sum(weight for weight, _, _ in rated)
    telling = [r for r in rated if r[1]]
    taking = sorted(telling if isinstance(query, Or) else rated, key=lambda r: -r[0])
    if not telling or not 1 < len(taking) <= _MOST_WORDS:
        return None
    return _clause([(weight, leaf) for weight, _, leaf in taking], whole, Intervals(expander))


def _clause(taking: list[tuple[float, Word | Exact]], whole: float, intervals: Intervals) -> Json:
    """The best of: a passage with all of the words, one with all but one of them, for each."""
    queries: list[Json] = []
    covered = sum(weight for weight, _ in taking)
    for left_out in (None, *range(len(taking) if len(taking) > 2 else 0)):
        kept = [leaf for i, (_, leaf) in enumerate(taking) if i != left_out]
        cover = (covered - (0.0 if left_out is None else taking[left_out][0])) / whole
        gain = _STRENGTH * whole * cover**_POWER
        for stream in ("t", "b"):
            sources = [s for leaf in kept if (s := intervals.of(leaf, stream, None)) is not None]
            if len(sources) == len(kept) and gain > 0:
                passage = ordered(sources, max(0, _WIDTH - len(kept)))
                passage["all_of"]["ordered"] = False
                queries.append({"constant_score": {"filter": {"intervals": {stream: passage}}, "boost": gain}})
    return {"dis_max": {"queries": queries}}


def words(query: Query, boost: float) -> Iterator[tuple[Word | Exact, float]]:
    """The words that count unconditionally: not those of an And that is one of several alternatives."""
    match query:
        case Word(field=None) | Exact(field=None):
            yield query, boost
        case Boost(part, factor):
            yield from words(part, boost * factor)
        case And(parts):
            for part in parts:
                yield from words(part, boost)
        case Or(parts):
            for part in parts:
                if not isinstance(part.part if isinstance(part, Boost) else part, And):
                    yield from words(part, boost)
        case _:
            return
