"""Adds to an article's score for a word as it was typed, where the word's other forms are much more frequent.

Stems join words that have little to do with each other (`presiding` and `president`), and the commoner one decides how
rare the word is. So the form as typed, which is rarer, is weighed again: by how much rarer it is. It is done for the
first articles alone, as nearness is, and is never negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.core.analyzer import joints
from morgue.search.local.matching.terms import Term
from morgue.search.local.ranking.gains import Gaining
from morgue.search.query import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from morgue.search.local.matching.evaluate import Evaluation
    from morgue.search.local.ranking.bm25f import Weighted

#: The share of the difference in weight that counts.
STRENGTH = 0.5
#: So many times as many articles have any of the forms as have the one that was typed.
COMMONER = 4


def typed(evaluation: Evaluation, leaves: Sequence[Weighted]) -> tuple[Gaining, ...]:
    """The words of a question that stand for other forms too, as typed, with what their rarity is worth more."""
    found = []
    for each in leaves:
        matcher, query = each.leaf.matcher, each.leaf.query
        if not isinstance(query, Word) or not isinstance(matcher, Term) or each.leaf.guards or each.weight <= 0:
            continue
        forms = evaluation.leaves.expander.spelt(query.text)
        if len(joints(query.text)) > 1 or not any(map(len, forms.ordinals)):
            continue
        term = Term(evaluation.collection, query.text, forms, matcher.fields, evaluation.deadline)
        own = term.document_frequency()
        if 0 < own * COMMONER <= matcher.document_frequency():
            found.append(Gaining(term, STRENGTH * each.leaf.boost * (term.idf() - matcher.idf())))
    return tuple(found)
