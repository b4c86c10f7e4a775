"""Names articles that came under one id: the first is filed as ID, those with other texts as ID~2, ID~3, …

A column that is no id, the same in every row, puts a whole archive under one name. So what is filed under an id is
gathered once and then remembered: each further article is compared with all of them by what is in a set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from morgue.core.article import Article
from morgue.index.archive.segments import number
from morgue.index.pipeline.prepared import Prepared

#: Ids remembered at a time; one that was dropped is gathered again.
_REMEMBERED = 4_096


class Filed(Protocol):
    """What is filed already, whatever keeps it."""

    def named(self, id: str) -> list[tuple[str, str]]:
        """The articles filed as ID, ID~2, ID~3, …, with gaps where some are gone: their ids and SHA-256."""

    def stored(self, id: str) -> Article:
        """The article with an id, which must be there."""


class Register:
    """What the archive, and the articles that wait for a commit, hold under each id."""

    def __init__(self, segments: Filed, pending: Mapping[str, Prepared]) -> None:
        self._segments = segments
        self._pending = pending
        self._seen: dict[str, _Namesakes] = {}

    def holds(self, id: str, sha256: str) -> bool:
        """Whether these very bytes are filed under the id."""
        return sha256 in self._under(id).shas

    def place(self, article: Article) -> str | None:
        """Takes a name to file the article under, and gives it; None where the archive has its bytes or its text."""
        there = self._under(article.id)
        if article.provenance.sha256 in there.shas:
            return None
        number = there.last + 1
        name = f"{article.id}~{number}" if there.last else article.id
        if there.last:
            text = _text(article)
            if text in self._texts(there):
                return None
            there.texts.add(text)
        else:
            there.unread.append(name)
        there.last = number
        there.shas.add(article.provenance.sha256)
        self._remember(article.id, there)
        return name

    def clear(self) -> None:
        """Forgets what it has gathered, because articles were removed."""
        self._seen = {}

    def _under(self, id: str) -> _Namesakes:
        if id in self._seen:
            return self._seen[id]
        there = _Namesakes()
        for name, sha in self._segments.named(id):
            there.last = max(there.last, number(name, id))
            there.shas.add(sha)
            there.unread.append(name)
        while (name := f"{id}~{there.last + 1}" if there.last else id) in self._pending:
            there.last += 1
            there.shas.add(self._pending[name].article.provenance.sha256)
            there.unread.append(name)
        if there.last:
            self._remember(id, there)
        return there

    def _remember(self, id: str, there: _Namesakes) -> None:
        if id not in self._seen and len(self._seen) >= _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        self._seen[id] = there

    def _texts(self, there: _Namesakes) -> set[bytes]:
        """Of all that is there, reading what was not read yet."""
        for name in there.unread:
            held = self._pending[name].article if name in self._pending else self._segments.stored(name)
            there.texts.add(_text(held))
        there.unread.clear()
        return there.texts


@dataclass(slots=True)
class _Namesakes:
    """What is filed under one id. last: the highest number, 0 when there is nothing; unread: names without a text."""

    last: int = 0
    shas: set[str] = field(default_factory=set)
    texts: set[bytes] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)


def _text(article: Article) -> bytes:
    """Short for a headline and a body; two articles with the same are the same article."""
    title = "none" if article.title is None else f"{len(article.title)} {article.title}"
    return blake2b(f"{title} {article.body}".encode(errors="surrogatepass"), digest_size=16).digest()
