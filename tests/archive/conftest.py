"""Articles of an invented town, filed through the real writer."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Article, Provenance
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import Prepared, with_keys


def article(
    number: int,
    text: str | None = None,
    *,
    title: str | None = None,
    outlet: str | None = None,
    date: str | None = None,
) -> Article:
    """An article whose text differs from every other number's."""
    body = text if text is not None else _body(number)
    source = Provenance("invented", sha256(f"{number} {body}".encode()).hexdigest(), "text")
    return Article(
        id=f"a{number}",
        body=body,
        provenance=source,
        title=title or f"Report number {number}",
        outlet=outlet or f"Outlet {number % 3}",
        date=date or f"2021-03-{number % 28 + 1:02}",
    )


def _body(number: int) -> str:
    """Sentences made of words that no other number has, so that no two articles are one story."""
    return " ".join(f"word{number}x{i} stood alone." for i in range(40))


def prepared(*articles: Article) -> list[Prepared]:
    """Ready to be filed."""
    return [with_keys(a) for a in articles]


def file_all(archive: Archive, *articles: Article) -> None:
    """Files the articles and commits."""
    with Writer(archive) as writer:
        for one in prepared(*articles):
            writer.add(one)
        writer.commit()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    return Archive.open_or_create(tmp_path / "archive")


@pytest.fixture
def folder(archive: Archive) -> Path:
    """Two generations, the newer with an article more."""
    for number in range(3):
        file_all(archive, article(number))
    assert len(manifest.generations(archive.folder)) == 2
    return archive.folder
