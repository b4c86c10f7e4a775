"""The plain way: an inverted index as nested dictionaries, and articles about the invented town of Harrow Bay."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from hypothesis import strategies as st

from morgue.core.analyzer import in_capitals, paragraphs, sentences, terms, tokens
from morgue.core.article import Article, Provenance
from morgue.core.folding import key, spellings
from morgue.core.stems.attached_words import bases
from morgue.core.stems.stemmer import languages, stem
from morgue.index.codec.layout import CHANNELS, LEAD_TERMS, PARAGRAPH, SENTENCE, TITLE_BASE, Channels, Entry
from morgue.index.codec.reader import SegmentReader

WORDS = (
    *(
        "harbour",
        "harbours",
        "council",
        "ferry",
        "Ferry",
        "ferries",
        "storm",
        "U.S.",
        "Mr.",
        "Dr.",
        "J.",
        "Quay",
        "quay",
    ),
    *(
        "1,250.5",
        "café",
        "cafe",
        "Café",
        "mayor's",
        "mayor’s",
        "rock-and-roll",
        "l'eau",
        "“Storm”",
        "storm.",
        "storm.”",
    ),
    *(
        "Storm!",
        "(ferry)",
        "…",
        "—",
        "港湾都市",
        "都市。港",
        "ไทย",
        "\u200b",
        "_",
        "a",
        "b",
        "résumé",
        "Straße",
        "STRASSE",
    ),
    *(
        "ﬁne",
        "½",
        "vote",
        "voted",
        "voting",
        "approx.",
        "a.m.",
        "e.g.",
        "12",
        "12.5",
        "3,",
        "e-mail",
        "US",
        "C++",
        "5%",
        "Buße",
        "대통령은",
        "הנמל",
        "Bürger",
        "'tis",
        "dogs'",
        "x.y.z",
    ),
)
SPACES = (" ", " ", " ", " ", "\n", "\n\n", "  ", "\t", "\xa0", " " * 9, "\u3000", ". ", "? “", "! ", "。")


def texts(longest: int = 60) -> st.SearchStrategy[str]:
    """Text of known words with hostile spacing, and now and then anything at all."""
    pair = st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES))
    made = st.lists(pair, max_size=longest).map(lambda parts: "".join(a + b for a, b in parts))
    return st.one_of(made, made, made, st.text(max_size=40), st.text(alphabet="aA.’'! \n(”1,é港。", max_size=40))


def articles(number: int) -> st.SearchStrategy[Article]:
    """An article whose id ends in `number`."""
    names = st.one_of(st.none(), st.sampled_from(["Harrow Bay Courier", "Bay Wire", "The\nQuay", "Küste"]))
    digest = st.sampled_from(["ab" * 32, "CD" * 32, "ab " * 20 + "abcd", "not a digest", ""])
    return st.builds(
        Article,
        id=st.sampled_from(["a", "b", "é", "港"]).map(lambda s: f"{s}{number}"),
        body=texts(),
        provenance=st.builds(
            Provenance,
            path=st.just("bay.jsonl"),
            sha256=digest,
            format=st.just("jsonl"),
            member=st.none() | st.text(max_size=5),
            offset=st.none() | st.integers(0, 1 << 40),
            notes=st.lists(st.text(max_size=5), max_size=2).map(tuple),
        ),
        url=st.none() | st.text(max_size=20),
        outlet=names,
        title=st.none() | texts(8),
        authors=st.lists(st.sampled_from(["Ada Quill", "Bo Marsh", "A\nB", ""]), max_size=3).map(tuple),
        agency=names,
        place=names,
        date=st.sampled_from([None, "2025", "2025-02", "2025-02-27", "2025-02-27T23:30:00-05:00", "0001", "never"]),
        language=st.sampled_from([None, "en", "en", "fr", "xx", "de"]),
        section=names,
    )


def _hashes(bits: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(0, 5) | st.integers(0, (1 << bits) - 1), max_size=3).map(tuple)


def entries(most: int = 12) -> st.SearchStrategy[list[Entry]]:
    """Entries with different ids."""
    hashes = _hashes(64)
    keys = st.builds(Channels, hashes, _hashes(32), hashes, hashes)

    def one(number: int) -> st.SearchStrategy[Entry]:
        spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=2)
        furniture = st.one_of(st.just(()), spans.map(lambda s: tuple((min(x), max(x)) for x in s)))
        return st.builds(
            Entry, articles(number), words=st.integers(0, 9), keys=keys, furniture=furniture, flags=st.integers(0, 7)
        )

    return st.integers(0, most).flatmap(lambda n: st.tuples(*(one(i) for i in range(n))).map(list))


@dataclass
class Plain:
    """term -> doc -> positions (title's from TITLE_BASE), boundaries likewise under their ordinals, lengths by doc."""

    postings: dict[str, dict[int, list[int]]] = field(default_factory=dict)
    boundaries: dict[int, dict[int, list[int]]] = field(default_factory=lambda: {PARAGRAPH: {}, SENTENCE: {}})
    lengths: list[tuple[int, int, int]] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        doc = len(self.lengths)
        article = entry.article
        covered = {i for a, b in entry.furniture for i in range(a, b)}
        body = without(article.body, covered)
        found = terms(body)
        title = terms(article.title or "")
        for base, words in ((0, found), (TITLE_BASE, title)):
            text = body if base == 0 else article.title or ""
            held = list(tokens(text))
            assert [t.term for t in held if not t.extra] == words
            for token in held:
                self.postings.setdefault(token.term, {}).setdefault(doc, []).append(base + token.place)
        spans = paragraphs(body)
        lead = sum(len(terms(body[a:b])) for a, b in self._held(spans, body))
        self.lengths.append((len(title), min(lead, LEAD_TERMS), len(found)))
        self.languages.append(article.language)
        for ordinal, parts in ((PARAGRAPH, spans), (SENTENCE, sentences(body))):
            at, places = 0, []
            for a, b in parts:
                count = len(terms(body[a:b]))
                if count:
                    places.append(at)
                at += count
            if places:
                self.boundaries[ordinal][doc] = places

    def seen_in(self, term: str) -> set[str | None]:
        """The languages of the documents that have a term."""
        return {self.languages[doc] for doc in self.postings[term]}

    @staticmethod
    def _held(spans: list[tuple[int, int]], body: str) -> list[tuple[int, int]]:
        return spans[:2]


def without(body: str, covered: set[int]) -> str:
    """The body with each covered stretch replaced by a line feed."""
    out: list[str] = []
    for i, c in enumerate(body):
        if i not in covered:
            out.append(c)
        elif i - 1 not in covered:
            out.append("\n")
    return "".join(out)


def plain(entries: list[Entry]) -> Plain:
    """The oracle's index of entries."""
    made = Plain()
    for entry in entries:
        made.add(entry)
    return made


def check_terms(reader: SegmentReader, want: Plain) -> None:
    """Every door to terms and postings answers as the plain index does."""
    lexicon = reader.lexicon
    names = sorted(want.postings, key=str.encode)
    assert [t for _, t in lexicon.scan()] == names
    assert lexicon.terms([o for o, _ in lexicon.scan()]) == names
    assert lexicon.find("\0p") is None
    assert lexicon.find("not there") is None
    for boundary, by_doc in want.boundaries.items():
        check_postings(reader, boundary, by_doc, want)
    for name in names:
        ordinal = lexicon.find(name)
        assert ordinal is not None
        assert lexicon.term(ordinal) == name
        assert lexicon.doc_freq[ordinal] == len(want.postings[name])
        check_postings(reader, ordinal, want.postings[name], want)
    for start in {n[:1] for n in names} | {n[:2] for n in names} | {"", "zzz"}:
        assert [lexicon.term(o) for o in lexicon.prefix(start)] == [n for n in names if n.startswith(start)]
    spelt = {n: set(spellings(n, "de")) & {key(n) for n in names} if "de" in want.seen_in(n) else set() for n in names}
    for f in {key(n) for n in names}:
        assert lexicon.terms(reader.folds.find(f).tolist()) == [n for n in names if key(n) == f != n or f in spelt[n]]
    for base in {b for n in names for b in bases(n)}:
        assert lexicon.terms(reader.attached.find(base).tolist()) == [n for n in names if base in bases(n)]
    check_stems(reader, want)
    lengths = reader.lengths
    rows = zip(lengths.title.tolist(), lengths.lead.tolist(), lengths.body.tolist(), strict=True)
    assert list(rows) == want.lengths


def check_postings(reader: SegmentReader, ordinal: int, by_doc: dict[int, list[int]], want: Plain) -> None:
    postings, positions = reader.postings(ordinal), reader.positions(ordinal)
    assert postings.docs.tolist() == sorted(by_doc)
    assert positions.start[-1] == len(positions.flat)
    for i, doc in enumerate(postings.docs.tolist()):
        expected = by_doc[doc]
        lead = want.lengths[doc][1]
        assert positions.flat[positions.start[i] : positions.start[i + 1]].tolist() == expected
        body = [p for p in expected if p < TITLE_BASE]
        assert (postings.title[i], postings.body[i]) == (len(expected) - len(body), len(body))
        assert postings.lead[i] == len([p for p in body if p < lead])


def check_stems(reader: SegmentReader, want: Plain) -> None:
    held = {code for code in want.languages if code in languages()}
    assert set(reader.languages) == held
    for code in held:
        docs = {d for d, language in enumerate(want.languages) if language == code}
        held_here = [t for t in sorted(want.postings, key=str.encode) if docs & set(want.postings[t])]
        seen = [t for t in held_here if not in_capitals(t)]
        table = reader.stems(code)
        for root in {key(stem(code, t)) for t in seen} | {"nothing"}:
            assert reader.lexicon.terms(table.forms(root)) == [t for t in seen if key(stem(code, t)) == root]
        for name in want.postings:
            ordinal = reader.lexicon.find(name)
            assert ordinal is not None
            assert table.seen(ordinal) == (name in seen)


def check_entries(reader: SegmentReader, given: list[Entry], want: Plain) -> None:
    """Every column and every stored article is what was given."""
    assert reader.doc_count == len(given)
    docs = list(range(len(given)))
    assert reader.stored_many(docs) == [e.article for e in given]
    assert reader.stored_many(docs[::-1]) == [e.article for e in given[::-1]]
    assert [reader.id(d) for d in docs] == [e.article.id for e in given]
    assert [reader.find_id(e.article.id) for e in given] == docs
    assert reader.find_id("missing") is None
    ids = sorted((e.article.id for e in given), key=str.encode)
    assert reader.ids_with_prefix("a", 3) == [i for i in ids if i.startswith("a")][:3]
    for name in ("outlet", "agency", "section", "language", "place"):
        column = reader.column(name)
        assert [column.strings[v] or None for v in column.values] == [getattr(e.article, name) for e in given]
    bylines = reader.bylines
    for doc, entry in enumerate(given):
        values = bylines.values[int(bylines.offsets[doc]) : int(bylines.offsets[doc + 1])]
        assert tuple(bylines.strings[v] for v in values) == entry.article.authors
        assert reader.words[doc] == (entry.words or want.lengths[doc][2])
        assert reader.flags[doc] & 5 == entry.flags & 5
        header = reader.headers(doc)
        assert (header.title, header.url, header.body) == (entry.article.title, entry.article.url, "")
    for channel in CHANNELS:
        keys = reader.keys(channel)
        pairs = list(zip(keys.values.tolist(), keys.docs.tolist(), strict=True))
        assert pairs == sorted((k, d) for d, e in enumerate(given) for k in getattr(e.keys, channel))
        asked = np.unique(np.array([3, *(k for k, _ in pairs)], np.uint64))
        index, found = keys.find(asked)
        assert sorted(zip(asked[index].tolist(), found.tolist(), strict=True)) == pairs
        turned = list(range(len(given)))[::-1]
        assert [k.tolist() for k in keys.of(turned)] == [sorted(getattr(given[d].keys, channel)) for d in turned]
