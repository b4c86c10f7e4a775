"""Writes an archive in a cluster: articles wait here, and are filed commit by commit under the lease."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from morgue.core.article import RawItem
from morgue.core.errors import ArchiveError, MorgueError
from morgue.index.archive.ids.id_registry import Register
from morgue.index.archive.ids.tombstone import forget_key
from morgue.index.archive.segments import unnumbered
from morgue.index.archive.sigint import held_back
from morgue.index.cluster import archive
from morgue.index.cluster.complete import complete
from morgue.index.cluster.counts import counted_roles, counted_stories
from morgue.index.cluster.document import dumps, written, written_of_many
from morgue.index.cluster.expunge import PATIENCE, expunge
from morgue.index.cluster.filed import Filed
from morgue.index.cluster.filing.change import file
from morgue.index.cluster.filing.furniture import refurnished
from morgue.index.cluster.filing.journal import Applier, prepared_again
from morgue.index.cluster.filing.neighbourhood import Arrival
from morgue.index.cluster.filing.rows import Rows
from morgue.index.cluster.filing.running_lines import RunningLines
from morgue.index.cluster.forms import FormsWriter
from morgue.index.cluster.http import Connection, bulk
from morgue.index.cluster.lease import Lease
from morgue.index.pipeline.archive_writer import Totals
from morgue.index.pipeline.prepared import Prepared

#: Articles that are filed together: more are filed by themselves, so that no commit is too large for a small cluster.
_TOGETHER = 2_000
#: Articles filed anew at a time when furniture changed, as many as in a folder.
_SETTLED_AT_ONCE = 4_000


class ClusterWriter:
    """Satisfies `ArchiveWriter`. Others may write at the same time: each commit takes its turn."""

    #: Seconds that a removal waits until the cluster lets go of the text.
    patience = PATIENCE

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._name = connection.address.name
        self._lease = Lease(connection)
        self._rows = Rows(connection)
        self._forms = FormsWriter(connection)
        self._lines = RunningLines(self._rows)
        self._pending: dict[str, Prepared] = {}
        self._given: dict[str, Prepared] = {}
        self._filed = Filed(self._rows, counted_stories(connection)[0])
        self._register = Register(self._filed, self._pending)
        self._any_forgotten = self._some_forgotten()
        self._gens: list[int] = []
        self.unpurged = ""

    def __enter__(self) -> ClusterWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drops what was added since the last commit."""
        self._pending.clear()
        self._connection.close()

    # -- what ingest needs

    #: What the cleaning workers make of articles: their documents too.
    prepare = staticmethod(written_of_many)

    def holds(self, item: RawItem) -> bool:
        """Whether this very source item, its id and its bytes, is here already."""
        return self._register.holds(item.id, item.sha256)

    def forgotten(self, item: RawItem) -> bool:
        """Whether the item was removed on purpose."""
        if not self._any_forgotten:
            return False
        path = f"{self._name}-state/_doc/forgotten-{forget_key(item.id, item.sha256)}"
        return self._connection.find(path, _source="false") is not None

    def add(self, prepared: Prepared) -> bool:
        """Files the article at the next commit, under `ID~2` when its id is taken by other text; False: it is here."""
        article = prepared.article
        name = self._register.place(article)
        if name is None:
            return False
        self._given[name] = prepared
        if name != article.id:
            note = f"the id {article.id} was taken by other text"
            origin = replace(article.provenance, notes=(*article.provenance.notes, note))
            article = replace(article, id=name, provenance=origin)
            prepared = Prepared(article, prepared.keys, prepared.lines, prepared.furniture)  # its document is another
        self._pending[name] = prepared
        if len(self._pending) >= _TOGETHER:
            self.commit()
        return True

    def commit(self) -> None:
        """Everything added so far is in the cluster, on two copies where there are two, when this returns."""
        if not self._pending:
            return
        with self._turn():
            self._place_again()
            pending = self._lines.furnish(list(self._pending.values()))
            arrivals = self._arrivals(pending)
            touched = {p.article.outlet for p in pending if p.article.outlet}
            back = [
                forget_key(self._given[n].article.id, p.article.provenance.sha256) for n, p in self._pending.items()
            ]
            self._do(arrivals, (), touched)
            self._bring_back(back)
        self._filed.came(self._pending)
        self._pending.clear()
        self._given.clear()
        self._register.clear()

    def settle(self) -> None:
        """Takes lines that recur at an outlet out of its articles, for the outlets touched since this was last done."""
        with self._turn() as record:
            if not record.unsettled:
                return
            found = refurnished(self._rows, record.unsettled)
            for at in range(0, len(found.articles), _SETTLED_AT_ONCE):
                part = found.articles[at : at + _SETTLED_AT_ONCE]
                texts = self._rows.articles([each for each, _ in part])
                again = prepared_again([texts[each] for each, _ in part], [spans for _, spans in part])
                self._do(self._arrivals(again, again=True), (), None)
            Applier(self._connection, self._lease.record.epoch).settled(found.tables, self._lease.record.seq)
            self._lease.change(unsettled=())

    def totals(self) -> Totals:
        """Counts as of the last commit; copies and versions among the articles added since this writer was opened."""
        articles, stories = counted_stories(self._connection)
        roles = counted_roles(self._connection, {"terms": {"gen": self._gens}})
        return Totals(articles, stories, roles["copy"] + roles["excerpt"], roles["version"])

    # -- upkeep

    def forget(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Removes articles for good; the ids that were there. What was added before is committed first.

        They are out of every answer at once, and off the disks when this returns, unless `unpurged` says otherwise.
        """
        self.commit()
        wanted = list(dict.fromkeys(ids))
        with self._turn():
            there = self._rows.articles(wanted, bodies=False)
            if there:
                keys = [
                    forget_key(name, article.provenance.sha256)
                    for called, article in there.items()
                    for name in {called, unnumbered(called)}
                ]
                touched = {a.outlet for a in there.values() if a.outlet}
                self._do((), tuple(there), touched, keys)
                self._any_forgotten = True
                self._register.clear()
        self.unpurged = expunge(self._connection, self.patience)
        return tuple(each for each in wanted if each in there)

    def remember(self, keys: Iterable[int]) -> None:
        """What was removed on purpose elsewhere: its source does not bring it back here."""
        with self._turn():
            bulk(
                self._connection,
                (
                    (
                        dumps({"index": {"_index": f"{self._name}-state", "_id": f"forgotten-{key}"}}),
                        dumps({"kind": "forgotten", "alias": str(key)}),
                    )
                    for key in keys
                ),
            )
            self._refresh()
        self._any_forgotten = self._some_forgotten()

    def compact(self) -> tuple[int, int]:
        """A cluster does so by itself."""
        raise ArchiveError(f"{self._connection.address.shown} is kept small by the cluster itself", "nothing to do")

    # -- inside

    @contextmanager
    def _turn(self) -> Iterator[archive.Record]:
        """The lease, for one change and what belongs to it; whatever was left half done before is put right first."""
        with held_back():
            self._lease.take()
            try:
                self._recover()
                yield self._lease.record
            except BaseException:
                with suppress(MorgueError):  # the next one finds it out by himself
                    self._lease.release(failed=True)
                raise
            self._lease.release()

    def _recover(self) -> None:
        record = self._lease.record
        applier = Applier(self._connection, record.epoch)
        if record.journal:
            self._refresh()
            applier.carry_out(self._rows.journal())
            self._finish(applier, record.journal)
            record = self._lease.record
            if record.abandoned:
                *before, (epoch, _) = record.abandoned
                record = self._lease.change(abandoned=(*before, (epoch, record.generation)))
        for epoch, last in record.abandoned[-1:] if record.dirty else ():
            self._refresh()
            void = {"bool": {"filter": [{"term": {"epoch": epoch}}, {"range": {"gen": {"gt": last}}}]}}
            self._connection.call(
                "POST",
                f"{self._name}-articles/_delete_by_query",
                {"query": void},
                conflicts="proceed",
                refresh="true",
                seconds=3600.0,
            )
            self._lease.change(dirty=False)

    def _do(
        self,
        arrivals: Sequence[Arrival],
        removed: Sequence[str],
        touched: set[str] | None,
        forgotten: Sequence[int] = (),
    ) -> None:
        """Works a change out and carries it out; durable when it returns."""
        record = self._lease.record
        applier = Applier(self._connection, record.epoch)
        gen = record.generation + 1
        seq = record.seq + len(arrivals)
        self._forms.flush()
        change = file(self._rows, arrivals, removed, seq, gen, record.epoch)
        applier.arrive(change)
        parts = applier.decide(change, forgotten)
        unsettled = record.unsettled if touched is None else tuple(sorted({*record.unsettled, *touched}))
        self._lease.change(journal=max(1, parts), seq=max(seq, change.born), unsettled=unsettled)
        if parts:
            complete(self._connection, f"{self._name}-state/_refresh")
            applier.carry_out(self._rows.journal(), {a.id: a.prepared for a in arrivals if a.again})
        self._finish(applier, max(1, parts))
        if any(not a.again for a in arrivals):
            self._gens.append(gen)

    def _arrivals(self, articles: Sequence[Prepared], *, again: bool = False) -> list[Arrival]:
        """Articles as they are filed, with the next numbers; their forms are noted for the lexicon."""
        made = []
        for seq, prepared in enumerate(articles, self._lease.record.seq + 1):
            article = written(prepared)
            self._forms.add(article.forms, prepared.article.language)
            made.append(Arrival(article, seq, again))
        return made

    def _finish(self, applier: Applier, parts: int) -> None:
        self._refresh()
        self._lease.change(journal=0, generation=self._lease.record.generation + 1)
        applier.clear(parts)
        complete(self._connection, f"{self._name}-state/_refresh")

    def _refresh(self) -> None:
        names = ",".join(f"{self._name}-{ending}" for ending in ("articles", "forms", "state"))
        complete(self._connection, f"{names}/_refresh")

    def _place_again(self) -> None:
        """Articles whose ids another machine has filed since they were added here get other names, or are here."""
        taken = {row.id for row, _ in self._rows.where("id", list(self._pending))}
        if not taken:
            return
        again = [self._given.pop(name) for name in taken]
        for name in taken:
            del self._pending[name]
        self._register.clear()
        self._filed.came(taken)
        for prepared in again:
            self.add(prepared)

    def _bring_back(self, keys: Sequence[int]) -> None:
        """What is added again on purpose is no longer forgotten."""
        if not self._any_forgotten:
            return
        query = {"ids": {"values": [f"forgotten-{k}" for k in keys]}}
        self._connection.call(
            "POST", f"{self._name}-state/_delete_by_query", {"query": query}, conflicts="proceed", refresh="true"
        )

    def _some_forgotten(self) -> bool:
        query = {"query": {"term": {"kind": "forgotten"}}, "size": 0, "terminate_after": 1}
        found: dict[str, Any] = complete(self._connection, f"{self._name}-state/_search", query)
        return bool(found["hits"]["total"]["value"])
