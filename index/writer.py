"""The one who may write: files articles, finds their stories, commits generations, merges segments, forgets."""

from __future__ import annotations

import re
import secrets
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from index import manifest, overlay
from index.archive import Archive
from index.article import ROLES, Article, RawItem
from index.codec.entry import TEASER, TITLE_ONLY, Entry
from index.codec.merge import merge_segments, plan_merges
from index.codec.reader import SegmentReader
from index.codec.vocabulary import Vocabulary
from index.codec.writer import write_segment
from index.errors import ArchiveError
from index.familiar import Familiar
from index.forgetting import forget_key
from index.furnishing import refurnished
from index.generation import publish, sweep
from index.holdings import SegmentHoldings
from index.ingest import Prepared, Totals, with_keys
from index.interrupts import held_back
from index.lock import WriterLock
from index.manifest import Manifest, SegmentRecord
from index.overlay import Overlay
from index.snapshot import SegmentView
from index.stories.book import Added

TEASER_NOTE = "teaser only"

#: Articles filed anew at a time when furniture changed; the share of live documents under which a segment is rewritten.
_SETTLED_AT_ONCE = 4_000
_MOSTLY_DEAD = 0.6

_NUMBERED = re.compile(r"~\d+\Z")


class Writer:
    """Holds the archive's lock from construction to `close`. A context manager; nothing is kept without `commit`."""

    def __init__(self, archive: Archive) -> None:
        self._folder = archive.folder
        self._spoiled = False
        self._lock = WriterLock(archive.folder)
        try:
            self._load(archive.current())
        except BaseException:
            self._lock.release()
            raise

    def _load(self, current: Manifest) -> None:
        self._manifest = current
        state = overlay.empty() if current.overlay is None else overlay.read(self._folder / current.overlay.name)
        self._readers = [SegmentReader(self._folder, s.name) for s in current.segments]
        self._records = list(current.segments)
        self._book = state.book
        self._live = np.ones(self._total(), np.bool_) if state.live is None else state.live
        self._forgotten = set(state.forgotten.tolist())
        self._unsettled = set(state.unsettled)
        self._vocabulary = Vocabulary()
        self._familiar = Familiar()
        self._added = np.empty(0, np.int64)
        self._pending: dict[str, Prepared] = {}
        self._refresh()
        sweep(self._folder)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the next writer in; what was added since the last commit is dropped."""
        self._lock.release()

    # -- what ingest needs (index.ingest.Shelf)

    def holds(self, item: RawItem) -> bool:
        """Whether this very source item, its id and its bytes, is here already."""
        return any(sha == item.sha256 for _, sha in self._under(item.id))

    def forgotten(self, item: RawItem) -> bool:
        """Whether the item was removed on purpose."""
        return forget_key(item.id, item.sha256) in self._forgotten

    def add(self, prepared: Prepared) -> bool:
        """Files the article at the next commit, under `ID~2` when its id is taken by other text; False: it is here."""
        article, number = prepared.article, 1
        sha = article.provenance.sha256
        free = article.id
        for taken, held in self._under(article.id):
            if held == sha or self._same_text(taken, article):
                return False
            number += 1
            free = f"{article.id}~{number}"
        if number > 1:
            note = f"the id {article.id} was taken by other text"
            origin = replace(article.provenance, notes=(*article.provenance.notes, note))
            article = replace(article, id=free, provenance=origin)
        self._forgotten.discard(forget_key(prepared.article.id, sha))
        self._touch(article.outlet)
        self._pending[free] = replace(prepared, article=article)
        return True

    def commit(self) -> None:
        """Everything added, removed or merged so far is durable and searchable when this returns."""
        if not self._pending:
            return
        with self._change():
            added = self._file_pending()
            self._book.update(SegmentHoldings(self._views), added, total=self._total())
            self._tidy()
            self._publish()

    def settle(self) -> None:
        """Takes lines that recur at an outlet out of its articles, for the outlets touched since this was last done.

        Nothing is lost: an article whose furniture changed is filed anew, its body as it was, other spans left out.
        A run that brought most of the archive leaves it in one segment, which is searched fastest.
        """
        if not self._unsettled:
            return
        with self._change():
            found = {r.doc: r.furniture for name in sorted(self._unsettled) for r in refurnished(self._views, name)}
            docs = sorted(found)
            for at in range(0, len(docs), _SETTLED_AT_ONCE):
                self._refile({d: found[d] for d in docs[at : at + _SETTLED_AT_ONCE]})
            self._unsettled = set()
            self._tidy()
            if len(self._readers) > 1 and 2 * len(self._added) > self._live.sum():
                self._merge(list(range(len(self._readers))))
                self._publish()  # this and the next generation share the segment: the parts leave the disk at once
            self._publish()

    def totals(self) -> Totals:
        """Counts as of the last commit; copies and versions among the articles added since this writer was opened."""
        columns = self._book.columns
        roles = np.bincount(columns.role[self._added], minlength=len(ROLES))
        return Totals(
            articles=int(self._live.sum()),
            stories=int((columns.articles > 0).sum()),
            copies=int(roles[ROLES.index("copy")] + roles[ROLES.index("excerpt")]),
            versions=int(roles[ROLES.index("version")]),
        )

    # -- upkeep

    def forget(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Removes articles for good: their segments are rewritten, no generation on disk holds them afterwards.

        Returns the ids that were there. Indexing their source again does not bring them back unless asked.
        """
        ids = tuple(ids)
        docs: dict[int, str] = {}
        for wanted in ids:
            found = self._find(wanted)
            if found is not None:
                docs[found] = wanted
        with self._change():
            return self._forget(docs) if docs else self._purge(ids)

    def _forget(self, docs: dict[int, str]) -> tuple[str, ...]:
        for doc in docs:
            view = self._view(doc)
            local = doc - view.base
            sha = view.reader.sha(local).hex()
            for name in (docs[doc], _NUMBERED.sub("", docs[doc])):
                self._forgotten.add(forget_key(name, sha))
            self._touch(view.reader.headers(local).outlet)
        self._live[list(docs)] = False
        self._refresh()
        self._book.update(SegmentHoldings(self._views), (), tuple(docs), self._total())
        self._merge([n for n, view in enumerate(self._views) if self._has_any(view, docs)])
        self._publish()
        self._publish()  # a second generation, so that none with the article remains on disk
        return tuple(docs.values())

    @staticmethod
    def _has_any(view: SegmentView, docs: dict[int, str]) -> bool:
        """Whether a segment holds one of the articles, if only a dead copy from before its furniture was known."""
        return any(view.reader.find_id(name) is not None for name in docs.values())

    def _purge(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Takes off the disk what was forgotten by a run that ended before it had removed the generation before."""
        current = {s.name for s in self._records}
        there: list[str] = []
        for generation in manifest.generations(self._folder)[1:]:
            with suppress(ArchiveError, FileNotFoundError):
                older = [s.name for s in manifest.read(self._folder, generation).segments if s.name not in current]
                readers = [SegmentReader(self._folder, name) for name in older]
                there += [i for i in ids if any(r.find_id(i) is not None for r in readers)]
        if there:
            self._publish()
        return tuple(dict.fromkeys(there))

    def compact(self) -> tuple[int, int]:
        """Merges all segments into one; bytes on disk before and after."""
        before = sum(p.stat().st_size for p in self._folder.iterdir())
        with self._change():
            if len(self._readers) > 1 or not self._live.all():
                self._merge(list(range(len(self._readers))))
                self._publish()
            self._publish()
        return before, sum(p.stat().st_size for p in self._folder.iterdir())

    # -- inside

    @contextmanager
    def _change(self) -> Iterator[None]:
        """A change is whole or this writer is of no more use; Ctrl-C waits for its end."""
        if self._spoiled:
            raise ArchiveError("a change of the archive failed before", "run the same command again")
        with held_back():
            self._spoiled = True
            yield
            self._spoiled = False

    def _under(self, id: str) -> Iterable[tuple[str, str]]:
        """The articles filed under ID, ID~2, ... with their SHA-256, pending ones included."""
        number, name = 1, id
        while True:
            if name in self._pending:
                yield name, self._pending[name].article.provenance.sha256
            else:
                doc = self._find(name)
                if doc is None:
                    return
                view = self._view(doc)
                yield name, view.reader.sha(doc - view.base).hex()
            number += 1
            name = f"{id}~{number}"

    def _same_text(self, id: str, article: Article) -> bool:
        if id in self._pending:
            held = self._pending[id].article
        else:
            doc = self._find(id)
            assert doc is not None
            view = self._view(doc)
            held = view.reader.stored(doc - view.base)
        return (held.body, held.title) == (article.body, article.title)

    def _find(self, id: str) -> int | None:
        if self._familiar.worth_learning(self._total()):
            self._familiar.learn(name for reader in self._readers for name in reader.ids.all())
        if not self._familiar.knows(id):
            return None
        for view in self._views:
            doc = view.reader.find_id(id)
            if doc is not None and (view.live is None or view.live[doc]):
                return view.base + doc
        return None

    def _refresh(self) -> None:
        """Lays out the segments anew after one came, went or lost a document."""
        self._views = overlay.views(self._readers, self._live)
        self._ends = [v.base + v.reader.doc_count for v in self._views]

    def _view(self, doc: int) -> SegmentView:
        return self._views[self._segment_of(doc)]

    def _segment_of(self, doc: int) -> int:
        return bisect_right(self._ends, doc)

    def _total(self) -> int:
        return sum(r.doc_count for r in self._readers)

    def _file_pending(self) -> list[Added]:
        if not self._pending:
            return []
        base = self._total()
        entries = [entry(p) for p in self._pending.values()]
        self._take(new_name(), entries)
        self._familiar.learn_more(self._pending)
        self._live = np.concatenate([self._live, np.ones(len(entries), np.bool_)])
        self._added = np.concatenate([self._added, np.arange(base, base + len(entries))])
        words = self._readers[-1].words.tolist()
        added = [Added(base + i, name, p.keys, words[i]) for i, (name, p) in enumerate(self._pending.items())]
        self._pending = {}
        self._refresh()
        return added

    def _refile(self, furniture: dict[int, tuple[tuple[int, int], ...]]) -> None:
        """Files these documents anew with these spans left out; their old numbers are no longer live."""
        base = self._total()
        stored = [self._view(d).reader.stored(d - self._view(d).base) for d in furniture]
        anew = [with_keys(a, spans) for a, spans in zip(stored, furniture.values(), strict=True)]
        self._take(new_name(), [entry(p) for p in anew])
        self._live = np.concatenate([self._live, np.ones(len(anew), np.bool_)])
        old = np.array(list(furniture), np.int64)
        self._live[old] = False
        at = np.searchsorted(old, self._added)
        moved = (at < len(old)) & (old[np.minimum(at, len(old) - 1)] == self._added)
        self._added = np.where(moved, base + at, self._added)
        self._refresh()
        words = self._readers[-1].words.tolist()
        added = [Added(base + i, p.article.id, p.keys, words[i]) for i, p in enumerate(anew)]
        self._book.update(SegmentHoldings(self._views), added, tuple(furniture), self._total())

    def _tidy(self) -> None:
        """Merges what the policy says, and rewrites segments that are dead for the most part."""
        for n in reversed(range(len(self._readers))):
            live = self._views[n].live
            if live is not None and live.mean() < _MOSTLY_DEAD:
                self._merge([n])
        while groups := plan_merges([r.doc_count for r in self._readers]):
            self._merge(groups[0])

    def _touch(self, outlet: str | None) -> None:
        if outlet:
            self._unsettled.add(outlet)

    def _take(self, name: str, entries: Sequence[Entry]) -> None:
        info = write_segment(self._folder, name, entries, self._vocabulary)
        self._append(name, info.files)

    def _append(self, name: str, files: Sequence[str]) -> None:
        reader = SegmentReader(self._folder, name)
        self._readers.append(reader)
        records = tuple(manifest.record(self._folder / f) for f in files)
        self._records.append(SegmentRecord(name, reader.doc_count, records))

    def _merge(self, group: Sequence[int]) -> None:
        """Replaces these segments by one of their live documents; it comes last, and documents get new numbers."""
        views = self._views
        rest = [n for n in range(len(views)) if n not in set(group)]
        mapping, total = _numbering(views, rest, sorted(group))
        self._readers = [self._readers[n] for n in rest]
        self._records = [self._records[n] for n in rest]
        if total > self._total():
            name = new_name()
            info = merge_segments(self._folder, name, [(views[n].reader, views[n].live) for n in sorted(group)])
            self._append(name, info.files)
        self._renumber(mapping, total)

    def _renumber(self, mapping: NDArray[np.int32], total: int) -> None:
        live = np.ones(total, np.bool_)
        live[mapping[mapping >= 0]] = self._live[mapping >= 0]
        self._live = live
        moved = mapping[self._added].astype(np.int64)
        self._added = moved[moved >= 0]
        self._book.renumber(mapping)
        self._refresh()

    def _publish(self) -> None:
        live = None if self._live.all() else self._live
        forgotten = np.array(sorted(self._forgotten), np.uint64)
        generation = self._manifest.generation + 1
        state = Overlay(self._book, live, forgotten, tuple(sorted(self._unsettled)))
        self._manifest = publish(self._folder, generation, tuple(self._records), state)
        for reader in self._readers:
            reader.let_go()
        sweep(self._folder)


def _numbering(
    views: Sequence[SegmentView], kept: Sequence[int], merged: Sequence[int]
) -> tuple[NDArray[np.int32], int]:
    """New numbers by old ones (-1: gone) when these segments stay and those are merged behind them; the new total."""
    mapping = np.full(sum(v.reader.doc_count for v in views), -1, np.int32)
    at = 0
    for n in (*kept, *merged):
        view = views[n]
        local = np.arange(view.reader.doc_count)
        if n in merged and view.live is not None:
            local = np.flatnonzero(view.live)
        mapping[view.base + local] = np.arange(at, at + len(local))
        at += len(local)
    return mapping, at


def new_name() -> str:
    """A segment name never used before."""
    return f"MAIN_{secrets.token_hex(8)}"


def entry(prepared: Prepared) -> Entry:
    """An article as a segment takes it."""
    article = prepared.article
    flags = TEASER if TEASER_NOTE in article.provenance.notes else 0
    if not article.body:
        flags |= TITLE_ONLY
    return Entry(article, keys=prepared.keys, furniture=prepared.furniture, flags=flags, lines=prepared.lines)
