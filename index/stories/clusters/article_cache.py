"""Caches articles made ready for comparison, as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

from morgue.index.stories.clusters.lookup import Holdings
from morgue.index.stories.similarity.align import Relation, Subject, judge, subjects_of

#: Words kept ready at once (about 35 bytes each).
_ROOM = 2_000_000
#: Articles read at once, and pairs whose articles are read together.
_BATCH, _PAIRS = 256, 512


class Subjects:
    """A cache over holdings, least recently used out first."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._ready: OrderedDict[int, Subject] = OrderedDict()
        self._words = 0

    def __getitem__(self, doc: int) -> Subject:
        if doc not in self._ready:
            self.prepare([doc])
        self._ready.move_to_end(doc)
        return self._ready[doc]

    def prepare(self, docs: Iterable[int]) -> None:
        """Reads several articles at once."""
        missing = sorted(set(docs) - self._ready.keys())
        for i in range(0, len(missing), _BATCH):
            part = missing[i : i + _BATCH]
            for doc, subject in zip(part, subjects_of(self._holdings.articles(part)), strict=True):
                self._ready[doc] = subject
                self._words += len(subject.form)
        while self._words > _ROOM and len(self._ready) > 2:
            self._words -= len(self._ready.popitem(last=False)[1].form)

    def relations(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Relation | None]:
        """What ties the two articles of each pair; fast when pairs that share an article follow one another."""
        for i in range(0, len(pairs), _PAIRS):
            part = pairs[i : i + _PAIRS]
            self.prepare(doc for pair in part for doc in pair)
            yield from (judge(self[x], self[y]).relation for x, y in part)
