"""Random small archives of Harrow Bay and random questions about them."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from morgue.core.analyzer import tokens
from morgue.core.article import Article
from morgue.search.query import (  # fmt: skip
    All,
    And,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    IdSet,
    Keyword,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Wildcard,
    Word,
)
from tests.local.build import article

WORDS = (
    "ferry",
    "ferries",
    "strike",
    "strikes",
    "harbour",
    "café",
    "cafe",
    "mayor",
    "quay",
    "grève",
    "grèves",
    "the",
    "of",
    "e-mail",
    "emails",
    "E-Mails",
    "U.S.",
    "US",
    "us",
    "$5",
    "5",
    "5%",
    "1,000",
    "1000",
    "Müller",
    "Mueller",
    "항구는",
    "항구",
    "הנמל",
    "נמל",
)
_TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda w: " ".join(w)[:1].upper() + " ".join(w)[1:]),
    max_size=4,
).map(". ".join)
_BODIES = st.lists(_TEXTS, max_size=4).map("\n".join)
_DATES = st.sampled_from([None, "2021", "2021-03", "2021-03-04", "2021-03-05", "2020-12-31", "2021-03-04T10:00:00Z"])
_LANGUAGES = st.sampled_from(["en", "en", "fr", "de", None])


@dataclass(frozen=True)
class Built:
    """What an archive is made of."""

    segments: tuple[tuple[Article, ...], ...]
    deleted: tuple[str, ...]
    stories: tuple[tuple[str, ...], ...]

    @property
    def live(self) -> list[Article]:
        return [a for s in self.segments for a in s if a.id not in self.deleted]


@st.composite
def archives(draw: st.DrawFn) -> Built:
    """One to three segments of up to nine articles, some deleted, some in stories."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
    segments, number = [], 0
    for size in sizes:
        made = []
        for _ in range(size):
            number += 1
            made.append(
                article(
                    number,
                    draw(_BODIES),
                    draw(st.none() | _TEXTS),
                    outlet=draw(st.sampled_from([None, "Harbour Times", "Valley Post"])),
                    date=draw(_DATES),
                    language=draw(_LANGUAGES),
                    authors=draw(st.sampled_from([(), ("Ann Bell",), ("Ann Bell", "Jo Quay"), ("Jo Quay", "Jo Quay")])),
                )
            )
        segments.append(tuple(made))
    ids = [a.id for s in segments for a in s]
    deleted = draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))
    shuffled = draw(st.permutations(ids))
    cut = draw(st.integers(0, len(ids)))
    stories = tuple(tuple(shuffled[i : i + 3]) for i in range(0, cut, 3))
    return Built(tuple(segments), tuple(deleted), stories)


TERMS = tuple(dict.fromkeys(t.term for w in WORDS for t in tokens(w)))
_WORD = st.sampled_from((*TERMS, "bay", "strik", "d.c.", "항구를", "co-quay"))
_FIELD = st.sampled_from([None, None, None, "title", "lead", "body", "hlead"])
_PLAIN = (
    st.builds(Word, _WORD, _FIELD)
    | st.builds(Exact, _WORD, _FIELD, st.booleans())
    | st.builds(Prefix, st.sampled_from(["fer", "gré", "greve", "s", "caf", "e", "ema", "zz"]), _FIELD)
    | st.builds(Wildcard, st.sampled_from(["f*y", "?he", "caf?", "*s", "gr?ve*"]), _FIELD)
    | st.builds(Fuzzy, st.sampled_from(["fery", "mayro", "stroke", "cafés", "of"]), st.sampled_from([1, 2]), _FIELD)
)
_PHRASE = st.builds(
    Phrase, st.lists(_WORD, min_size=2, max_size=3).map(tuple), _FIELD, st.sampled_from([0, 0, 1, 3]), st.booleans()
)
_GROUP = _PLAIN | st.builds(Or, st.lists(_PLAIN | _PHRASE, min_size=2, max_size=2).map(tuple)) | _PHRASE


def _near(part: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    words = st.builds(Near, part, part, st.integers(1, 6), st.booleans())
    return words | st.builds(Near, part, part, st.just(0), st.booleans(), st.sampled_from(["sentence", "paragraph"]))


LEAVES: st.SearchStrategy[Query] = _PLAIN | _PHRASE | _near(_GROUP | _near(_GROUP))
_FILTERS: st.SearchStrategy[Query] = (
    st.builds(Keyword, st.just("outlet"), st.sampled_from(["Harbour Times", "post", "times harbour"]))
    | st.builds(Keyword, st.just("byline"), st.sampled_from(["bell", "jo quay"]))
    | st.builds(Keyword, st.just("lang"), st.sampled_from(["en", "fr"]))
    | st.sampled_from(
        [DateRange(737850, None), DateRange(None, 737853), DateRange(737791, 738155), DateRange(None, None)]
    )
    | st.builds(NumberRange, st.just("words"), st.sampled_from([None, 5]), st.sampled_from([None, 12]))
    | st.builds(IdSet, st.just("tag"), st.just("budget"), st.frozensets(st.integers(0, 12).map("a{:03}".format)))
    | st.just(All())
)


def _wider(part: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(And, several)
        | st.builds(Or, several)
        | st.builds(Not, part)
        | st.builds(Boost, part, st.sampled_from([0.5, 2.0]))
    )


_COUNTED = _PLAIN | _PHRASE | st.builds(Or, st.lists(_PLAIN, min_size=2, max_size=2).map(tuple))
QUERIES = st.recursive(LEAVES | _FILTERS | st.builds(AtLeast, st.integers(1, 3), _COUNTED), _wider, max_leaves=6)
_ASKED = st.lists(st.builds(Word, _WORD) | _PLAIN | st.builds(Boost, st.builds(Word, _WORD), st.just(2.0)), max_size=3)
_MANY = st.lists(st.builds(Word, _WORD), min_size=4, max_size=7, unique=True)
#: Questions of many words, any of which may match, some of them with a condition.
QUESTIONS = st.builds(lambda many, more: Or((*many, *more)), _MANY, _ASKED) | st.builds(
    lambda many, condition: And((Or(tuple(many)), condition)), _MANY, _FILTERS.filter(lambda q: not isinstance(q, All))
)
