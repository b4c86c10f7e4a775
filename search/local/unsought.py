"""Lists forms of a question's words that were not looked for, each with how many articles have it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from morgue.core.analyzer import joints
from morgue.core.folding import SPELLINGS, signs, spellings
from morgue.search.english_spellings import other_spelling
from morgue.search.language.clauses import positive_leaves
from morgue.search.local.field_weights import fields_of
from morgue.search.local.matching.terms import Term
from morgue.search.query import Exact, Phrase, Query, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from morgue.search.local.matching.evaluate import Evaluation

#: Words of a question that are looked at, and postings of a compound's rarer half up to which it is counted apart.
_WORDS, _POSTINGS = 8, 20_000
#: Letters of the shortest word that may be written as two, and of the shortest of the two; that may be in one of so
#: many articles: `maybe` is no `may be`.
_LEAST, _SHORTEST, _RARE = 7, 3, 8
#: Forms of an archive up to which all are tried for those that a Korean word stands in.
_MOST_FORMS = 500_000
#: Words of which is remembered what they were not looked for as.
_REMEMBERED = 4_096
_HANGUL = re.compile("[\uac00-\ud7a3]+")
#: How `%` is written out, in the languages that most archives are in.
_PER_CENT = (("percent",), ("per", "cent"), ("prozent",), ("pour", "cent"), ("por", "ciento"), ("procent",))


def unsought(evaluation: Evaluation, query: Query) -> tuple[str, ...]:
    """A short sentence for each such form; none where time ran out, for then more than forms was not looked for."""
    words = [leaf for leaf in positive_leaves(query) if isinstance(leaf, Word)]
    out: list[str] = []
    for word in dict.fromkeys(words[:_WORDS]):
        for shown, articles in _known(evaluation, word):
            if evaluation.deadline.partial or evaluation.deadline.passed():
                return tuple(out)
            if articles:
                counted = f"{articles:,} article{'' if articles == 1 else 's'}"
                out.append(
                    f"{word.text} was not looked for as {shown}, which {counted} ha{'s' if articles == 1 else 've'}"
                )
    return tuple(dict.fromkeys(out))


def _known(evaluation: Evaluation, word: Word) -> Iterator[tuple[str, int]]:
    """What `_forms` tells of a word; remembered once it was told to the end."""
    remembered = evaluation.leaves.expander.unsought
    known = remembered.get(word)
    if known is not None:
        yield from known
        return
    told: list[tuple[str, int]] = []
    for each in _forms(evaluation, word):
        told.append(each)
        yield each
    if not evaluation.deadline.partial:
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        remembered[word] = tuple(told)


def _forms(evaluation: Evaluation, word: Word) -> Iterator[tuple[str, int]]:
    """What a word was not looked for as, with how many articles have that, none perhaps."""
    if signs(word.text) == ("%",):
        for written in _PER_CENT:
            yield _apart(evaluation, (word.text[:-1], *written))
        return
    forms = evaluation.leaves.texts(word, None)
    for spelt in _spelt_otherwise(word.text) - forms:
        yield spelt, _articles(evaluation, spelt)
    if len(word.text) > 1 and _HANGUL.fullmatch(word.text):
        yield _inside(evaluation, word)
    for parts in _written_apart(evaluation, word.text, forms):
        yield _apart(evaluation, parts)


def _spelt_otherwise(text: str) -> set[str]:
    """Other spellings of a word: those of languages without its letters, that of the other English."""
    other = other_spelling(text)
    found = {other} if other is not None else set()
    return found.union(*(spellings(text, code) for code in SPELLINGS)) if not text.isascii() else found


def _written_apart(evaluation: Evaluation, text: str, forms: frozenset[str]) -> list[tuple[str, ...]]:
    """The ways to write a word as two; a compound that was typed as one is looked for apart anyway."""
    if len(joints(text)) > 1:
        return []
    hyphened = (tuple(joints(form)) for form in forms if "".join(joints(form)) == text)
    return sorted({p for p in hyphened if len(p) == 2 and min(map(len, p)) > 1} | _halves(evaluation, text))


def _inside(evaluation: Evaluation, word: Word) -> tuple[str, int]:
    """The longer forms a Korean word stands in, whose nouns are written together or apart as one likes."""
    shown = f"*{word.text}*"
    if sum(len(s.reader.lexicon) for s in evaluation.collection.segments) > _MOST_FORMS:
        return shown, 0
    forms = evaluation.leaves.expander.wildcard(shown)
    wider = Term(evaluation.collection, shown, forms, fields_of(word.field), evaluation.deadline)
    own = evaluation.leaves.term(word, None)
    found = ((s, wider.found(s) - own.found(s)) for s in evaluation.collection.segments)
    return shown, sum(segment.only_live(more).count for segment, more in found)


def _halves(evaluation: Evaluation, text: str) -> set[tuple[str, ...]]:
    """The ways to write a word as two, each of which some articles have and few enough."""
    most = evaluation.collection.articles // _RARE
    cuts = range(_SHORTEST, len(text) - _SHORTEST + 1) if text.isalpha() and len(text) >= _LEAST else ()
    found = ((text[:at], text[at:]) for at in cuts)
    return {(a, b) for a, b in found if 0 < _articles(evaluation, a) <= most and 0 < _articles(evaluation, b) <= most}


def _articles(evaluation: Evaluation, form: str) -> int:
    """Articles with a form, deleted ones included."""
    lexicons = (s.reader.lexicon for s in evaluation.collection.segments)
    places = ((x, x.find(form)) for x in lexicons)
    return sum(int(x.doc_freq[at]) for x, at in places if at is not None)


def _apart(evaluation: Evaluation, parts: tuple[str, ...]) -> tuple[str, int]:
    """The words side by side, and the articles that have them so; 0 where counting would take long."""
    shown = f'"{" ".join(parts)}"'
    counted = evaluation.leaves.expander.counted_apart
    if parts in counted:
        return shown, counted[parts]
    if min(_articles(evaluation, part) for part in parts) > _POSTINGS:
        return shown, 0
    spans = evaluation.leaves.spans(Phrase(parts, strict=True), None)
    hyphened = evaluation.leaves.term(Exact("-".join(parts)), None)
    found = ((s, spans.found(s) - hyphened.found(s)) for s in evaluation.collection.segments)
    count = sum(segment.only_live(apart).count for segment, apart in found)
    if not evaluation.deadline.partial:
        counted[parts] = count
    return shown, count
