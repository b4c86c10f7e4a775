"""What every engine must do, and how it is timed: build from ready text, answer, then titles and snippets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from bench.questions import Question


@dataclass(frozen=True, slots=True)
class Ready:
    """An article ready to be indexed. month is year * 12 + month - 1, 0 when undated; day an ordinal, 0 likewise."""

    id: str
    outlet: str
    title: str
    body: str
    date: str | None


@dataclass(frozen=True, slots=True)
class First:
    """The first part of an answer: the ten best, all matches, and the sizes of the facets' answers."""

    ids: tuple[str, ...]
    total: int
    outlets: int
    months: int


class Engine(Protocol):
    """One engine over one folder."""

    def build(self, articles: Iterator[Ready]) -> None:
        """Makes the index, durable when it returns."""

    def open(self) -> None:
        """Gets ready to answer."""

    def first(self, question: Question) -> First:
        """Ten best, total, facets by outlet and month."""

    def second(self, question: Question, ids: tuple[str, ...]) -> int:
        """Titles and a snippet of each; the number of snippets."""


def articles(source: Path) -> Iterator[Ready]:
    """The lines of a JSON Lines file that have a text."""
    with source.open("rb") as file:
        for number, line in enumerate(file):
            item = orjson.loads(line)
            if item.get("body") or item.get("title"):
                yield Ready(
                    str(item.get("id") or number),
                    item.get("outlet") or "",
                    item.get("title") or "",
                    item.get("body") or "",
                    item.get("date"),
                )


def month_of(day: str | None) -> int:
    """Year * 12 + month - 1 of an ISO date; 0 without one."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1 if day and len(day) >= 7 else 0
