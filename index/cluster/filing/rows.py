"""Looks articles of a cluster up by id, key, name or story, as rows without their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from morgue.core.article import ROLES, Article
from morgue.index.cluster.complete import complete
from morgue.index.cluster.document import Spans, document_id, furniture, restored, unsigned
from morgue.index.cluster.filing.settled import Settled
from morgue.index.cluster.http import Connection
from morgue.index.stories.similarity.signature import StoryKeys

#: Values in one question, rows in one answer, and articles with their texts.
TERMS, _ROWS, _TEXTS = 30_000, 2_000, 200
_PLAIN = (
    "id",
    "seq",
    "name",
    "tie",
    "marks",
    "words",
    "story",
    "role",
    "of",
    "kept",
    "born",
    "gen",
    "epoch",
    "company",
)
#: Nothing is read but columns: for a hit's stored fields a whole block of articles would be unpacked.
_COLUMNS_ALONE: dict[str, Any] = {"_source": False, "stored_fields": "_none_"}
#: The channels of keys as they lie in the cluster: those of words in two parts, see `mapping`.
CHANNELS = ("band", "band_rest", "sample", "sample_rest", "text", "link")


@dataclass(frozen=True, slots=True)
class Row:
    """An article as filing knows it; hashes are the signed numbers that the cluster has."""

    id: str
    seq: int
    name: int
    tie: int
    marks: int
    words: int
    story: str
    role: int
    of: str | None
    kept: float | None
    born: int
    gen: int
    epoch: int
    company: bool
    changed: tuple[str, ...] = ()


def row_of(fields: dict[str, list[Any]]) -> Row:
    """The row in the fields of a hit."""
    get = {name: values[0] for name, values in fields.items()}
    return Row(
        get["id"],
        get["seq"],
        get["name"],
        get["tie"],
        get["marks"],
        get.get("words", 0),
        get["story"],
        ROLES.index(get["role"]),
        get.get("of"),
        get.get("kept"),
        get["born"],
        get["gen"],
        get["epoch"],
        get.get("company", False),
        tuple(sorted(fields.get("changed", ()))),
    )


class Rows:
    """Questions about the articles of the newest commit; for whoever has the lease."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._name = connection.address.name

    def hits(
        self, query: dict[str, Any], fields: Sequence[str], size: int = _ROWS, **more: Any
    ) -> Iterator[dict[str, Any]]:
        """Every hit of a query, in the archive's order."""
        after: list[Any] | None = None
        while True:
            body = {
                "query": query,
                "docvalue_fields": list(fields),
                "sort": [{"seq": "asc"}],
                "size": size,
                "track_total_hits": False,
                **(more if "_source" in more else {**_COLUMNS_ALONE, **more}),
                **({"search_after": after} if after else {}),
            }
            answer = complete(self._connection, f"{self._name}-articles/_search", body)
            found = answer["hits"]["hits"]
            yield from found
            if len(found) < size:
                return
            after = found[-1]["sort"]

    def where(self, field: str, values: Iterable[Any]) -> Iterator[tuple[Row, dict[str, list[Any]]]]:
        """The rows with one of some values, and all that was read of each; the field itself is among it."""
        wanted = list(values)
        for at in range(0, len(wanted), TERMS):
            query = {"terms": {field: wanted[at : at + TERMS]}}
            for hit in self.hits(query, sorted({*_PLAIN, "changed", field})):
                yield row_of(hit["fields"]), hit["fields"]

    def holders(self, field: str, keys: Sequence[int]) -> Iterator[tuple[Row, list[int]]]:
        """The rows that hold some keys of a channel, and which."""
        for at in range(0, len(keys), TERMS):
            part = set(keys[at : at + TERMS])
            for row, fields in self.where(field, part):
                yield row, [k for k in fields[field] if k in part]

    def keys(self, ids: Sequence[str]) -> dict[str, dict[str, list[int]]]:
        """All keys of some articles, by id and channel as they lie there, with their lines."""
        found: dict[str, dict[str, list[int]]] = {}
        for at in range(0, len(ids), TERMS):
            query = {"terms": {"id": list(ids[at : at + TERMS])}}
            for hit in self.hits(query, ("id", "marks", "lines", *CHANNELS)):
                found[hit["fields"]["id"][0]] = hit["fields"]
        return found

    def sources(self, ids: Sequence[str], *, bodies: bool = True) -> dict[str, dict[str, Any]]:
        """What is kept of some articles, by id: `a` of their documents."""
        found: dict[str, dict[str, Any]] = {}
        size = _TEXTS if bodies else _ROWS
        kept = {"includes": ["a"]} if bodies else {"includes": ["a"], "excludes": ["a.body"]}
        for at in range(0, len(ids), size):
            for hit in self.hits({"terms": {"id": list(ids[at : at + size])}}, ("id",), size, _source=kept):
                found[hit["fields"]["id"][0]] = hit["_source"]["a"]
        return found

    def articles(self, ids: Sequence[str], *, bodies: bool = True) -> dict[str, Article]:
        """Some articles, as they were extracted or without bodies."""
        return {each: restored(kept) for each, kept in self.sources(ids, bodies=bodies).items()}

    def ties(self, names: Sequence[int]) -> Iterator[dict[str, Any]]:
        """The verified relations of some texts."""
        for at in range(0, len(names), TERMS):
            part = list(names[at : at + TERMS])
            either = [{"terms": {"a": part}}, {"terms": {"b": part}}]
            yield from self._state(
                {"bool": {"filter": [{"term": {"kind": "tie"}}], "should": either, "minimum_should_match": 1}}
            )

    def aliases(self, field: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Other ids of stories, each with the story's id, by either."""
        for at in range(0, len(values), TERMS):
            part = {"terms": {field: list(values[at : at + TERMS])}}
            for found in self._state({"bool": {"filter": [{"term": {"kind": "alias"}}, part]}}):
                yield found["alias"], found["story"]

    def stored(self) -> Iterator[tuple[Article, Spans]]:
        """Every article as it was extracted, in the archive's order, with the spans that are left out of it."""
        for hit in self.hits({"match_all": {}}, ("id",), _TEXTS, _source={"includes": ["a"]}):
            kept = hit["_source"]["a"]
            yield restored(kept), furniture(kept)

    def forgotten(self) -> Iterator[int]:
        """What is kept of the articles that were removed on purpose."""
        for found in self._state({"term": {"kind": "forgotten"}}):
            yield int(found["alias"])

    def journal(self) -> list[dict[str, Any]]:
        """The parts of the change that is decided."""
        return [found["data"] for found in self._state({"term": {"kind": "journal"}})]

    def settled(self, outlets: Sequence[str]) -> dict[str, Settled]:
        """What was known of the lines of some outlets when these were last settled."""
        names = [settled_id(outlet) for outlet in outlets]
        query = {"bool": {"filter": [{"term": {"kind": "settled"}}, {"ids": {"values": names}}]}}
        found = {each["data"]["outlet"]: Settled.from_dict(each["data"]) for each in self._state(query)}
        return {outlet: known for outlet, known in found.items() if known is not None}

    def _state(self, query: dict[str, Any]) -> Iterator[dict[str, Any]]:
        after: list[Any] | None = None
        while True:
            body = {
                "query": query,
                "size": _ROWS,
                "sort": [{"_id": "asc"}],
                "track_total_hits": False,
                **({"search_after": after} if after else {}),
            }
            answer = complete(self._connection, f"{self._name}-state/_search", body)
            found = answer["hits"]["hits"]
            yield from (hit["_source"] for hit in found)
            if len(found) < _ROWS:
                return
            after = found[-1]["sort"]


def settled_id(outlet: str) -> str:
    """The name of the document that says how an outlet was settled."""
    return document_id(f"settled-{outlet}")


def story_keys(fields: dict[str, list[int]]) -> StoryKeys:
    """The keys of an article from what `Rows.keys` gave."""
    parts = {c: [*fields.get(c, ()), *fields.get(f"{c}_rest", ())] for c in ("band", "sample", "text", "link")}
    marks = fields["marks"][0] & (1 << 64) - 1
    return StoryKeys(**{c: unsigned(values) for c, values in parts.items()}, title=marks)
