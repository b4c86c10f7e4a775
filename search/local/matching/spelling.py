"""Finds words of the archive spelt nearly like another, for fuzzy search and for suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from morgue.core.analyzer import in_capitals
from morgue.core.folding import fold

if TYPE_CHECKING:
    from morgue.search.deadline import Deadline
    from morgue.search.local.collection import Collection

#: Suggestions are sought within so many edits, fewer for short words (half of a short word is another word).
_SUGGEST_EDITS = ((4, 1), (256, 2))


def near_forms(collection: Collection, text: str, edits: int, deadline: Deadline) -> list[tuple[str, int, int]]:
    """Forms within `edits` of the text, accents aside: (form, edits, documents), nearest first, then commonest.

    An edit inserts, drops or changes a character or swaps two neighbours (optimal string alignment). Documents count
    deleted ones too.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    bare = fold(text)
    found: dict[str, tuple[int, int]] = {}
    for i, segment in enumerate(collection.segments):
        if deadline.passed():
            deadline.cut(f"{text}~{edits} looked through {i} of {len(collection.segments)} dictionaries")
            break
        lexicon, folds = segment.reader.lexicon, segment.reader.folds
        plain = list(lexicon.scan())
        folded = [(int(o), s) for s, ordinals in folds.scan() for o in ordinals]
        listed = plain + folded
        if not listed:
            continue
        row = cdist([bare], [s for _, s in listed], scorer=OSA.distance, score_cutoff=edits, dtype=np.uint8)[0]
        for at in np.flatnonzero(row <= edits):
            ordinal, distance = listed[int(at)][0], int(row[at])
            form = lexicon.term(ordinal)
            if in_capitals(form):
                continue
            known, documents = found.get(form, (distance, 0))
            extra = 0 if at >= len(plain) and form in found else int(lexicon.doc_freq[ordinal])
            found[form] = (min(known, distance), documents + extra)
    return sorted(((f, d, n) for f, (d, n) in found.items()), key=lambda x: (x[1], -x[2], x[0]))


def suggestions(collection: Collection, word: str, limit: int, deadline: Deadline) -> tuple[str, ...]:
    """Words of the archive that `word` may have been meant for, best first; without the word itself.

    A nearer spelling goes before a farther one, among equals the word in most documents. A word found in a single
    document is offered only when no commoner one is as near: it may be a misprint itself.
    """
    edits = next(e for length, e in _SUGGEST_EDITS if len(word) <= length)
    near = [x for x in near_forms(collection, word, edits, deadline) if x[0] != word]
    common = [x for x in near if x[2] > 1] or near
    return tuple(form for form, _, _ in common[:limit])
