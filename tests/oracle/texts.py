"""An article as the plain way looks at it: every word with its position, and the units the positions lie in."""

from __future__ import annotations

from dataclasses import dataclass

from morgue.core.analyzer import paragraphs, sentences, terms, tokens
from morgue.core.article import Article

TITLE = 10**9  # where the positions of a title begin, far from any body

#: The first and last position of an occurrence.
Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """An article as words: (position, word), the lead's length, and the unit each position lies in."""

    article: Article
    words: tuple[tuple[int, str], ...]
    title: int
    lead: int
    body: int
    sentence: dict[int, int]
    paragraph: dict[int, int]


def read(article: Article) -> Text:
    every = list(tokens(article.body))
    body = [t for t in every if not t.extra]
    held = [(t.place, t.term) for t in every]
    parts = paragraphs(article.body)
    end = parts[1][1] if len(parts) > 1 else len(article.body)
    lead = min(60, sum(t.start < end for t in body))
    title = [(TITLE + t.place, t.term) for t in tokens(article.title or "")]
    units = []
    for spans in (sentences(article.body), parts):
        unit = {i: max((n for n, s in enumerate(spans) if s[0] <= t.start), default=0) for i, t in enumerate(body)}
        unit.update({p: -1 for p, _ in title})
        units.append(unit)
    return Text(article, tuple(held + title), len(terms(article.title or "")), lead, len(body), *units)


def words_of(article: Article) -> set[str]:
    return {t.term for text in (article.body, article.title or "") for t in tokens(text)}
