"""The query to try next when nothing was found."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Article, Provenance
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import with_keys
from morgue.search.answer import SearchQuery


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suggestions") / "archive"
    with Writer(Archive.open_or_create(folder)) as writer:
        for number in range(4):
            body = f"The quay of the harbour was mended in summer {number}, and a ferry came to it as of old."
            source = Provenance("a", sha256(body.encode()).hexdigest(), "text")
            writer.add(with_keys(Article(f"a{number}", body, source, title="Quay", language="en")))
        writer.commit()
    return folder


@pytest.mark.parametrize(
    ("asked", "tried"),
    [("quai", "quay"), ("quai quainter", "quay quainter"), ("Quai", "quay"), ("x", None), ("quay AND zzyzx", "quay")],
)
def test_a_word_is_respelt_whole_or_what_matches_nothing_left_out(archive: Path, asked: str, tried: str | None) -> None:
    with open_searcher(Location.of_folder(archive)) as door:
        assert door.ask(SearchQuery(asked, budget_ms=60_000)).suggestion == tried
