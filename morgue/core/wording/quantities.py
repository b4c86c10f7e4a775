"""Says how many of a thing there are. Pure."""

from __future__ import annotations


def quantity(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 story`, `1,200 stories`; `many` where it is not `one` with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def articles_in_stories(articles: int, stories: int) -> str:
    """What an archive holds: `25 articles in 19 stories`."""
    return f"{quantity(articles, 'article')} in {quantity(stories, 'story', 'stories')}"
