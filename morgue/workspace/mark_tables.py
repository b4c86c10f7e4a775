"""Reads tags and notes from a table: a row an article, with its tags (semicolons between) and its note. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from morgue.core.errors import MorgueError
from morgue.search.desk.samples.coding import unguarded
from morgue.workspace.notes import Note
from morgue.workspace.reading_lists import Kept

_NAME = re.compile(r"[\w-]{1,64}\Z")
#: Tags of a table at most: each becomes a file. A column that has more is not one of tags.
_MOST_TAGS = 1_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What a row says of an article."""

    article: Kept
    tags: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class MarkTable:
    """The rows that say something, and those that cannot be used: the number of each (the heading is 1) and why."""

    rows: tuple[Mark, ...]
    bad: tuple[tuple[int, str], ...]

    def by_tag(self) -> Mapping[str, list[Kept]]:
        """The articles of each tag."""
        found: dict[str, list[Kept]] = {}
        for mark in self.rows:
            for name in mark.tags:
                found.setdefault(name, []).append(mark.article)
        return found

    def notes(self) -> list[Note]:
        """The notes; of an article that has several the last."""
        return list({mark.article.id: Note(mark.article.id, mark.note) for mark in self.rows if mark.note}.values())


def read_marks(rows: Iterable[Mapping[str, str]]) -> MarkTable:
    """What a table says; MorgueError for one without `id`, with neither `tag` nor `note`, or of too many tags."""
    good: list[Mark] = []
    bad: list[tuple[int, str]] = []
    tags: set[str] = set()
    for number, row in enumerate(rows, 2):
        cells = {name.casefold().strip(): unguarded(value) for name, value in row.items()}
        if number == 2 and ("id" not in cells or not {"tag", "tags", "note"} & set(cells)):
            raise MorgueError(
                "the table has no columns id and tag, or id and note", f"its columns: {', '.join(row)[:200]}"
            )
        names = _names(cells)
        tags.update(names)
        if len(tags) > _MOST_TAGS:
            raise MorgueError(
                f"the table has more than {_MOST_TAGS:,} tags", "name the column of tags tag, and no other"
            )
        if fault := _fault(cells, names):
            bad.append((number, fault))
        else:
            about = (cells.get(name, "") for name in ("title", "outlet", "date", "url", "added"))
            good.append(Mark(Kept(cells["id"], *about), names, cells.get("note", "")))
    return MarkTable(tuple(good), tuple(bad))


def _names(cells: Mapping[str, str]) -> tuple[str, ...]:
    """The tags that a row names, with semicolons between."""
    listed = ";".join((cells.get("tag") or "", cells.get("tags") or "")).split(";")
    return tuple(filter(None, map(str.strip, listed)))


def _fault(cells: Mapping[str, str], names: Sequence[str]) -> str | None:
    """Why a row says nothing that could be kept; None where it does."""
    if not cells["id"]:
        return "it names no article"
    wrong = next((name for name in names if not _NAME.match(name)), None)
    if wrong is not None:
        return f'"{wrong[:80]}" cannot be a tag (letters, digits, - and _, at most 64)'
    return None if names or cells.get("note") else "it has neither a tag nor a note"
