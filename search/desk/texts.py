"""Articles as far as lines and counts need them, and what is made of each while many are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from morgue.core.dataclass import dataclass

if TYPE_CHECKING:
    from morgue.core.article import Filed

T = TypeVar("T")


class HasText(Protocol):
    """What has a headline and a body."""

    @property
    def title(self) -> str | None:
        """The headline."""

    @property
    def body(self) -> str:
        """Paragraphs joined by newlines."""


class ArticleText(NamedTuple):
    """An article without where it came from: of its story the id alone; None for what is unknown."""

    id: str
    story: str
    outlet: str | None
    date: str | None
    title: str | None
    body: str


def text_of(filed: Filed) -> ArticleText:
    """The text of a whole article."""
    article = filed.article
    return ArticleText(article.id, filed.story.id, article.outlet, article.date, article.title, article.body)


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """What was made of each article, as it is asked for; `partial` says why there may be more."""

    items: Iterator[T]
    partial: str | None = None

    def __iter__(self) -> Iterator[T]:
        return self.items
