"""Makes the keys under which an article's relatives are found; it looks at no other article. Pure.

Three channels tie texts, one ties places of publication:

band    MinHash of the set of 5-word shingles (Broder 1997), cut into bands of two rows: two texts of Jaccard
        resemblance J share one of the bands with probability 1 - (1 - J**2)**BANDS, at J = 0.4 that is 0.75.
        Only for texts of which not every shingle is in the sample: where each is a key, bands can add nothing
sample  the shingles whose hash is divisible by a power of two chosen by the text's length, so that 32 to 64 remain:
        a text and one that holds it share a known part of them, which resemblance cannot see. A text of a fifth of
        the other's length with 0.6 of its shingles in it shares 3.8 to 7.7 on average, none in 0.05 to 2 % of cases.
        Two of resemblance 0.4 share at least 12.8 on average, so that fewer than 1 in 10,000 such pairs are missed
text    one hash of the whole text, case and punctuation aside
link    one hash of the page's address, one of the outlet with the headline
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from morgue.core.article import Article
from morgue.core.loading.arrays import NDArray
from morgue.index.stories.similarity.headlines import marks
from morgue.index.stories.similarity.links import canonical_url, headline
from morgue.index.stories.similarity.pieces import FIGURE, hash_of
from morgue.index.stories.similarity.words import Hashes, Offsets, Words, distinct, mix, shingles, words_of_many

#: Words a shingle. Five part an event's reports from each other and still survive an editor's changes.
SHINGLE = 5
#: Rows a band and number of bands.
ROWS, BANDS = 2, 8
#: A sample's size once a text has so many shingles: between half of it and all of it, never over twice.
SAMPLE = 64
#: A shorter text says too little to be known by: it is filed by its whole text with outlet and headline only.
SHORTEST = 12
#: Below this many words the whole-text key counts the headline in: ten outlets may run one stock sentence.
SHORT = 40
#: With more figures than this among its words a text is a table, which resembles all others of its form.
MOST_FIGURES = 0.4
#: Shingles worked through at once, so that a text of any length needs little memory.
_PART = 1 << 14
#: Texts are taken together up to so many characters.
_PART_CHARACTERS = 1 << 16

NO_KEYS: Hashes = np.empty(0, np.uint64)

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class StoryKeys:
    """Keys of one article, a uint64 array a channel.

    band[BANDS or 0], sample[0..128] (32-bit numbers), text[0..1], link[0..2]
    title   the marks of its headline; no key, but told of new articles only
    """

    band: Hashes
    sample: Hashes
    text: Hashes
    link: Hashes
    title: int = 0

    def __reduce__(self) -> tuple[object, ...]:
        """As bytes between processes: pickled one by one, four arrays take ten times as long."""
        return _unpacked, (self.title, *(k.tobytes() for k in (self.band, self.sample, self.text, self.link)))


def _unpacked(title: int, *channels: bytes) -> StoryKeys:
    band, sample, text, link = (np.frombuffer(keys, np.uint64) for keys in channels)
    return StoryKeys(band, sample, text, link, title)


def story_keys(article: Article, furniture: Spans = ()) -> StoryKeys:
    """The keys of one article. `furniture` are spans of the body (dateline, byline, credits) that do not count."""
    return story_keys_many([article], [furniture])[0]


def story_keys_many(articles: Sequence[Article], furniture: Sequence[Spans] = ()) -> list[StoryKeys]:
    """The keys of several articles, in their order; `furniture` has the spans of each, or nothing.

    Texts are worked through together, some thousand words at a time: several times faster than one by one.
    """
    spans = furniture or [()] * len(articles)
    bodies = [without(a.body, s) if s else a.body for a, s in zip(articles, spans, strict=True)]
    out: list[StoryKeys] = []
    start = size = 0
    for i, body in enumerate(bodies):
        if i > start and size + len(body) > _PART_CHARACTERS:
            out += _keys_of(articles[start:i], bodies[start:i])
            start, size = i, 0
        size += len(body)
    return out + _keys_of(articles[start:], bodies[start:]) if bodies else out


def _keys_of(articles: Sequence[Article], bodies: Sequence[str]) -> list[StoryKeys]:
    """The keys of a few articles, each channel made for all of them at once."""
    words, at = words_of_many(bodies)
    known = np.flatnonzero((np.diff(at) >= SHORTEST) & ~_tables(words, at))
    found, first = _shingles_of_each(words.numbers, at, known)
    bands, samples = _bands(found, first), _samples(found, first)
    sampled_whole = np.diff(first) <= SAMPLE
    texts = _text_keys(words.numbers, at)
    mixed = mix(texts)
    place = dict(zip(known.tolist(), range(len(known)), strict=True))
    out: list[StoryKeys] = []
    for i, article in enumerate(articles):
        link, row = link_keys(article), place.get(i)
        length = int(at[i + 1] - at[i])
        plain = row is not None and length >= SHORT
        text = mixed[i : i + 1] if plain else _named_text(article, texts[i], length)
        sample = NO_KEYS if row is None else samples[row]
        band = NO_KEYS if row is None or sampled_whole[row] else bands[row]
        out.append(StoryKeys(band, sample, text, link, marks(article.title)))
    return out


def without(text: str, spans: Spans) -> str:
    """A text with spans blanked out."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _tables(words: Words, at: Offsets) -> NDArray[np.bool_]:
    """Which texts are figures more than words."""
    figures = np.concatenate([[0], np.cumsum(words.kinds & FIGURE != 0)])[at]
    mostly: NDArray[np.bool_] = np.diff(figures) > MOST_FIGURES * np.diff(at)
    return mostly


def _text_keys(numbers: Hashes, at: Offsets) -> Hashes:
    """For each text the number of its words in their order, not yet spread."""
    # order counts: each word is multiplied by an odd number of its place
    place = np.arange(len(numbers)) - np.repeat(at[:-1], np.diff(at))
    out = np.zeros(len(at) - 1, np.uint64)
    some = np.flatnonzero(np.diff(at))
    if len(some):
        out[some] = np.add.reduceat(numbers * (2 * place + 1).astype(np.uint64), at[some])
    return out ^ np.diff(at).astype(np.uint64)


def _named_text(article: Article, text: np.uint64, length: int) -> Hashes:
    """The key of a text too short or too regular to identify an article: with outlet, headline, address; or none."""
    name = (article.outlet or "", article.title or "", canonical_url(article.url) or (article.date or "")[:10])
    if not length and not (article.title and name[2]):
        return NO_KEYS
    return mix(np.array([text ^ np.uint64(hash_of("\0".join(name)))], np.uint64))


def link_keys(article: Article) -> Hashes:
    """The keys of where an article stood, uint64[0..2]; its body is not looked at."""
    said = headline(article.outlet, article.title)
    names = (canonical_url(article.url), said and f"{said}\0{(article.date or '')[:10]}")
    return np.array([hash_of(f"{i}\0{name}") for i, name in enumerate(names) if name], np.uint64)


@cache
def _multipliers() -> NDArray[np.uint32]:
    seeds = mix(np.arange(1, ROWS * BANDS + 1, dtype=np.uint64) * np.uint64(0xD1B54A32D192ED03))
    return (seeds >> np.uint64(32)).astype(np.uint32) | np.uint32(1)


def _shingles_of_each(numbers: Hashes, at: Offsets, known: Offsets) -> tuple[Hashes, Offsets]:
    """The shingles of the chosen texts one after another, and where each one's begin (and the last one's end)."""
    counts = np.diff(at)[known] - SHINGLE + 1
    first = np.concatenate([[0], np.cumsum(counts)])
    inside = np.repeat(at[known] - first[:-1], counts) + np.arange(first[-1])
    return shingles(numbers, SHINGLE)[inside], first


def _bands(found: Hashes, first: Offsets) -> Hashes:
    """The band keys of each text, uint64[texts, BANDS]."""
    top = (found >> np.uint64(32)).astype(np.uint32)  # well mixed: half the bits order a set as well as all
    least = np.full((ROWS * BANDS, len(first) - 1), np.iinfo(np.uint32).max, np.uint32)
    if len(first) == 2:
        for i in range(0, len(top), _PART):
            times = _multipliers()[:, None] * top[i : i + _PART]
            np.minimum(least, times.min(axis=1, keepdims=True), out=least)
    elif len(top):
        least = np.minimum.reduceat(_multipliers()[:, None] * top, first[:-1], axis=1)
    rows = least.reshape(BANDS, ROWS, -1).astype(np.uint64)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)[:, None]
    for k in range(ROWS):
        keys = mix(keys * np.uint64(0x9E3779B97F4A7C15) + rows[:, k])
    return np.ascontiguousarray(keys.T)


def _levels(counts: Offsets) -> Offsets:
    """For texts of so many shingles the power of two that divides the hashes sampled."""
    bits: Offsets = np.frexp(np.maximum(0, counts - 1) // SAMPLE)[1].astype(np.int64)
    return bits


def sampled(shorter: Offsets, longer: Offsets) -> NDArray[np.float64]:
    """How many shingles of texts of so many words are in their samples, on average, if as coarse as longer texts'."""
    share: NDArray[np.float64] = np.ldexp(np.maximum(0.0, shorter - SHINGLE + 1.0), -_levels(longer - SHINGLE + 1))
    return share


def _samples(found: Hashes, first: Offsets) -> list[Hashes]:
    """The sample of each text, 32-bit numbers, ascending and distinct."""
    counts = np.diff(first)
    masks = (np.uint64(1) << _levels(counts).astype(np.uint64)) - np.uint64(1)
    chosen = np.flatnonzero(found & np.repeat(masks, counts) == 0)
    kept, ends = found[chosen] >> np.uint64(32), np.searchsorted(chosen, first).tolist()
    return [distinct(kept[i:j])[: 2 * SAMPLE] for i, j in pairwise(ends)]
