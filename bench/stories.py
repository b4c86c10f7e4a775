"""Signatures and candidates alone, on one core: `python -m bench.stories SOURCE.jsonl [--words 1000] [--commit 1000]`.

The source's texts are laid end to end and cut into articles of so many words. Keys are made as workers make them, a
batch at a time; then the articles come commit by commit, each looked up among all that came before it. Nothing is
compared and nothing written. Times are of the processor, from the first article on, when no word is known yet.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.engines import articles
from morgue.core.article import Article, Provenance
from morgue.index.pipeline.cleaning_pool import BATCH_ITEMS
from morgue.index.stories.clusters.lookup import Channel
from morgue.index.stories.clusters.matching import Texts, by_content
from morgue.index.stories.similarity.signature import StoryKeys, story_keys_many
from morgue.index.stories.similarity.words import Hashes, mix


def batches(items: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Some at a time."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


class Sorted:
    """Keys of all articles so far, sorted: what a segment holds, in memory."""

    def __init__(self) -> None:
        self._held: dict[Channel, tuple[Hashes, NDArray[np.int64]]] = {}
        self.count = 0

    def add(self, keys: Sequence[StoryKeys]) -> None:
        """More articles, numbered on."""
        channels: tuple[Channel, ...] = ("band", "sample")
        for channel in channels:
            parts = [getattr(k, channel) for k in keys]
            docs = np.repeat(np.arange(self.count, self.count + len(keys)), [len(p) for p in parts])
            values, held = self._held.get(channel, (docs[:0].astype(np.uint64), docs[:0]))
            values, held = np.concatenate([values, *parts]), np.concatenate([held, docs])
            order = np.argsort(values, kind="stable")
            self._held[channel] = values[order], held[order]
        self.count += len(keys)

    def matches(self, channel: Channel, keys: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """As `morgue.index.stories.clusters.lookup.Holdings.matches`."""
        values, docs = self._held[channel]
        first = np.searchsorted(values, keys)
        counts = np.searchsorted(values, keys, side="right") - first
        row = np.repeat(np.arange(len(keys)), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        return row, docs[first[row] + within]

    def articles(self, docs: Sequence[int]) -> Sequence[Article]:
        """Nothing is compared here: the bench stops at the candidates, and asking would be its mistake."""
        raise AssertionError("the bench compares no texts")

    headers = articles

    def keys(self, docs: Sequence[int]) -> Sequence[StoryKeys]:
        """Nothing is removed here: as above."""
        raise AssertionError("the bench removes no article")


def cut(source: Path, words: int) -> Iterator[Article]:
    """The texts of a JSON Lines file as articles of so many words."""
    pieces: list[str] = []
    number = 0
    for ready in articles(source):
        pieces += ready.body.split(" ")
        while len(pieces) >= words:
            body, pieces = " ".join(pieces[:words]), pieces[words:]
            yield Article(f"cut-{number}", body, Provenance("bench", "", "jsonl"), title=ready.title, date=ready.date)
            number += 1


def measure(source: Path, words: int, commit: int, limit: int) -> str:
    """One line of figures."""
    holdings, names, lengths = Sorted(), np.empty(0, np.uint64), np.empty(0, np.int32)
    signing = looking = 0.0
    count = pairs = 0
    for part in batches(islice(cut(source, words), limit), commit):
        started = time.process_time()
        keys = [k for batch in batches(part, BATCH_ITEMS) for k in story_keys_many(batch)]
        signed = time.process_time()
        holdings.add(keys)
        names = np.concatenate([names, [k.text[0] for k in keys]])
        lengths = np.concatenate([lengths, np.full(len(keys), words, np.int32)])
        begun = time.process_time()
        texts = Texts(names, mix(names), np.zeros_like(names), lengths)
        found, _ = by_content(holdings, texts, keys, names[-len(keys) :])
        ended = time.process_time()
        signing, looking = signing + signed - started, looking + ended - begun
        count, pairs = count + len(part), pairs + len(found.low)
    total = signing + looking
    return (
        f"{count:,} articles of {words:,} words: {count / total:,.0f} a second "
        f"(signatures {signing / count * 1e6:,.0f} µs, candidates {looking / count * 1e6:,.0f} µs an article; "
        f"{pairs / count:.2f} pairs to compare)"
    )


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--commit", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=20_000)
    given = parser.parse_args()
    print(measure(given.source, given.words, given.commit, given.articles))


if __name__ == "__main__":
    main()
