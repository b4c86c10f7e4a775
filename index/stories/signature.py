"""An article to the keys under which its relatives are found. Pure; nothing here looks at any other article.

Three channels tie texts, one ties places of publication:

band    MinHash of the set of 5-word shingles (Broder 1997), cut into bands of two rows: two texts of Jaccard
        resemblance J share one of the bands with probability 1 - (1 - J**2)**BANDS, at J = 0.4 that is 0.94
sample  the shingles whose hash is divisible by a power of two chosen by the text's length, so that 32 to 64 remain:
        a text and one that holds it share a known part of them, which resemblance cannot see. A text of a fifth of
        the other's length with 0.6 of its shingles in it shares 3.8 to 7.7 on average, none in 0.05 to 2 % of cases
text    one hash of the whole text, case and punctuation aside
link    one hash of the page's address, one of the outlet with the headline
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.article import Article
from index.stories.links import canonical_url, headline
from index.stories.words import FIGURE, Hashes, Words, mix, shingles, term_hash, words_of

#: Words a shingle. Five part an event's reports from each other and still survive an editor's changes.
SHINGLE = 5
#: Rows a band and number of bands.
ROWS, BANDS = 2, 16
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

NO_KEYS: Hashes = np.empty(0, np.uint64)

Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class StoryKeys:
    """Keys of one article, each channel a uint64 array: band[BANDS or 0], sample[0..128], text[0..1], link[0..2]."""

    band: Hashes
    sample: Hashes
    text: Hashes
    link: Hashes


def story_keys(article: Article, furniture: Spans = ()) -> StoryKeys:
    """The keys of one article. `furniture` are spans of the body (dateline, byline, credits) that do not count."""
    words = words_of(without(article.body, furniture))
    link = link_keys(article)
    if len(words.numbers) < SHORTEST or is_table(words):
        return StoryKeys(NO_KEYS, NO_KEYS, _named_text(article, words.numbers), link)
    found = shingles(words.numbers, SHINGLE)
    text = _named_text(article, words.numbers) if len(words.numbers) < SHORT else _text_key(words.numbers)
    return StoryKeys(_bands(found), _sample(found), text, link)


def story_keys_many(articles: Iterable[Article]) -> list[StoryKeys]:
    """The keys of several articles, in their order."""
    return [story_keys(article) for article in articles]


def without(text: str, spans: Spans) -> str:
    """A text with spans blanked out."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def is_table(words: Words) -> bool:
    """Whether a text is figures more than words."""
    return bool(np.count_nonzero(words.kinds & FIGURE) > MOST_FIGURES * len(words.kinds))


def _text_key(words: Hashes, salt: int = 0) -> Hashes:
    # order counts: each word is multiplied by an odd number of its place
    total = np.dot(words, np.arange(1, 2 * len(words), 2, dtype=np.uint64))
    return mix(np.array([total ^ np.uint64(salt ^ len(words))], np.uint64))


def _named_text(article: Article, words: Hashes) -> Hashes:
    """The key of a text too short or too regular to stand for itself: with outlet, headline and address, or none."""
    name = (article.outlet or "", article.title or "", canonical_url(article.url) or (article.date or "")[:10])
    if not len(words) and not (article.title and name[2]):
        return NO_KEYS
    return _text_key(words, salt=term_hash("\0".join(name)))


def link_keys(article: Article) -> Hashes:
    """The keys of where an article stood, uint64[0..2]; its body is not looked at."""
    names = (canonical_url(article.url), headline(article.outlet, article.title))
    return np.array([term_hash(f"{i}\0{name}") for i, name in enumerate(names) if name], np.uint64)


@cache
def _multipliers() -> NDArray[np.uint32]:
    seeds = mix(np.arange(1, ROWS * BANDS + 1, dtype=np.uint64) * np.uint64(0xD1B54A32D192ED03))
    return (seeds >> np.uint64(32)).astype(np.uint32) | np.uint32(1)


def _bands(found: Hashes) -> Hashes:
    top = (found >> np.uint64(32)).astype(np.uint32)  # well mixed: half the bits order a set as well as all
    least = np.full(ROWS * BANDS, np.iinfo(np.uint32).max, np.uint32)
    for i in range(0, len(top), _PART):
        np.minimum(least, (_multipliers()[:, None] * top[i : i + _PART]).min(axis=1), out=least)
    rows = least.reshape(BANDS, ROWS).astype(np.uint64)
    keys = np.arange(1, BANDS + 1, dtype=np.uint64)
    for k in range(ROWS):
        keys = mix(keys * np.uint64(0x9E3779B97F4A7C15) + rows[:, k])
    return keys


def _sample(found: Hashes) -> Hashes:
    level = max(0, (len(found) - 1) // SAMPLE).bit_length()
    kept = np.sort(found[(found & np.uint64((1 << level) - 1)) == 0])
    fresh = np.ones(len(kept), np.bool_)
    fresh[1:] = kept[1:] != kept[:-1]
    return kept[fresh][: 2 * SAMPLE]
