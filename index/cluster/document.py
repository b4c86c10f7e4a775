"""Turns an article into a document of the cluster and back; its terms are streams of ready tokens. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from itertools import chain, pairwise
from operator import itemgetter
from typing import Any

import numpy as np

from morgue.core.address_columns import plain_address, site
from morgue.core.analyzer import paragraphs, sentences, surface_pattern, surface_tokens
from morgue.core.article import Article, Provenance
from morgue.core.loading.arrays import NDArray
from morgue.core.partial_date import When, parse_when
from morgue.core.removed_spans import without
from morgue.index.codec.layout import BODY_OCCURRENCES, LEAD_PARAGRAPHS, LEAD_TERMS, TITLE_TERMS
from morgue.index.pipeline.prepared import Prepared, with_keys_of_many

Document = dict[str, Any]
Spans = tuple[tuple[int, int], ...]

#: What an occurrence in title, lead and body counts in the field that is ranked by.
_TITLE, _LEAD, _BODY = 6, 1, 2
#: Characters that would part a token of a stream or make a mark of it; what stands for them is no letter of any text.
_UNFIT = re.compile(r"[\s|<>]")
_LONE = re.compile("[\ud800-\udfff]")
#: A note of the article that is a flag of its own.
_TEASER = "teaser only"
#: Bytes of the longest id that a document can have in the cluster.
_LONGEST_ID = 512


def document_id(article: str) -> str:
    """The name under which the cluster keeps an article: its id, or where that is too long a hash of it."""
    raw = article.encode("utf-8", "surrogatepass")
    if len(raw) <= _LONGEST_ID and not _LONE.search(article):
        return article
    from hashlib import sha256

    return "sha256:" + sha256(raw).hexdigest()


def token(term: str) -> str:
    """A term as a token of a stream."""
    return _UNFIT.sub(lambda m: f"\ue000{ord(m[0]):x}\ue001", term) if _UNFIT.search(term) else term


def signed(numbers: NDArray[np.uint64]) -> list[int]:
    """Unsigned 64-bit hashes as the signed numbers that the cluster has."""
    found: list[int] = np.asarray(numbers, np.uint64).view(np.int64).tolist()
    return found


def unsigned(numbers: Sequence[int]) -> NDArray[np.uint64]:
    """The signed numbers that the cluster has as unsigned 64-bit hashes."""
    return np.array(numbers, np.int64).view(np.uint64)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as a stream, the number of its places, and how often each term stands in it, beside others too."""

    stream: str
    places: int
    counts: Counter[str]


#: What stands at each place of a surface, as the stream has it, and its terms.
_Stacks = tuple[tuple[str, ...], tuple[str, ...]]


class _Surfaces(dict[str, _Stacks]):
    """What was made of the surfaces met so far; a look-up for each word is half of going through a text."""

    #: Surfaces kept; beyond them it begins anew.
    MOST = 200_000

    def __missing__(self, surface: str) -> _Stacks:
        if len(self) >= self.MOST:
            self.clear()
        made = self[surface] = _stacks(surface)
        return made


def _stacks(surface: str) -> _Stacks:
    stacks: list[str] = []
    found = surface_tokens(surface)
    for t in sorted(found, key=lambda t: (t.place, t.extra)):
        if t.extra:
            stacks[t.place] += "|" + token(t.term)
        else:
            stacks.append(token(t.term))
    return tuple(stacks), tuple(t.term for t in found)


_SURFACES = _Surfaces()


def marked(text: str, whole: bool = False, most: int | None = None) -> Marked:
    """The stream of a text, with marks at the first and last word of every sentence and paragraph of several words.

    whole: the text is one sentence, as a headline is. most: only so many places; the last ends what it is in.
    No surface reaches from one sentence into the next, so each is gone through by itself.
    """
    units = [0] if whole else [start for start, _ in sentences(text)]
    find = surface_pattern(text).findall
    each: list[_Stacks] = []
    stacks: list[str] = []
    firsts: list[int] = []
    for start, end in pairwise([*units, len(text)]):
        firsts.append(len(stacks))
        if most is None or len(stacks) < most:
            found = find(text, start, end)
            own = list(map(_SURFACES.__getitem__, found)) if most is None else _cut(found, most - len(stacks))
            stacks += chain.from_iterable(map(_AT_PLACES, own))
            each += own
    first_of = dict(zip(units, firsts, strict=True))
    _mark(stacks, firsts if whole else [first_of[start] for start, _ in paragraphs(text)], "p")
    _mark(stacks, firsts, "s")
    return Marked(" ".join(stacks), len(stacks), Counter(chain.from_iterable(map(_TERMS, each))))


_AT_PLACES, _TERMS = itemgetter(0), itemgetter(1)


def _cut(surfaces: Sequence[str], most: int) -> list[_Stacks]:
    """The stacks of the first surfaces, as many as have so many places in all, of the last perhaps a part."""
    kept: list[_Stacks] = []
    room = most
    for surface in surfaces:
        if room <= 0:
            break
        own, terms = _SURFACES[surface]
        if room < len(own):
            own, terms = own[:room], tuple(t.term for t in surface_tokens(surface) if t.place < room)
        kept.append((own, terms))
        room -= len(own)
    return kept


def _mark(stacks: list[str], firsts: Sequence[int], mark: str) -> None:
    """Marks the first and last place of every unit that has several; firsts are the places at which units begin."""
    for begin, end in pairwise([*firsts, len(stacks)]):
        if end - begin > 1:
            stacks[begin] += f"|<{mark}"
            stacks[end - 1] += f"|{mark}>"


@dataclass(frozen=True, slots=True)
class Written(Prepared):
    """An article with all of its document that comes from it alone, as JSON; its words, and the forms in it."""

    document: bytes = field(default=b"", repr=False)
    words: int = 0
    forms: tuple[str, ...] = field(default=(), repr=False)


def written_of_many(articles: Sequence[Article]) -> list[Written]:
    """What the cleaning workers make of articles for a cluster."""
    return [written(prepared) for prepared in with_keys_of_many(articles)]


def written(prepared: Prepared) -> Written:
    """The article with its document, which lacks its place and the keys that depend on others.

    Raises nothing: what cannot be sent as text (half a surrogate pair) is replaced in what is searched and stored.
    """
    if isinstance(prepared, Written):
        return prepared
    article = prepared.article
    streams, words, forms = _streams(article, prepared.furniture)
    keys = prepared.keys
    document: Document = {
        "a": {**stored(article), "furniture": [list(span) for span in prepared.furniture]},
        **streams,
        "words": words,
        **_values(article, bool(prepared.furniture)),
        "text": signed(keys.text),
        "link": signed(keys.link),
        "lines": np.asarray(prepared.lines, np.int64).tolist(),
    }
    sent = dumps({k: v for k, v in document.items() if v not in (None, "", [])})
    return Written(article, keys, prepared.lines, prepared.furniture, prepared.known, sent, words, forms)


def _streams(article: Article, left_out: Spans) -> tuple[Document, int, tuple[str, ...]]:
    """The article's streams, the number of places in its body, and its forms."""
    read = without(article.body, left_out) if left_out else article.body
    title = marked(article.title or "", whole=True, most=TITLE_TERMS)
    body = marked(read)
    opening = paragraphs(read)[:LEAD_PARAGRAPHS]
    lead = marked(read[: opening[-1][1]] if opening else "", most=LEAD_TERMS)
    counts = {term: _BODY * count for term, count in body.counts.items()}
    for part, weight in ((title, _TITLE), (lead, _LEAD)):
        for term, count in part.counts.items():
            counts[term] = counts.get(term, 0) + weight * count
    names = [token(term) for term in counts] if _UNFIT.search("".join(counts)) else counts
    ranked = " ".join([f"{n}|{c}" for n, c in zip(names, _capped(counts), strict=True)])
    return {"t": title.stream, "l": lead.stream, "b": body.stream, "r": ranked}, body.places, tuple(counts)


def _capped(counts: dict[str, int]) -> Iterable[int]:
    if max(counts.values(), default=0) <= BODY_OCCURRENCES:
        return counts.values()
    return [min(c, BODY_OCCURRENCES) for c in counts.values()]


def _values(article: Article, furnished: bool) -> Document:
    when = parse_when(article.date) if article.date else None
    noted = _TEASER in article.provenance.notes
    flags = {"teaser": noted, "textless": not article.body, "furnished": furnished}
    return {
        "id": article.id,
        "outlet": article.outlet,
        "agency": article.agency,
        "place": article.place,
        "section": article.section,
        "language": article.language,
        "byline": list(dict.fromkeys(a for a in article.authors if a)),
        "url": plain_address(article.url or ""),
        "site": site(article.url),
        "title": article.title,
        "date": article.date,
        "flags": [name for name, holds in flags.items() if holds],
        **(_dates(when) if when else {}),
    }


def _dates(when: When) -> Document:
    """The days, and each unit of time in which the whole of the period lies."""
    first, last = date.fromordinal(when.first), date.fromordinal(when.last)
    same_month = (first.year, first.month) == (last.year, last.month)
    monday = [when.first - first.weekday(), when.last - last.weekday()]
    return {
        "first": when.first,
        "last": when.last,
        "instant": when.instant,
        "year": f"{first.year:04}" if first.year == last.year else None,
        "month": f"{first.year:04}-{first.month:02}" if same_month else None,
        "day": first.isoformat() if first == last else None,
        "week": date.fromordinal(max(1, monday[0])).isoformat() if monday[0] == monday[1] else None,
    }


# -- the article itself


def stored(article: Article) -> Document:
    """The article as JSON, values that are unknown left out."""
    found = asdict(article)
    found["provenance"] = {k: v for k, v in found["provenance"].items() if v not in (None, ())}
    return {k: v for k, v in found.items() if v not in (None, ())}


_ARTICLE = {f.name for f in fields(Article)}
_PROVENANCE = {f.name for f in fields(Provenance)}


def restored(kept: Document) -> Article:
    """The article that `stored` gave; its body as it was extracted."""
    own = {k: v for k, v in kept.items() if k in _ARTICLE}
    origin = {k: v for k, v in own["provenance"].items() if k in _PROVENANCE}
    origin["notes"] = tuple(origin.get("notes", ()))
    own["authors"] = tuple(own.get("authors", ()))
    return Article(**{"body": "", **own, "provenance": Provenance(**origin)})


def furniture(kept: Document) -> Spans:
    """The spans of its body that are left out of search and reading."""
    return tuple((int(start), int(end)) for start, end in kept.get("furniture", ()))


def dumps(value: object) -> bytes:
    """JSON; halves of surrogate pairs, which are no text, are replaced."""
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_mended(value))


def _mended(value: object) -> object:
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_mended(k): _mended(v) for k, v in value.items()}
    return [_mended(v) for v in value] if isinstance(value, (list, tuple)) else value
