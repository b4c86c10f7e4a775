"""The browsing state: transitions, the question they make, history as a value."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.tui import state
from morgue.tui.state import Browsing, History

FACETS = st.sampled_from(["outlet", "agency", "section"])
VALUES = st.sampled_from(["Hill Gazette", "Harbour Times", "AP", "none"])
STEPS = st.one_of(
    st.tuples(st.just("type"), st.text("ferry ", max_size=8)),
    st.tuples(st.just("facet"), FACETS, VALUES, st.sampled_from(["only", "not"])),
    st.tuples(st.just("sort")),
    st.tuples(st.just("copies")),
    st.tuples(st.just("match")),
    st.tuples(st.just("brush"), st.sampled_from([None, ("2020-02", "2020-04"), ("2021-01", "2019-03")])),
    st.tuples(st.just("select"), st.integers(-3, 50)),
    st.tuples(st.just("clear")),
)


def step(now: Browsing, move: tuple[Any, ...]) -> Browsing:
    kind, *rest = move
    moves = {
        "type": lambda: state.typed(now, *rest),
        "facet": lambda: state.toggled(now, *rest),
        "sort": lambda: state.next_sort(now),
        "copies": lambda: state.copies_toggled(now),
        "match": lambda: state.match_toggled(now),
        "brush": lambda: state.brushed(now, *rest),
        "select": lambda: state.selected(now, *rest),
        "clear": lambda: state.cleared(now),
    }
    return moves[str(kind)]()


@settings(deadline=None, max_examples=150)
@given(st.lists(STEPS, max_size=25))
def test_whatever_is_done_the_state_is_one_that_can_be_asked(moves: list[tuple[object, ...]]) -> None:
    now = Browsing("ferry")
    for move in moves:
        now = step(now, move)
        assert now.selected >= 0
        assert not set(now.include) & set(now.exclude), "nothing is both wanted and not"
        assert len(set(now.include)) == len(now.include)
        assert now.when is None or now.when[0] <= now.when[1]
        ask = state.ask_of(now, 25)
        assert ask.include == now.include and ask.sort == now.sort and ask.collapse == now.collapse


@settings(deadline=None, max_examples=100)
@given(st.lists(STEPS, max_size=15), st.integers(0, 20))
def test_back_and_forward_restore_whole_states(moves: list[tuple[object, ...]], far: int) -> None:
    history = History(Browsing("ferry"))
    for move in moves:
        history = state.record(history, step(history.present, move))
    whole = (*history.past, history.present)
    walked = history
    for _ in range(far):
        walked = state.back(walked)
    assert walked.present == whole[max(0, len(whole) - 1 - far)]
    assert (*walked.past, walked.present, *walked.future) == whole
    for _ in range(far):
        walked = state.forward(walked)
    assert walked == history


def test_choosing_twice_lets_go() -> None:
    chosen = state.toggled(Browsing(), "outlet", "AP", "only")
    assert state.choice(chosen, "outlet", "AP") == "only"
    assert state.choice(state.toggled(chosen, "outlet", "AP", "not"), "outlet", "AP") == "not"
    assert state.toggled(chosen, "outlet", "AP", "only") == Browsing()


def test_a_range_keeps_the_meaning_of_or() -> None:
    assert state.query_of(Browsing("a OR b", when=("2020", "2021-02"))) == "(a OR b) AND date:2020..2021-02"
    assert state.query_of(Browsing("  ", when=("2020", "2020"))) == "date:2020..2020"
    assert state.query_of(Browsing("a OR b")) == "a OR b"


def test_the_cursor_is_no_other_question() -> None:
    now = Browsing("ferry")
    assert state.same_question(now, replace(now, selected=7, opened="x"))
    assert not state.same_question(now, state.next_sort(now))


def test_typing_on_takes_what_could_be_gone_forward_to() -> None:
    history = state.back(state.record(History(Browsing("a")), Browsing("b")))
    assert state.forward(history).present.text == "b"
    assert state.record(history, Browsing("c")).future == ()


def test_history_is_bounded() -> None:
    history = History()
    for n in range(state.LONGEST_HISTORY + 50):
        history = state.record(history, Browsing(str(n)))
    assert len(history.past) == state.LONGEST_HISTORY
