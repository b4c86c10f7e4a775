"""Tags articles: a tag is a reading list by its name, `tag:NAME` in a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from morgue.core.errors import MorgueError
from morgue.workspace.reading_lists import Kept, Lists


class Tags:
    """All tags of a workspace. A tag is there as long as an article has it; MorgueError for a name that cannot be.

    Letter case does not count: what is put under `EU` goes to `eu` where that tag is there already.
    """

    def __init__(self, lists: Lists) -> None:
        self._lists = lists

    def names(self) -> list[str]:
        """The tags there are, in order."""
        return self._lists.names()

    def known(self, name: str) -> str | None:
        """The tag that a name stands for, whatever its letter case; None where there is none."""
        names = self.names()
        return name if name in names else next((n for n in names if n.casefold() == name.casefold()), None)

    def read(self, name: str) -> tuple[Kept, ...]:
        """The articles that have a tag, in the order in which they were given it; none for a tag that is not there."""
        return self._lists.read(self.known(name) or name)

    def ids(self, name: str) -> frozenset[str]:
        """The ids of the articles that have a tag."""
        return frozenset(article.id for article in self.read(name))

    def counts(self) -> Mapping[str, int]:
        """How many articles have each tag, by its name."""
        return {name: len(self._lists.read(name)) for name in self.names()}

    def by_article(self) -> Mapping[str, tuple[str, ...]]:
        """The tags of every article that has one, by its id."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.names():
            for each in {article.id for article in self._lists.read(name)}:  # a file may name one a million times
                found[each] = (*found.get(each, ()), name)
        return found

    def of(self, id: str) -> tuple[str, ...]:
        """The tags of one article, in order."""
        return self.by_article().get(id, ())

    def add(self, name: str, articles: Iterable[Kept]) -> int:
        """Gives articles a tag; how many did not have it before."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        stamped = [article if article.added else replace(article, added=now) for article in articles]
        with self._lists.alone():
            return self._lists.add(self.known(name) or name, stamped) if stamped else 0

    def remove(self, name: str, ids: Iterable[str]) -> int:
        """Takes a tag off articles; how many had it."""
        with self._lists.alone():
            gone = set(ids)
            held = self.read(name)
            left = [article for article in held if article.id not in gone]
            if len(left) < len(held):
                self._lists.keep(self.known(name) or name, left)
            return len(held) - len(left)

    def delete(self, name: str) -> int:
        """Takes a tag off every article; how many had it. MorgueError where there is no such tag."""
        with self._lists.alone():
            held = self._there(name)
            count = len(self._lists.read(held))
            self._lists.keep(held, ())
            return count

    def rename(self, old: str, new: str) -> int:
        """Gives the articles of one tag another one instead; how many they are. A tag of that name takes them in.

        The new tag is written before the old one goes: whatever happens between, no article is without both.
        """
        with self._lists.alone():
            held = self._there(old)
            articles = self._lists.read(held)
            target = self.known(new)
            if target == held:
                if new == held:
                    return len(articles)
                raise MorgueError(
                    f'"{new}" and "{held}" differ in letter case alone', "rename it by way of a third name"
                )
            self._lists.add(target or new, articles)
            self._lists.keep(held, ())
            return len(articles)

    def _there(self, name: str) -> str:
        held = self.known(name)
        if held is None:
            names = ", ".join(self.names()) or "none yet"
            raise MorgueError(f'there is no tag "{name}"', f"tags: {names}")
        return held
