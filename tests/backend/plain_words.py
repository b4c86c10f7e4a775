"""What an archive's words and values suggest, told the plain way: every one of them looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from morgue.core.analyzer import fold, terms
from morgue.core.article import Article
from morgue.search.query import KeywordField


def suggested(held: Counter[str], word: str, limit: int) -> tuple[str, ...]:
    """The commonest of the forms that are one or two letters away; one that stands once where there is no other."""
    edits = 1 if len(word) <= 4 else 2
    bare = fold(word)
    near = []
    for form in held:
        distance = min(OSA.distance(bare, form), OSA.distance(bare, fold(form)))
        if distance <= edits and form != word:
            near.append((distance, -held[form], form))
    common = [x for x in sorted(near) if x[1] < -1] or sorted(near)
    return tuple(form for _, _, form in common[:limit])


def held_as(articles: Iterable[Article], field: KeywordField, text: str) -> tuple[bool, bool]:
    """Whether words stand side by side in a value of the field, and whether they are one."""
    wanted = [fold(t) for t in terms(text)]
    values = [[fold(t) for t in terms(v)] for a in articles for v in values_of(a, field)]
    if not wanted:
        return False, False
    inside = [v for v in values if any(v[i : i + len(wanted)] == wanted for i in range(len(v)))]
    return bool(inside), wanted in inside


def completed(held: Counter[str], articles: Iterable[Article], field: str, prefix: str, limit: int) -> tuple[str, ...]:
    """The commonest words, or values of a field, that begin so."""
    wanted = fold(prefix.casefold())
    counts: Counter[str] = Counter()
    if field in ("", "text"):
        counts.update({w: n for w, n in held.items() if w.startswith(wanted)})
    else:
        for article in articles:
            counts.update(v for v in values_of(article, field) if fold(v.casefold()).startswith(wanted))
    return tuple(sorted(counts, key=lambda v: (-counts[v], v))[:limit])


def values_of(article: Article, field: str) -> tuple[str, ...]:
    if field == "byline":
        return article.authors
    value = getattr(article, "language" if field == "lang" else field)
    return (value,) if value else ()


def words_of(article: Article) -> frozenset[str]:
    return frozenset(terms(article.body)) | frozenset(terms(article.title or ""))
