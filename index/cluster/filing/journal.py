"""Carries a change out: new documents first, then a journal that decides it, then all that it alters.

A run that dies before the journal is whole has changed nothing that counts; one that dies after it has its change
carried out by whoever takes the lease next. Every step may be done twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

import numpy as np

from morgue.core.article import ROLES
from morgue.index.clean.boilerplate import LineCounts
from morgue.index.cluster.document import Written, document_id, dumps, furniture, restored, signed, written
from morgue.index.cluster.filing.change import Change
from morgue.index.cluster.filing.rows import Row, Rows, settled_id, story_keys
from morgue.index.cluster.filing.settled import Settled
from morgue.index.cluster.http import Connection, bulk
from morgue.index.pipeline.prepared import Prepared
from morgue.index.stories.similarity.signature import StoryKeys

#: Rows in one part of a journal, and documents made anew at a time.
_PART, _AT_ONCE = 2_000, 200
_SPLIT = ("band", "sample")
Keys = dict[str, list[int]]
_NONE: Mapping[str, Written] = MappingProxyType({})


def placed(article: Written, row: Row, unled: Keys) -> bytes:
    """The whole document of an article at its place, from what comes from the article alone."""
    return article.document[:-1] + b"," + dumps({**place(row), **_split(article.keys, unled)})[1:]


def place(row: Row) -> dict[str, Any]:
    """What a document says of its place in a story and in the archive."""
    found = {
        "story": row.story,
        "role": ROLES[row.role],
        "of": row.of,
        "kept": row.kept,
        "company": row.company or None,
        "changed": list(row.changed) or None,
        "born": row.born,
        "seq": row.seq,
        "gen": row.gen,
        "epoch": row.epoch,
        "name": row.name,
        "tie": row.tie,
        "marks": row.marks,
    }
    return {k: v for k, v in found.items() if v is not None}


def _split(own: StoryKeys, unled: Keys) -> Keys:
    """The keys by which it is found, and those of which it leads none."""
    found: Keys = {}
    for channel in _SPLIT:
        apart = set(unled.get(channel, ()))
        keys = signed(getattr(own, channel))
        found[channel] = [k for k in keys if k not in apart]
        found[f"{channel}_rest"] = [k for k in keys if k in apart]
    return found


class Applier:
    """Writes under one epoch of the lease: what a later one has written refuses it."""

    def __init__(self, connection: Connection, epoch: int) -> None:
        self._connection = connection
        self._name = connection.address.name
        self._epoch = epoch
        self._rows = Rows(connection)

    def arrive(self, change: Change) -> None:
        """Writes the articles that are new; they do not count before their commit."""
        new = [n for n in change.new if not n[0].again]
        bulk(self._connection, (self._index(a.id, placed(a.prepared, row, unled)) for a, row, unled in new))

    def decide(self, change: Change, forgotten: Sequence[int] = ()) -> int:
        """Writes the journal; how many parts it has. The change is decided when the archive's record says so."""
        parts = list(_parts(change, forgotten))
        bulk(
            self._connection,
            (
                self._state(f"journal-{i}", {"kind": "journal", "data": part | {"part": i}})
                for i, part in enumerate(parts)
            ),
        )
        return len(parts)

    def carry_out(self, parts: Sequence[dict[str, Any]], made: Mapping[str, Written] = _NONE) -> None:
        """Does all that a journal says. made: articles that are filed again, where they are at hand."""
        led = {each: keys for part in parts for each, keys in part["led"].items()}
        moved = {r["id"] for part in parts for r in part["moved"]}
        for part in sorted(parts, key=lambda p: int(p["part"])):
            rows = {r["id"]: _row(r) for r in part["moved"]}
            again = {a["row"]["id"]: a for a in part["again"]}
            # What has another place and more keys is sent once: the cluster would give its old place for the keys.
            own = {each: led[each] for each in rows if each in led}
            self._rewrite(rows, own | {each: keys for each, keys in part["led"].items() if each not in moved})
            self._refile(again, made)
            bulk(self._connection, self._others(part))

    def settled(self, tables: Mapping[str, LineCounts], seq: int) -> None:
        """Writes how often lines stand at outlets that are settled, once all that was found is filed; seq: the last."""
        index = self._name + "-state"
        bulk(
            self._connection,
            (
                (
                    dumps({"index": {"_index": index, "_id": settled_id(outlet), **self._version()}}),
                    dumps({"kind": "settled", "data": {"outlet": outlet, **Settled(seq, table).as_dict()}}),
                )
                for outlet, table in tables.items()
            ),
        )

    def clear(self, parts: int) -> None:
        """Removes the journal, after the archive's record no longer names it."""
        ids = [f"journal-{i}" for i in range(parts)]
        bulk(self._connection, (_gone(self._name + "-state", i) for i in ids))

    def _rewrite(self, rows: dict[str, Row], led: dict[str, Keys]) -> None:
        """Sends articles again with other places in their stories, or found by more keys."""
        ids = list(dict.fromkeys([*rows, *led]))
        known = {row.id: row for row, _ in self._rows.where("id", [i for i in led if i not in rows])}
        for at in range(0, len(ids), _AT_ONCE):
            part = ids[at : at + _AT_ONCE]
            sources, keys = self._rows.sources(part), self._rows.keys(part)
            bulk(self._connection, self._rewritten(part, rows | known, led, sources, keys))

    def _rewritten(
        self,
        ids: Sequence[str],
        rows: dict[str, Row],
        led: dict[str, Keys],
        sources: dict[str, dict[str, Any]],
        keys: dict[str, dict[str, list[int]]],
    ) -> Iterator[tuple[bytes, bytes]]:
        for each in ids:
            if each not in sources or each not in rows:
                continue  # a new one of this very change, which is written whole; or one that is gone
            held = keys[each]
            lines = np.array(held.get("lines", ()), np.uint32)
            prepared = Prepared(restored(sources[each]), story_keys(held), lines, furniture(sources[each]))
            now = led.get(each, {})
            unled = {c: [k for k in held.get(f"{c}_rest", ()) if k not in now.get(c, ())] for c in _SPLIT}
            yield self._index(each, placed(written(prepared), rows[each], unled))

    def _refile(self, again: dict[str, dict[str, Any]], made: Mapping[str, Written]) -> None:
        """Sends articles again with other parts of their bodies left out."""
        ids = list(again)
        for at in range(0, len(ids), _AT_ONCE):
            part = ids[at : at + _AT_ONCE]
            filed = {i: made[i] for i in part if i in made}
            filed |= self._made_again([i for i in part if i not in made], again)
            bulk(
                self._connection,
                (self._index(i, placed(w, _row(again[i]["row"]), again[i]["unled"])) for i, w in filed.items()),
            )

    def _made_again(self, ids: Sequence[str], again: dict[str, dict[str, Any]]) -> dict[str, Written]:
        sources = self._rows.sources(ids)
        there = [i for i in ids if i in sources]
        spans = [tuple((s, e) for s, e in again[i]["furniture"]) for i in there]
        prepared = prepared_again([restored(sources[i]) for i in there], spans)
        return {i: written(p) for i, p in zip(there, prepared, strict=True)}

    def _others(self, part: dict[str, Any]) -> Iterator[Sequence[bytes]]:
        state = self._name + "-state"
        for removed in part["removed"]:
            yield _gone(self._name + "-articles", document_id(removed), **self._version())
        for a, b, linked in part["parted"]:
            yield _gone(state, _tie_id(a, b, linked))
        for a, b, linked, *shares in part["tied"]:
            data = dict(zip(("kept_ab", "kept_ba", "start", "end", "version"), shares, strict=True))
            body = {"kind": "tie", "a": a, "b": b, "data": {**data, "linked": linked}}
            yield self._state(_tie_id(a, b, linked), body)
        for alias, story in part["aliases"].items():
            yield self._state(document_id(f"alias-{alias}"), {"kind": "alias", "alias": alias, "story": story})
        for key in part["forgotten"]:
            yield self._state(f"forgotten-{key}", {"kind": "forgotten", "alias": key})

    def _version(self) -> dict[str, Any]:
        return {"version": self._epoch, "version_type": "external_gte"}

    def _index(self, id: str, document: bytes) -> tuple[bytes, bytes]:
        head = {"index": {"_index": self._name + "-articles", "_id": document_id(id), **self._version()}}
        return dumps(head), document

    def _state(self, id: str, body: dict[str, Any]) -> tuple[bytes, bytes]:
        return dumps({"index": {"_index": self._name + "-state", "_id": id}}), dumps(body)


def prepared_again(articles: Sequence[Any], spans: Sequence[Any]) -> list[Prepared]:
    """Articles with their keys, those spans of the bodies left out, though they be none."""
    from morgue.index.clean.boilerplate import line_keys
    from morgue.index.stories.similarity.signature import story_keys_many

    keys = story_keys_many(articles, spans)
    return [Prepared(a, k, line_keys(a.body), s) for a, k, s in zip(articles, keys, spans, strict=True)]


def _gone(index: str, name: str, **more: Any) -> tuple[bytes]:
    return (dumps({"delete": {"_index": index, "_id": name, **more}}),)


def _row(kept: dict[str, Any]) -> Row:
    return Row(**{**kept, "changed": tuple(kept["changed"])})


def _tie_id(a: int, b: int, linked: bool) -> str:
    return f"tie-{a}-{b}-{int(linked)}"


def _parts(change: Change, forgotten: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The journal in parts of bounded size, in no particular order but of their numbers."""
    again = [
        {"row": asdict(row), "furniture": [list(s) for s in a.prepared.furniture], "unled": unled}
        for a, row, unled in change.new
        if a.again
    ]
    lists: dict[str, list[Any]] = {
        "moved": [asdict(row) for row in change.moved],
        "again": again,
        "removed": list(change.removed),
        "tied": [[*t, *s] for t, s in change.tied.items()],
        "parted": [list(t) for t in change.parted],
        "led": list(change.led.items()),
        "aliases": list(change.aliases.items()),
        "forgotten": [str(k) for k in forgotten],
    }
    empty: dict[str, Any] = {name: [] for name in lists}
    for name, values in lists.items():
        for at in range(0, len(values), _PART):
            part = values[at : at + _PART]
            yield {**empty, "led": {}, "aliases": {}, name: dict(part) if name in ("led", "aliases") else part}
