"""Prepares an article for filing: adds the keys by which its story and its outlet's boilerplate are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from morgue.core.article import Article

if TYPE_CHECKING:
    from morgue.index.clean.boilerplate import Keys, Lines
    from morgue.index.stories.similarity.signature import StoryKeys


@dataclass(frozen=True, slots=True)
class Prepared:
    """One article with its keys.

    furniture are the spans of the body (half-open, in characters) that are left out of search and reading because they
    recur at the outlet; the keys are made without them. known: what its lines are by themselves, where that was found.
    """

    article: Article
    keys: StoryKeys
    lines: Keys | tuple[()] = ()
    furniture: tuple[tuple[int, int], ...] = ()
    known: Lines | None = None


def with_keys(article: Article, furniture: tuple[tuple[int, int], ...] = ()) -> Prepared:
    """The article with its keys, those of its story made without the furniture."""
    return with_keys_of_many([article], [furniture] if furniture else ())[0]


def with_keys_of_many(
    articles: Sequence[Article],
    furniture: Sequence[tuple[tuple[int, int], ...]] = (),
    known: Sequence[Lines | None] = (),
) -> list[Prepared]:
    """Several articles with their keys, in their order: a third of the time of one by one where texts are short.

    Where no furniture is given, it is what the lines of each body say of themselves. known: the lines that are known.
    """
    from morgue.index.clean.boilerplate import declared_spans, lines_of
    from morgue.index.stories.similarity.signature import story_keys_many

    each_known = zip(articles, known or [None] * len(articles), strict=True)
    lines = [lines_of(a.body) if own is None else own for a, own in each_known]
    spans = furniture or [declared_spans(own) for own in lines]
    keys = story_keys_many(articles, spans)
    each = zip(articles, keys, lines, spans, strict=True)
    return [Prepared(a, k, own.different(), s, own) for a, k, own, s in each]
