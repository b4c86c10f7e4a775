"""Texts read block by block: the same as articles read whole, in whatever lots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from morgue.core.errors import ArchiveDamaged
from morgue.index.codec import stored_texts as codec
from morgue.index.codec.layout import Entry
from morgue.index.codec.reader import SegmentReader
from morgue.index.codec.writer import write_segment
from morgue.search.desk.texts import ArticleText, text_of
from morgue.search.local.backend import LocalBackend
from morgue.search.local.desk import texts
from morgue.search.query import All, Word
from morgue.search.request import SearchRequest
from tests.local.build import article, snapshot

ROWS = [
    article(
        n,
        "\n".join(["Ferry strike é\ud800."] * (n % 7)),
        f"Title {n}" if n % 3 else None,
        outlet=f"Outlet {n % 4}" if n % 5 else None,
        date=f"2020-01-{n % 28 + 1:02}" if n % 2 else None,
    )
    for n in range(75)
]


def same(text: ArticleText) -> ArticleText:
    return text


def test_texts_are_those_of_whole_articles_in_the_order_of_hits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [[row.id for row in ROWS[n : n + 3]] for n in (4, 20, 69)]
    backend = LocalBackend(snapshot(tmp_path, (ROWS[:40], ROWS[40:]), [ROWS[4].id, ROWS[33].id], stories))
    whole = {f.article.id: text_of(f) for f in backend.stream(All())}
    assert {t.id: t for t in backend.texts(All(), same)} == whole and len(whole) == len(ROWS) - 2
    for first, wider, most in ((256, 8, 1024), (2, 2, 8), (1, 1, 1)):
        for name, value in (("FIRST", first), ("WIDER", wider), ("MOST", most)):
            monkeypatch.setattr(texts, name, value)
        for request in (
            SearchRequest(Word("ferry"), limit=99, sort="newest", collapse=False),
            SearchRequest(Word("strike"), limit=20, offset=7, sort="relevance"),
        ):
            hits = [hit.id for hit in backend.run(request).hits]
            assert list(backend.texts(request, same)) == [whole[name] for name in hits] and hits


def test_recurring_lines_are_left_out(tmp_path: Path) -> None:
    body = "Subscribe now.\nThe ferry left.\nRead more."
    entries = [Entry(article(n, body), furniture=((0, 14), (31, 41)) if n % 2 else ()) for n in range(40)]
    write_segment(tmp_path, "s", entries)
    found = {t.doc: t.body for t in codec.stored_texts(SegmentReader(tmp_path, "s"), np.arange(3, 40))}
    assert found == {n: "The ferry left." if n % 2 else body for n in range(3, 40)}


def test_records_that_are_no_texts_and_blocks_that_are_not_there_are_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_segment(tmp_path, "s", [Entry(row) for row in ROWS])
    for bad in (
        b"",
        b"[",
        b"[]",
        b"[[]]",
        b"[[1,null,null,null,0,0,null]]",
        b'[["a",null,2,null,0,0,null]]',
        b"null",
        b"[null]",
    ):
        reader = SegmentReader(tmp_path, "s")
        made = [bad, *reader.store.records(0)[1:]]
        monkeypatch.setattr(type(reader.store), "records", lambda *_, made=made: made)
        for read in (codec.stored_texts, codec.stored_titles):
            with pytest.raises(ArchiveDamaged):
                list(read(reader, np.array([0])))
        monkeypatch.undo()
    for read in (codec.stored_texts, codec.stored_titles, codec.stored_bodies):
        with pytest.raises(ArchiveDamaged):
            list(read(SegmentReader(tmp_path, "s"), np.array([len(ROWS) + 3])))


def test_bodies_and_headlines_alone_are_those_of_the_whole(tmp_path: Path) -> None:
    entries = [Entry(row, furniture=((0, 5),) if n % 5 == 4 else ()) for n, row in enumerate(ROWS)]
    write_segment(tmp_path, "s", entries)
    reader, some = SegmentReader(tmp_path, "s"), np.array([0, 3, 4, 17, 31, 32, 74])
    whole = list(codec.stored_texts(reader, some))
    assert list(codec.stored_bodies(reader, some)) == [text.body for text in whole]
    assert list(codec.stored_titles(reader, some)) == [text.title or "" for text in whole]
    assert list(codec.stored_bodies(reader, some[:0])) == []
