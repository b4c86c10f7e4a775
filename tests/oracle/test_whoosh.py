"""The executor finds what stock Whoosh's matchers find over the same files, for all that Whoosh can ask."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh import query as q
from whoosh.filedb.filestore import FileStorage

from morgue.index.codec.whoosh.whoosh_codec import MorgueSegment
from morgue.index.codec.whoosh.whoosh_schema import schema
from morgue.search.local.backend import LocalBackend
from morgue.search.query import All, And, DateRange, Exact, Not, NumberRange, Or, Phrase, Prefix, Query, TextField
from morgue.search.request import SearchRequest
from tests.local.build import snapshot
from tests.oracle.archives import WORDS, Built, archives

_FIELD = st.sampled_from(["title", "lead", "body"])
_WORD = st.sampled_from((*WORDS, "bay"))
_LEAVES: st.SearchStrategy[Query] = (
    st.builds(Exact, _WORD, _FIELD)
    | st.builds(Prefix, st.sampled_from(["fer", "s", "har", "zz"]), _FIELD)
    | st.builds(
        Phrase,
        st.lists(_WORD, min_size=2, max_size=3).map(tuple),
        st.sampled_from(["title", "body"]),
        st.just(0),
        st.just(True),
    )
    | st.builds(NumberRange, st.just("words"), st.integers(0, 6), st.integers(6, 20))
    | st.just(DateRange(737850, None))
)
_GROUPS = st.recursive(
    _LEAVES,
    lambda part: (
        st.builds(And, st.lists(part, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(part, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
# Under an Or, stock Whoosh may give a deleted document in place of a live one for "every document", and so for an
# exclusion: both are asked only outside of groups.
QUERIES = _GROUPS | st.builds(Not, _GROUPS) | st.just(All())


def _named(field: TextField | None) -> str:
    """Every leaf here names its field."""
    assert field is not None
    return field


def translated(query: Query) -> Any:
    """The same question in Whoosh's own values."""
    match query:
        case Exact(text, field):
            return q.Term(_named(field), text)
        case Prefix(text, field):
            return q.Prefix(_named(field), text)
        case Phrase(words, field):
            return q.Phrase(_named(field), list(words))
        case NumberRange("words", low, high):
            return q.NumericRange("words", low, high)
        case DateRange(first, _):
            return q.NumericRange("day", first, None)
        case And(parts):
            return q.And([translated(p) for p in parts])
        case Or(parts):
            return q.Or([translated(p) for p in parts])
        case Not(part):
            return q.AndNot(q.Every(), translated(part))
        case _:
            return q.Every()


@settings(max_examples=15, deadline=None)
@given(archives(), st.lists(QUERIES, min_size=8, max_size=16))
def test_stock_matchers_find_the_same(built: Built, queries: list[Query]) -> None:
    with tempfile.TemporaryDirectory() as name:
        backend = LocalBackend(snapshot(Path(name), built.segments, built.deleted))
        segments = []
        for i, articles in enumerate(built.segments):
            gone = [n for n, a in enumerate(articles) if a.id in built.deleted]
            segments.append(MorgueSegment("MAIN", f"s{i}", len(articles), gone))
        whoosh_index.TOC(schema(), segments, 1).write(FileStorage(name), "MAIN")
        with whoosh_index.open_dir(name).searcher() as searcher:
            for query in queries:
                stock = {hit["id"] for hit in searcher.search(translated(query), limit=None)}
                ours = backend.run(SearchRequest(query, limit=1000, collapse=False))
                found = {h.id for h in ours.hits}
                assert (sorted(found - stock), sorted(stock - found)) == ([], []), query
