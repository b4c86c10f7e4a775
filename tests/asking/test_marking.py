"""What is marked for a query: all forms of what an article matches by having it, nothing else."""

from __future__ import annotations

from hypothesis import given, settings

from morgue.search.language.clauses import positive_leaves
from morgue.search.language.parse import parse
from morgue.search.local.marking import marking
from morgue.search.query import And, AtLeast, Boost, Exact, Near, Or, Phrase, Query, Text
from morgue.search.request import Marking

from .strategies import TODAY, queries

FORMS = {"ferry": {"ferry", "ferries"}, "strike": {"strike", "striking"}, "nowhere": set()}


def forms(leaf: Text, language: str | None) -> frozenset[str]:
    assert not isinstance(leaf, Phrase)
    if isinstance(leaf, Exact):
        return frozenset({leaf.text})
    return frozenset(FORMS.get(getattr(leaf, "text", ""), {"other"}))


def marks(text: str) -> Marking:
    return marking(parse(text, today=TODAY), forms)


def test_words_with_their_forms_and_grouped_by_word() -> None:
    found = marks("ferry strike")
    assert found.terms == {"ferry", "ferries", "strike", "striking"}
    assert found.phrases == ((frozenset({"ferry", "ferries"}),), (frozenset({"strike", "striking"}),))


def test_phrases_stay_whole_and_their_words_are_not_marked_singly() -> None:
    found = marks('"night shift"')
    assert found.terms == frozenset()
    assert found.phrases == ((frozenset({"night"}), frozenset({"shift"})),)


def test_a_phrase_with_a_distance_marks_its_words() -> None:
    assert marks('"night shift"~3').terms == {"night", "shift"}


def test_what_is_excluded_or_only_filters_is_not_marked() -> None:
    assert marks("-ferry outlet:ferry date:2025 title:/ferry/").terms == frozenset()
    assert marks("ferry -ferry").terms == {"ferry", "ferries"}
    assert marks("nowhere") == Marking()


def test_inside_groups_weights_counts_and_proximities() -> None:
    assert marks("(ferry OR x)^2 AND atleast3(strike)").terms >= {"ferries", "striking", "other"}
    assert marks("ferry w/5 strike").terms == {"ferry", "ferries", "strike", "striking"}


def test_a_field_marks_where_it_looks() -> None:
    found = marks("title:ferry strike body:harbour")
    assert found.terms == {"strike", "striking", "other"}
    assert found.headline.terms == {"ferry", "ferries", "strike", "striking"}
    assert marks("title:ferry").terms == frozenset()
    assert marks("hlead:ferry lead:strike").headline.terms == {"ferry", "ferries"}
    assert marks("ferry strike").title is None, "the same in both"


def leaves_of(query: Query) -> list[Text]:
    """The same by recursion."""
    if isinstance(query, And | Or):
        return [leaf for part in query.parts for leaf in leaves_of(part)]
    if isinstance(query, Near):
        return leaves_of(query.left) + leaves_of(query.right)
    if isinstance(query, Boost | AtLeast):
        return leaves_of(query.part)
    return [query] if isinstance(query, Text) else []


@settings(max_examples=200, deadline=None)
@given(queries)
def test_leaves_from_left_to_right(query: Query) -> None:
    assert list(positive_leaves(query)) == leaves_of(query)
