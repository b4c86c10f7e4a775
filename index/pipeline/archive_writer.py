"""Declares the writing side of the seam: what indexing and upkeep ask of whatever holds the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from morgue.core.article import Article, RawItem
from morgue.index.pipeline.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Totals:
    """The archive after a run: live articles, stories, and the roles among the articles that the run added."""

    articles: int
    stories: int
    copies: int
    versions: int


class ArticleSink(Protocol):
    """What indexing needs of a writer."""

    @property
    def prepare(self) -> Callable[[Sequence[Article]], Sequence[Prepared]]:
        """What the cleaning workers make of articles for this archive; importable."""

    def holds(self, item: RawItem) -> bool:
        """Whether this very source item (its id and its bytes) is already in the archive or waiting for the commit."""

    def forgotten(self, item: RawItem) -> bool:
        """Whether the item was removed on purpose."""

    def add(self, prepared: Prepared) -> bool:
        """Files the article at the next commit; False when the archive already has it."""

    def commit(self) -> None:
        """Makes everything added so far durable and searchable."""

    def settle(self) -> None:
        """Ends a run: takes lines that recur at an outlet out of that outlet's articles; durable when it returns."""

    def totals(self) -> Totals:
        """Counts as of the last commit."""

    def close(self) -> None:
        """Lets the next writer in; what was added since the last commit is dropped."""


class ArchiveWriter(ArticleSink, Protocol):
    """Writes to an archive, alone. A context manager that closes itself; nothing is kept without `commit`."""

    def forget(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Removes articles for good, from every commit that can still be read; the ids that were there."""

    def remember(self, keys: Iterable[int]) -> None:
        """Takes keys of articles removed on purpose elsewhere, so that no source brings them back here; durable."""

    @property
    def unpurged(self) -> str:
        """Why the text of what was forgotten is still on a disk, and what to do then; empty where it is not."""

    def compact(self) -> tuple[int, int]:
        """Makes the archive as small and quick as it can be; bytes before and after."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...
