"""What a question took of the memory is given back: by itself where it is large, not when somebody counts objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import ref

import numpy as np
import pytest

from morgue.index.archive.snapshot import Snapshot
from morgue.index.codec.container import Container, ContainerWriter
from morgue.index.stories.clusters.columns import no_stories
from morgue.search.deadline import Deadline
from morgue.search.local import process_memory
from morgue.search.local.collection import Collection
from morgue.search.local.matching.evaluate import Evaluation
from morgue.search.local.matching.term_expansion import Expander
from morgue.search.local.process_memory import ProcessMemory, mapped
from morgue.search.query import And, Near, Phrase, Query, Word
from tests.compiled import machine_code
from tests.local.build import article, snapshot

_MB = 1 << 20


@pytest.fixture
def no_search_for_garbage() -> Iterator[None]:
    """Nothing that refers to itself goes."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_search_for_garbage")
@pytest.mark.parametrize(
    "query",
    [
        Phrase(("harbor", "master")),
        Near(Word("harbor"), Word("tide"), 5),
        Near(Phrase(("harbor", "master")), Word("tide"), 5),
        Word("tide-table"),
        And((Word("harbor"), Phrase(("tide", "table")))),
    ],
)
def test_what_a_question_decoded_is_gone_with_it(tmp_path: Path, query: Query) -> None:
    body = "The harbor master read the tide table, or tide-table, at noon."
    collection = Collection(snapshot(tmp_path, [[article(n, body) for n in range(3)]]))
    evaluation = Evaluation(collection, Expander(collection), Deadline())
    found = evaluation.matches(query, collection.segments[0])
    leaves: list[ref[Any]] = [ref(evaluation.leaves), *(ref(s.matcher) for s in evaluation.scored(query))]
    del evaluation
    assert found.count == 3
    assert [leaf() for leaf in leaves] == [None] * len(leaves)


@pytest.fixture
def book(tmp_path: Path) -> Container:
    """A file of 16 MB."""
    with ContainerWriter(tmp_path / "book") as out:
        out.add("numbers", np.ones(2 * _MB, np.int64))
        out.close()
    return Container(tmp_path / "book")


@pytest.fixture(params=[False, True], ids=["arrays", "kernels"])
def share(request: pytest.FixtureRequest) -> Iterator[int]:
    """What share of the bound holds: a half where kernels are compiled."""
    with machine_code(request.param):
        yield 2 if request.param else 1


@pytest.mark.skipif(mapped() == 0, reason="the system does not tell how much of its files a process has mapped")
def test_pages_are_given_back_past_a_bound_which_is_wider_from_the_second_question_on(
    book: Container, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(process_memory, "FIRST", 8 * _MB)
    monkeypatch.setattr(process_memory, "LATER", 24 * _MB * share)
    memory = ProcessMemory(Snapshot(1, (), no_stories(), book))
    before = mapped()

    def read() -> int:
        """Bytes that are mapped once the question has read all of the file."""
        assert book.array("numbers").sum() == 2 * _MB
        memory.relieve()
        return mapped() - before

    memory.begin()
    assert read() < 4 * _MB
    memory.begin()
    assert read() > 12 * _MB
    monkeypatch.setattr(process_memory, "LATER", 8 * _MB)
    memory.begin()
    assert mapped() - before < 4 * _MB
    assert book.array("numbers")[-1] == 1


@pytest.mark.skipif(mapped() == 0, reason="the system does not tell how much of its files a process has mapped")
def test_the_bound_grows_with_the_archive(
    book: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(process_memory, "LATER", _MB)
    archive = snapshot(tmp_path, [[article(n, "The harbor at noon.") for n in range(3)]])
    memory = ProcessMemory(replace(archive, book=book))
    before = mapped()
    memory.begin()
    for a_document, kept in ((8 * _MB * share, True), (6 * _MB, share == 1), (1, False)):
        monkeypatch.setattr(process_memory, "A_DOCUMENT", a_document)
        memory.begin()
        assert book.array("numbers").sum() == 2 * _MB
        memory.relieve()
        assert (mapped() - before > 12 * _MB) == kept
