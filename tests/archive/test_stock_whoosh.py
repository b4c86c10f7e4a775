"""An archive is a Whoosh index: the library opens it without knowing of us."""

from __future__ import annotations

from whoosh import index
from whoosh.query import And, Not, Phrase, Term

from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from tests.archive.conftest import article, file_all


def found(archive: Archive, query: object) -> set[str]:
    with index.open_dir(str(archive.folder)).searcher() as searcher:
        return {hit["id"] for hit in searcher.search(query, limit=None)}


def test_stock_whoosh_finds_what_was_filed_and_not_what_was_forgotten(archive: Archive) -> None:
    for n in range(6):
        file_all(archive, article(n, f"The ferry Constance stayed in port on day {n}. Nobody sailed."))
    everyone = {f"a{n}" for n in range(6)}
    assert found(archive, Term("body", "ferry")) == everyone
    assert found(archive, Phrase("body", ["ferry", "constance"])) == everyone
    assert found(archive, Phrase("body", ["constance", "ferry"])) == set()
    assert found(archive, And([Term("body", "ferry"), Term("body", "3")])) == {"a3"}
    with Writer(archive) as writer:
        writer.forget(["a3"])
    assert found(archive, Term("body", "ferry")) == everyone - {"a3"}
    assert found(archive, And([Term("body", "ferry"), Not(Term("body", "1"))])) == everyone - {"a3", "a1"}
