"""What was learned is known, whatever else is; what was not is mostly told to be new."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from morgue.index.archive.ids.id_filter import Familiar


@given(st.lists(st.text()), st.lists(st.text()))
def test_what_was_learned_is_known(first: list[str], more: list[str]) -> None:
    ids = Familiar()
    assert all(map(ids.knows, first))  # before anything was learned nothing is known to be new
    ids.learn(first)
    ids.learn_more(more)
    assert all(map(ids.knows, first + more))


def test_few_new_ids_are_taken_for_known() -> None:
    ids = Familiar()
    ids.learn(f"held-{n}" for n in range(200_000))
    assert sum(ids.knows(f"new-{n}") for n in range(10_000)) < 10


def test_many_segments_are_worth_learning_sooner() -> None:
    def asked(segments: int) -> int:
        ids = Familiar()
        return next(n for n in range(1, 10_000) if ids.worth_learning(10_000, segments))

    assert asked(1) == 201
    assert asked(16) == 13
