"""The keys of filed articles, made anew from their texts, are those they were filed with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from morgue.core.article import Article
from morgue.index.archive import story_lookup
from morgue.index.archive.archive import Archive
from morgue.index.archive.story_lookup import SegmentHoldings
from morgue.index.archive.writer import Writer
from morgue.index.stories.similarity.signature import StoryKeys
from tests.archive.conftest import article, prepared
from tests.archive.test_furniture import WORDS, courier


def _keys(archive: Archive, docs: list[int]) -> list[tuple[set[int], ...]]:
    found = SegmentHoldings(archive.snapshot().segments).keys(docs)
    return [_sets(k) for k in found]


def _sets(keys: StoryKeys) -> tuple[set[int], ...]:
    return tuple({*channel.tolist()} for channel in (keys.band, keys.sample, keys.text, keys.link))


def _articles() -> list[Article]:
    long = " ".join(f"the {WORDS[n % 10]}{WORDS[n // 10 % 10]} of {WORDS[n * n // 7 % 10]}" for n in range(2_000))
    return [
        *(courier(n) for n in range(12)),
        article(40, long, outlet="Two", title="Long"),
        article(50, "Short and plain.", outlet="One", title="A title"),
        article(51, "Short and plain.", outlet="Three", title="A title"),
        replace(article(52, "", outlet="One", title="A title alone"), url="https://one.example/52"),
        article(53, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n" * 4, title="Figures"),
    ]


@pytest.mark.parametrize("commits", [1, 4])
def test_keys_made_anew_are_those_of_the_segment(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, commits: int
) -> None:
    wanted = _articles()
    with Writer(archive) as writer:
        for part in (wanted[n::commits] for n in range(commits)):
            for one in prepared(*part):
                writer.add(one)
            writer.commit()
        writer.settle()
    docs = [view.base + d for view in archive.snapshot().segments for d in range(view.reader.doc_count)]
    docs = [*docs[::-2], *docs[::3]]  # in no order, and some twice
    monkeypatch.setattr(story_lookup, "_KEYS_A_TEXT", 1 << 40)
    looked_for = _keys(archive, docs)
    monkeypatch.setattr(story_lookup, "_KEYS_A_TEXT", -(1 << 40))
    assert _keys(archive, docs) == looked_for
    assert all(any(held) for held in zip(*looked_for, strict=True))
