"""Lists of kept articles: a file a list, an article a line, in a folder that was given. I/O."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from morgue.core import regular_files, stand_in
from morgue.core.article import Article
from morgue.core.durable_files import disk, replace
from morgue.core.errors import ArchiveDamaged, MorgueError
from morgue.search.request import Hit
from morgue.tui.view import dates

_NAME = re.compile(r"[\w-]{1,64}\Z")
#: Bytes of a list at most: some hundred thousand articles.
_MOST = 64 << 20
_FIELDS = ("id", "title", "outlet", "date", "url")


@dataclass(frozen=True, slots=True)
class Kept:
    """An article on a list: enough to show and cite it when the archive is elsewhere."""

    id: str
    title: str
    outlet: str
    date: str
    url: str


def kept(found: Article | Hit) -> Kept:
    """An article or hit as it goes on a list."""
    title = found.headline if isinstance(found, Hit) else stand_in.headline(found.title, found.body)
    return Kept(found.id, title, found.outlet or "", found.date or "", found.url or "")


class Lists:
    """All lists of a folder. MorgueError for a name that cannot be, or a file that is no list."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """The lists there are."""
        try:
            files = regular_files.names(self._folder)
        except (OSError, ArchiveDamaged):
            return []
        stems = (name.removesuffix(".jsonl") for name in files if name.endswith(".jsonl"))
        return sorted(stem for stem in stems if _NAME.match(stem))

    def read(self, name: str) -> tuple[Kept, ...]:
        """A list in the order in which articles were put on it; one that is not there is empty."""
        path = self._file(name)
        try:
            rows = [json.loads(line) for line in regular_files.read(path, _MOST).decode("utf-8").splitlines()]
            return tuple(Kept(*(str(row[key]) for key in _FIELDS)) for row in rows)
        except FileNotFoundError:
            return ()
        except ArchiveDamaged as error:
            raise MorgueError(error.what, "mend it or remove it") from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise MorgueError(f"{path} is not a list", "mend it or remove it") from None

    def add(self, name: str, articles: Iterable[Kept]) -> int:
        """Puts articles on a list; gives how many were not on it before."""
        held = {article.id: article for article in self.read(name)}
        new = {article.id: article for article in articles if article.id not in held}
        self._write(name, (held | new).values())
        return len(new)

    def remove(self, name: str, id: str) -> None:
        """Takes an article off; an empty list is gone."""
        left = [article for article in self.read(name) if article.id != id]
        if left:
            self._write(name, left)
        else:
            disk().remove(self._file(name))

    def export(self, name: str, path: Path) -> int:
        """Writes the list as citations, one a line; refuses to write over a file. Gives how many."""
        articles = self.read(name)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.writelines(citation(article) + "\n" for article in articles)
        except OSError as error:
            raise MorgueError(f"cannot write {path}: {error.strerror}", "name another file") from None
        return len(articles)

    def _file(self, name: str) -> Path:
        if not _NAME.match(name):
            raise MorgueError(f'"{name}" cannot be a name', "letters, digits, - and _, at most 64")
        return self._folder / f"{name}.jsonl"

    def _write(self, name: str, articles: Iterable[Kept]) -> None:
        text = "".join(json.dumps(asdict(article), ensure_ascii=False) + "\n" for article in articles)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            replace(self._file(name), text.encode("utf-8", "replace"))
        except OSError as error:
            raise MorgueError(f"cannot write to {self._folder}: {error.strerror}", "check its permissions") from None


def citation(article: Kept, authors: tuple[str, ...] = ()) -> str:
    """`Ada Brook, "Ferry strike enters third week", Harbour Times, 4 Mar 2021, https://…`, on one line."""
    parts = [", ".join(authors), f"“{article.title}”" if article.title else "", article.outlet]
    parts += [dates.day(article.date) if article.date else "", article.url or f"id {article.id}"]
    return " ".join(", ".join(part for part in parts if part).split())
