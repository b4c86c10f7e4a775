"""Random queries, all of them such as the parser makes."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from morgue.search.language.build import all_of, any_of, negated
from morgue.search.language.grammar import leaves
from morgue.search.language.grammar.operands import near_fault
from morgue.search.query import (
    All,
    AtLeast,
    Boost,
    DateRange,
    Exact,
    Fuzzy,
    Keyword,
    KeywordField,
    Near,
    NumberField,
    NumberRange,
    Phrase,
    Prefix,
    Query,
    Regex,
    TextField,
    Unit,
    Word,
)

TODAY = date(2026, 11, 21)

LETTERS = "abcdefgnorstw0159éßđяж東京都水½㈱ﬁ"
terms = st.one_of(
    st.text(LETTERS, min_size=1, max_size=6),
    st.sampled_from(["and", "or", "not", "near5", "adj5", "w", "today", "title", "us", "1,250.5", "atleast3", "date"]),
)
fields: st.SearchStrategy[TextField | None] = st.sampled_from([None, None, None, "title", "lead", "body", "hlead"])
value_fields: st.SearchStrategy[KeywordField] = st.sampled_from(
    ["outlet", "agency", "place", "section", "url", "byline"]
)
id_fields: st.SearchStrategy[KeywordField] = st.sampled_from(["id", "story"])
number_fields: st.SearchStrategy[NumberField] = st.sampled_from(["words", "copies", "versions"])
units: st.SearchStrategy[Unit] = st.sampled_from(["word", "word", "sentence", "paragraph"])


@st.composite
def words(draw: st.DrawFn) -> Query:
    from morgue.core.analyzer import terms as analysed

    text, field = draw(terms), draw(fields)
    found = analysed(text)
    kind = draw(st.sampled_from(["word", "exact", "fuzzy", "prefix", "wild", "phrase", "cut"]))
    if not found:
        return Word("ferry", field)
    if kind == "word":
        return leaves.word(text, field) or Word("ferry", field)
    if kind == "exact":
        return Exact(found[0], field)
    if kind == "fuzzy":
        return Fuzzy(found[0], draw(st.sampled_from([1, 2])), field)
    if kind == "prefix":
        return Prefix(found[0], field)
    if kind == "wild":
        return leaves.wild(
            draw(st.sampled_from(["w?rd", "*ing", "wom?n*", "f*y", "nurse?", "?0", "a**b", "*a*"])), field
        )
    more = draw(st.lists(terms, min_size=1, max_size=4))
    flat = tuple(t for one in [text, *more] for t in analysed(one))
    return Phrase(flat, field, draw(st.sampled_from([0, 0, 3]))) if len(flat) > 1 else Exact(found[0], field)


days = st.integers(1, date.max.toordinal())
number = st.integers(0, 10**9)


@st.composite
def filters(draw: st.DrawFn) -> Query:
    kind = draw(st.sampled_from(["keyword", "id", "choice", "date", "number", "regex"]))
    if kind == "keyword":
        field = draw(value_fields)
        value = " ".join(draw(st.text('aB9é東 .-&"\\/*()^~:', min_size=1, max_size=12)).split())
        value = value if any(c.isalnum() for c in value) else "Hill Gazette"
        return Keyword(field, value, draw(st.booleans()))
    if kind == "id":
        return Keyword(draw(id_fields), draw(st.sampled_from(["k7f2", "A b~2", 'x"y'])), True)
    if kind == "choice":
        return draw(
            st.sampled_from(
                [Keyword("lang", "de"), Keyword("role", "copy"), Keyword("is", "undated"), Keyword("changed", "title")]
            )
        )
    if kind == "regex":
        return Regex(draw(st.sampled_from(["str[iu]ck", "a b", "(x|y)z", r"\d{4}", "a/b", r"\\/c", '"q"'])), "title")
    if kind == "date":
        first, last = sorted([draw(days), draw(days)])
        return draw(
            st.sampled_from(
                [
                    DateRange(first, last),
                    DateRange(first, None),
                    DateRange(None, last),
                    DateRange(None, None),
                    DateRange(first, first),
                ]
            )
        )
    low, high = sorted([draw(number), draw(number)])
    counted = draw(number_fields)
    return draw(
        st.sampled_from(
            [NumberRange(counted, low, high), NumberRange(counted, low, None), NumberRange(counted, None, high)]
        )
    )


@st.composite
def nears(draw: st.DrawFn) -> Query:
    def part() -> Query:
        one = draw(words())
        return any_of([one, draw(words())]) if draw(st.integers(0, 3)) == 0 else one

    unit = draw(units)
    joined = Near(part(), part(), draw(st.integers(1, 1000)) if unit == "word" else 0, draw(st.booleans()), unit)
    return joined if near_fault(joined, "") is None else Near(Word("a"), Near(Word("b"), Word("c"), 2), 3, True)


def _grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        several.map(lambda parts: all_of([*(p for p in parts if p != All()), Word("ferry")])),
        several.map(any_of),
        inner.map(negated),
        st.builds(Boost, inner, st.sampled_from([2.0, 0.5, 0.0001, 9999.0, 1.25])),
        st.builds(AtLeast, st.integers(1, 1000), words()),
    )


queries: st.SearchStrategy[Query] = st.recursive(
    st.one_of(words(), words(), filters(), nears(), st.just(All())), _grown, max_leaves=8
)
