"""Many queries counted at once, against each counted by itself."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.search.local.backend import LocalBackend
from morgue.search.query import Query, Word
from tests.backend.asking import SETTINGS
from tests.backend.engines import ENGINES, each_engine
from tests.backend.plain import PlainBackend
from tests.local.build import article, snapshot
from tests.oracle.archives import QUERIES, Built, archives

_SETTINGS = settings(SETTINGS, max_examples=25)


@each_engine
@_SETTINGS
@given(archives(), st.lists(QUERIES, min_size=1, max_size=4))
def test_many_counts_are_those_of_a_plain_count(engine: str, built: Built, queries: list[Query]) -> None:
    plain = PlainBackend(built)
    many = [*queries, *map(Word, ("ferry", "strike", "minister", "zeppelin"))] * 5
    with tempfile.TemporaryDirectory() as folder:
        backend = ENGINES[engine](built, Path(folder))
        told = backend.clause_counts(many).counts
        backend.close()
    assert told == tuple(map(plain.count, many))


def test_many_counts_over_masks_and_lists(tmp_path: Path) -> None:
    """Common words are found as masks, rare ones as lists; stories span segments, and one article is gone."""
    rows = [
        article(n, f"ferry a{n % 7} b{n % 3} {'rare' if n % 50 == 1 else ''} {'rarer' if n % 180 == 2 else ''}.")
        for n in range(400)
    ]
    stories = [[row.id for row in rows[n::100]] for n in range(0, 40, 3)]
    backend = LocalBackend(snapshot(tmp_path, (rows[:250], rows[250:]), [rows[3].id, rows[1].id], stories))
    many = list(map(Word, ("ferry", "rare", "rarer", "b1", "zeppelin", *(f"a{n}" for n in range(7)), *"xyzuv")))
    counts = backend.clause_counts(many).counts
    assert counts == tuple(map(backend.count, many)) and counts[0] is not None
    assert counts[0].stories < counts[0].articles == 398
