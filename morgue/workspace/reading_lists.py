"""Keeps lists of articles: a file a list, an article a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict

from morgue.core.article import Article
from morgue.core.dataclass import dataclass
from morgue.core.errors import MorgueError
from morgue.core.patterns import compiled
from morgue.core.wording import stand_in
from morgue.search.request import Hit
from morgue.workspace.json_lines import json_lines
from morgue.workspace.store import Store

GROUP = "lists"
#: Bytes of a list at most: some hundred thousand articles.
_MOST = 64 << 20
_NAME = compiled(r"[\w-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """An article on a list: enough to show and cite it when the archive is elsewhere. Unknown is empty.

    added  when it was put there, ISO 8601 in UTC; empty where that was not written down
    lead   what stands for the headline on a screen, in brackets, where the article has none
    """

    id: str
    title: str
    outlet: str
    date: str
    url: str
    added: str = ""
    lead: str = ""

    @property
    def headline(self) -> str:
        """The headline, or what stands for it."""
        return self.title or self.lead or stand_in.headline(None, "")


def kept(found: Article | Hit) -> Kept:
    """An article or hit as it goes on a list."""
    shown = found.headline if isinstance(found, Hit) else stand_in.headline(found.title, found.body)
    lead = "" if found.title else shown
    return Kept(found.id, found.title or "", found.outlet or "", found.date or "", found.url or "", lead=lead)


class Lists:
    """All lists of a workspace. MorgueError for a name that cannot be, or a file that is no list."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def alone(self) -> AbstractContextManager[None]:
        """Whoever reads a list and writes it anew does so within this."""
        return self._store.alone()

    def names(self) -> list[str]:
        """The lists there are."""
        stems = (name.removesuffix(".jsonl") for name in self._store.names(GROUP) if name.endswith(".jsonl"))
        return sorted(stem for stem in stems if _NAME.match(stem))

    def read(self, name: str) -> tuple[Kept, ...]:
        """A list in the order in which articles were put on it; one that is not there is empty."""
        data = self._store.read(_file(name), _MOST)
        if data is None:
            return ()
        try:
            return tuple(_kept(row) for row in json_lines(data))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise MorgueError(f"{_file(name)} is not a list", "mend it or remove it") from None

    def add(self, name: str, articles: Iterable[Kept]) -> int:
        """Puts articles on a list; gives how many were not on it before."""
        with self._store.alone():
            held = {article.id: article for article in self.read(name)}
            new = {article.id: article for article in articles if article.id not in held}
            self._write(name, (held | new).values())
            return len(new)

    def remove(self, name: str, id: str) -> None:
        """Takes an article off; an empty list is gone."""
        with self._store.alone():
            self.keep(name, [article for article in self.read(name) if article.id != id])

    def keep(self, name: str, articles: Sequence[Kept]) -> None:
        """The list has these articles and no others; an empty list is gone."""
        if articles:
            self._write(name, articles)
        else:
            self._store.remove(_file(name))

    def _write(self, name: str, articles: Iterable[Kept]) -> None:
        text = "".join(json.dumps(asdict(article), ensure_ascii=False) + "\n" for article in articles)
        self._store.replace(_file(name), text.encode("utf-8", "replace"))


def _kept(row: dict[str, object]) -> Kept:
    name, title, outlet, day, url = (str(row[key]) for key in ("id", "title", "outlet", "date", "url"))
    return Kept(name, title, outlet, day, url, str(row.get("added", "")), str(row.get("lead", "")))


def checked_name(name: str) -> str:
    """The name, where a list can be called so; else MorgueError."""
    if not _NAME.match(name):
        raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
    return name


def _file(name: str) -> str:
    checked_name(name)
    return f"{GROUP}/{name}.jsonl"


def citation(article: Kept, authors: tuple[str, ...] = ()) -> str:
    """The article as a sentence cites it."""
    from morgue.render.references.citations import joined_sentence

    where = article.url or f"id {article.id}"
    return joined_sentence(authors, article.headline, article.outlet, article.date, where)
