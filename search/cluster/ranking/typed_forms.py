"""Adds to a score for a word as it was typed, where the word's other forms are much more frequent."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from morgue.core.analyzer import joints
from morgue.search.cluster.expansion import Expander
from morgue.search.cluster.intervals import ANALYZER, stacked
from morgue.search.cluster.ranking.nearness import words
from morgue.search.query import Query, Word

Json = dict[str, Any]

#: See `search.local.ranking.typed_forms`, whose figures these are: the share of the difference in weight that counts,
#: and how much commoner all of the forms must be.
_STRENGTH, _COMMONER = 0.5, 8
#: A word of more forms is a matter of its forms alone.
_MOST_FORMS = 200


def typed(query: Query, expander: Expander, articles: int) -> list[Json]:
    """Clauses that add to a score, one for each word that stands for much commoner forms too.

    How rare all the forms of a word are is told by the commonest of them, as the cluster weighs them.
    """
    found = []
    for word, boost in words(query, 1.0):
        if isinstance(word, Word) and len(joints(word.text)) == 1:
            every, own = expander.forms(word, None).texts, expander.spelt(word.text)
            if own and set(own) < set(every) and len(every) <= _MOST_FORMS:
                found.append((own, every, boost))
    counts = expander.lexicon.frequencies(list(dict.fromkeys(f for _, every, _ in found for f in every)))
    clauses = []
    for own, every, boost in found:
        rare, common = (max(counts[f] for f in forms) for forms in (own, every))
        if 0 < rare * _COMMONER <= common:
            weight = _weight(rare, articles)
            clauses.append(_clause(own, _STRENGTH * boost * (weight - _weight(common, articles)) / weight))
    return clauses


def _clause(forms: Sequence[str], boost: float) -> Json:
    return {"match": {"r": {"query": stacked(forms), "analyzer": ANALYZER, "boost": boost}}}


def _weight(held: int, articles: int) -> float:
    """The cluster's own weight of a term that so many articles hold."""
    return log(1 + (articles - held + 0.5) / (held + 0.5))
