"""Copies one archive into another, whatever engines hold them: articles, what was forgotten, the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from morgue.core.errors import MorgueError
from morgue.engines.opening import engine_of
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many

if TYPE_CHECKING:
    from morgue.core.article import Article
    from morgue.core.location import Location
    from morgue.index.pipeline.archive_writer import ArchiveWriter
    from morgue.workspace.store import Store

Spans = tuple[tuple[int, int], ...]

#: Articles keyed together, and so many that are committed together.
_TOGETHER, _COMMITTED = 500, 10_000
#: Bytes of one file of the workspace at most.
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: articles that were not there and that were, and files of the workspace."""

    added: int
    unchanged: int
    forgotten: int
    files: tuple[str, ...]
    articles: int
    stories: int


def copy(source: Location, target: Location, on_progress: Callable[[int], None] = lambda _: None) -> Copied:
    """Makes the target hold all that the source holds, in its order; run it again to go on where it was cut off.

    Ids, dates and provenance stay; the stories are worked out by the same rules from the same texts. What the target
    holds besides stays there, and of the workspace's files those that it has already.
    """
    if source == target:
        raise MorgueError("an archive cannot be copied into itself", "name another place")
    contents = engine_of(source).contents(source)
    with engine_of(target).open_writer(target, create=True) as writer:
        writer.remember(contents.forgotten)
        added, unchanged = _file_all(contents.articles, writer, on_progress)
        if added:
            writer.settle()
        totals = writer.totals()
    files = _files(engine_of(source).store(source), engine_of(target).store(target))
    return Copied(added, unchanged, len(contents.forgotten), files, totals.articles, totals.stories)


def _file_all(
    articles: Iterator[tuple[Article, Spans]], writer: ArchiveWriter, on_progress: Callable[[int], None]
) -> tuple[int, int]:
    """Files the articles and commits now and then and at the end: how many were new, and how many were there."""
    added = unchanged = waiting = 0
    for part in _parts(articles):
        for prepared in _prepared(part):
            new = writer.add(prepared)
            added, unchanged, waiting = added + new, unchanged + (not new), waiting + new
        if waiting >= _COMMITTED:
            writer.commit()
            waiting = 0
        on_progress(added + unchanged)
    writer.commit()
    return added, unchanged


def _parts(articles: Iterator[tuple[Article, Spans]]) -> Iterator[list[tuple[Article, Spans]]]:
    while part := list(islice(articles, _TOGETHER)):
        yield part


def _prepared(part: Sequence[tuple[Article, Spans]]) -> list[Prepared]:
    return with_keys_of_many([article for article, _ in part], [spans for _, spans in part])


def _files(source: Store, target: Store) -> tuple[str, ...]:
    """Copies the files of the workspace that the target lacks; their names."""
    from morgue.workspace.workspace import Workspace

    copied = []
    for name in Workspace(source).files():
        data = source.read(name, _MOST)
        if data is not None and target.read(name, _MOST) is None:
            target.replace(name, data)
            copied.append(name)
    return tuple(copied)
