"""The largest inputs allowed, by the clock: each is done in seconds, held against what a second is worth here and now.

The tests of each part count calls, on smaller inputs; these see what no call shows, such as a regular expression that
goes back and forth.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.index.clean import clean
from morgue.index.stories.similarity.signature import story_keys
from morgue.search.highlight.snippets import snippets
from morgue.search.language.parse import QueryError, parse
from tests.asking.strategies import TODAY
from tests.asking.test_errors import WHOLE
from tests.asking.test_snippets import LONG, LOOKED_FOR
from tests.clean.test_bare_pages import HEADLINE, TEXT, article
from tests.clean.test_floods import FLOODS, flood
from tests.sources.helpers import both, tarred, written
from tests.sources.test_large import BOMBS
from tests.stories.invent import story
from tests.stories.memory import article as filed
from tests.stories.memory import relate
from tests.trust.yardstick import elapsed, slowness

pytestmark = pytest.mark.trust


def seconds(run: Callable[[], object]) -> float:
    """Processor seconds, as many as they would be where the bounds were set."""
    with elapsed() as took:
        run()
    return took.processor / slowness()


def _texts() -> dict[str, str]:
    rng = random.Random(5)
    vocabulary = ["".join(rng.choices("abcdeghilmnorstu", k=rng.randint(2, 10))) for _ in range(30_000)]
    return {
        "one word": "word " * 200_000,
        "one piece": "x" * 1_000_000,
        "table": "\n".join(f"{i} {i * 7} {i * 13}" for i in range(20_000)),
        "long": "\n".join(story(i, 20) for i in range(150)),
        "five megabytes": " ".join(rng.choices(vocabulary, k=720_000)),
    }


@pytest.mark.parametrize("name", ["one word", "one piece", "table", "long", "five megabytes"])
def test_huge_texts_are_related_in_time(name: str) -> None:
    text = _texts()[name]

    def compared() -> None:
        whole, half = filed("a", text, "2021-03-04"), filed("b", text[: len(text) // 2], "2021-03-04")
        story_keys(whole)
        relate(whole, half)

    assert seconds(compared) < 30


@pytest.mark.parametrize("name", LONG)
def test_five_megabytes_give_their_passages_in_time(name: str) -> None:
    assert seconds(lambda: snippets(LONG[name], LOOKED_FOR, 5)) < 5


@pytest.mark.parametrize("name", WHOLE)
def test_hopeless_queries_are_refused_in_a_tenth_of_a_second(name: str) -> None:
    saved = {k: f"@{chr(ord(k) + 1)} " * 12 for k in "abcdef"} | {"g": "x y z"}

    def refused() -> None:
        with pytest.raises(QueryError):
            parse(WHOLE[name], today=TODAY, saved=saved)

    assert min(seconds(refused) for _ in range(3)) < 0.15


@pytest.mark.parametrize("name", FLOODS)
def test_the_largest_text_is_cleaned_in_time(name: str) -> None:
    assert seconds(lambda: clean(flood(FLOODS[name], 2 << 20))) < 10


def test_a_page_full_of_its_own_title_is_read_in_time() -> None:
    page = f"<div>{HEADLINE}" * 1500 + f"<b>{HEADLINE}</b><b></b>" * 5_000 + TEXT
    assert seconds(lambda: article(f"{HEADLINE} - Courier", page)) < 10


def test_many_members_of_a_tar_are_read_in_time(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar", tarred({f"{n}.txt": b"the tide came in" for n in range(5000)}))
    assert seconds(lambda: both(path)) < 20


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_rejected_in_time(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, BOMBS[name]())
    assert seconds(lambda: both(path)) < 10
