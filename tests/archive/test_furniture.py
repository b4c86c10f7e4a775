"""What recurs at an outlet is neither found nor shown, in whatever order it came; the body stays as extracted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive.archive import Archive
from morgue.index.archive.maintenance import known_lines
from morgue.index.archive.writer import Writer
from morgue.search.local.backend import LocalBackend
from morgue.search.query import Word
from tests.archive.conftest import article, file_all, prepared

PROMO = "The table of every tide is printed by Dunmore of Quay Street."
WORDS = ("lobster", "granite", "velvet", "orchard", "lantern", "copper", "willow", "saddle", "marble", "thistle")


def courier(number: int) -> Article:
    """An article of one outlet with its promotion in the middle."""
    word = WORDS[number % 10] + WORDS[number // 10]
    body = (
        f"The {word} committee met on pier {number} and spoke at length about ropes, boats and the price of {word}.\n"
        f"{PROMO}\n"
        f"A member said the {word} question would be settled by the spring, if the {word} money was found in time."
    )
    return article(number, body, outlet="Harrow Courier", title=f"The {word} question")


def run(archive: Archive, *articles: Article) -> None:
    with Writer(archive) as writer:
        for one in prepared(*articles):
            writer.add(one)
        writer.commit()
        writer.settle()


def bodies(archive: Archive) -> dict[str, str]:
    snapshot = archive.snapshot()
    live = [d for d in range(snapshot.documents) if snapshot.live(d)]
    return {f.article.id: f.article.body for f in snapshot.filed(live)}


def test_a_recurring_line_is_neither_found_nor_shown_and_a_note_says_so(archive: Archive) -> None:
    run(
        archive,
        *(courier(n) for n in range(10)),
        article(70, f"{PROMO}\nAnother outlet quotes it, and at some length."),
    )
    snapshot = archive.snapshot()
    assert LocalBackend(snapshot).count(Word("tide")).articles == 1
    assert LocalBackend(snapshot).count(Word("lobster")).articles == 0
    with open_searcher(Location.of_folder(archive.folder)) as searcher:
        shown = searcher.show("a3").article
        assert shown.body == courier(3).body.replace(PROMO + "\n", "")
        assert shown.provenance.notes == ("1 line that recurs at this outlet left out",)
        assert searcher.show("a70").article.body.startswith(PROMO)
    doc = snapshot.find("a3")
    assert doc is not None
    view = snapshot.view(doc)
    assert view.reader.stored(doc - view.base) == courier(3)


def test_old_articles_lose_the_line_when_new_ones_show_that_it_recurs(archive: Archive) -> None:
    run(archive, courier(1))
    assert PROMO in bodies(archive)["a1"]
    run(archive, *(courier(n) for n in range(2, 6)))
    assert not any(PROMO in body for body in bodies(archive).values())
    with Writer(archive) as writer:
        writer.forget(["a2", "a3", "a4"])
        writer.settle()
    assert PROMO in bodies(archive)["a1"] and PROMO in bodies(archive)["a5"]


def test_what_a_commit_shows_by_itself_is_left_out_at_once_and_filed_once(archive: Archive) -> None:
    file_all(archive, *(courier(n) for n in range(5)))
    assert not any(PROMO in body for body in bodies(archive).values())
    run(archive)
    assert archive.snapshot().documents == 5


def test_a_run_that_was_cut_off_is_settled_by_the_next(archive: Archive) -> None:
    file_all(archive, courier(0), courier(1))
    file_all(archive, courier(2))  # it shows that the line recurs; what is filed already waits for the end of a run
    assert [name for name, body in bodies(archive).items() if PROMO in body] == ["a0", "a1"]
    run(archive)
    assert not any(PROMO in body for body in bodies(archive).values())


@pytest.mark.parametrize("remembered", [1_000_000, 10])
def test_a_run_of_many_commits_whose_segments_are_merged_on_the_way_is_settled_as_one(
    archive: Archive, remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_lines, "_MOST", remembered)
    with Writer(archive) as writer:
        for n in range(40):
            for one in prepared(courier(n)):
                writer.add(one)
            writer.commit()
        assert len(archive.current().segments) < 40, "some were merged"
        writer.settle()
    assert bodies(archive) == {f"a{n}": courier(n).body.replace(PROMO + "\n", "") for n in range(40)}


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(9)), st.sets(st.integers(1, 8), max_size=3))
def test_order_and_runs_do_not_matter(order: list[int], cuts: set[int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open_or_create(Path(folder) / "archive")
        here = 0
        for cut in (*sorted(cuts), 9):
            run(archive, *(courier(n) for n in order[here:cut]))
            here = cut
        assert bodies(archive) == {f"a{n}": courier(n).body.replace(PROMO + "\n", "") for n in range(9)}
