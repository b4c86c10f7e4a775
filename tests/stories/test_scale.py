"""Bad input and much of it: work is counted, not timed, where it can be."""

import random
from collections.abc import Callable
from typing import Unpack

import pytest

from morgue.core.article import Article
from morgue.index.stories.clusters import article_cache, comparison_cache
from morgue.index.stories.clusters.lookup import Channel, Numbers
from morgue.index.stories.similarity import align
from morgue.index.stories.similarity.align import Subject, Verdict, judge
from morgue.index.stories.similarity.candidates import LEADERS
from morgue.index.stories.similarity.forms import Form, Laid, compare
from morgue.index.stories.similarity.signature import BANDS, SAMPLE, story_keys
from morgue.index.stories.similarity.words import Hashes
from tests.stories.invent import market_report, paragraphs, prose, story
from tests.stories.memory import Known, Memory, article, relate


def note(id: str, body: str, date: str = "2021-03-04", **more: Unpack[Known]) -> Article:
    known: Known = {"outlet": f"Outlet {id}", "title": f"Headline of {id}", **more}
    return article(id, body, date, **known)


class Counted(Memory):
    """Counts what is looked up, judged and laid word on word."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.looked_at = self.judged = self.laid = 0

        def judging(a: Subject, b: Subject) -> Verdict:
            self.judged += 1
            return judge(a, b)

        def comparing(a: Form, b: Form) -> Laid:
            self.laid += 1
            return compare(a, b)

        patch.setattr(article_cache, "judge", judging)
        patch.setattr(align, "compare", comparing)

    def matches(self, channel: Channel, keys: Hashes) -> tuple[Numbers, Numbers]:
        index, docs = super().matches(channel, keys)
        self.looked_at += len(docs)
        return index, docs


def test_a_template_costs_each_article_a_bounded_number_of_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {}
    for size in (1000, 2000):
        with monkeypatch.context() as patch:
            memory = Counted(patch)
            memory.commit([note(f"m{k}", market_report(k)) for k in range(size)])
            counts[size] = memory.looked_at / size, memory.judged / size, memory.laid / size
            assert len(memory.stories()) == size
    looked_at, judged = (counts[2000][i] / counts[1000][i] for i in (0, 1))
    assert looked_at < 1.1 and judged < 1.1
    assert counts[2000][1] < LEADERS * 2
    assert counts[2000][2] < 0.1  # nearly all are told apart without being laid on each other


def test_a_template_held_already_costs_a_commit_what_it_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, judged = Counted(monkeypatch), []
    for start in range(0, 1200, 300):
        memory.judged = 0
        memory.commit([note(f"m{k}", market_report(k)) for k in range(start, start + 300)])
        judged.append(memory.judged)
    assert max(judged) < 300 * LEADERS * 3  # all pairs with what is held would be 300 * 900 and more


def test_a_growing_story_is_compared_with_its_original_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stock, memory, asked = prose("stock", 120), Memory(), 0

    def counted(known: Callable[[object, object], object]) -> Callable[[object, object], object]:
        def asking(a: object, b: object) -> object:
            nonlocal asked
            asked += 1
            return known(a, b)

        return asking

    for name in ("compare", "conflict"):
        monkeypatch.setattr(comparison_cache, name, counted(getattr(comparison_cache, name)))
    for start in range(0, 300, 50):
        memory.commit([note(f"m{k}", f"{prose(k, 30)}\n{stock}") for k in range(start, start + 50)])
    assert len(memory.stories()) == 1
    assert 300 < asked <= 2 * 300  # of each article whether it contradicts, and what it keeps


def test_a_copy_is_found_among_thousands_of_its_form() -> None:
    memory = Memory()
    memory.commit([note(f"m{k}", market_report(k)) for k in range(1000)])
    memory.commit([note("copy", market_report(500) + "\nMore on page two."), note("other", market_report(5000))])
    mates = memory.state()
    assert mates["copy"][0] == {"m500", "copy"} and mates["other"][0] == {"other"}


def test_ten_thousand_equal_articles_are_one_story_and_compared_with_none(monkeypatch: pytest.MonkeyPatch) -> None:
    text, memory = story("equal", 6), Counted(monkeypatch)
    for start in range(0, 10_000, 2_500):
        memory.commit([note(f"e{k}", text) for k in range(start, start + 2_500)])
    assert memory.judged == 0
    assert memory.book.columns.articles.tolist() == [10_000]
    assert int(memory.book.columns.copies[0]) == 9_999


def test_a_text_of_five_megabytes() -> None:
    rng = random.Random(5)
    vocabulary = ["".join(rng.choices("abcdeghilmnorstu", k=rng.randint(2, 10))) for _ in range(30_000)]
    text = " ".join(rng.choices(vocabulary, k=720_000))
    assert len(text) > 5_000_000
    whole, half = note("whole", text), note("half", text[: len(text) // 2])
    keys = story_keys(whole)
    assert SAMPLE / 2 <= len(keys.sample) <= 2 * SAMPLE and len(keys.band) == BANDS
    assert set(keys.sample.tolist()) & set(story_keys(half).sample.tolist())
    found = relate(whole, half)
    assert found and found.kept_ba > 0.99 and 0.49 < found.kept_ab < 0.51


@pytest.mark.parametrize(
    ("letters", "line", "stop"),
    [
        ([chr(0x4E00 + i) for i in range(1500)], 40, "。"),
        ([chr(0x3042 + i) for i in range(0, 80, 2)] + [chr(0x6000 + i) for i in range(800)], 40, "。"),
        ([chr(0x0E01 + i) for i in range(40)] + ["า", "ี", "เ", "แ"], 60, " "),
    ],
    ids=["Chinese", "Japanese", "Thai"],
)
def test_scripts_without_spaces_make_stories_of_copies_only(letters: list[str], line: int, stop: str) -> None:
    rng = random.Random(7)

    def text(lines: int) -> str:
        return "\n".join("".join(rng.choices(letters, k=line)) + stop for _ in range(lines))

    whole = text(14)
    memory = Memory()
    memory.commit([note("whole", whole), note("cut", paragraphs(whole, *range(8))), note("copy", whole + text(1))])
    memory.commit([note(f"other{i}", text(14)) for i in range(30)])
    assert memory.stories()["whole"] == {"whole", "cut", "copy"}
    assert len(memory.stories()) == 31


def test_nothing_to_go_by_makes_no_story() -> None:
    rng = random.Random(8)
    tables = ["\n".join(" ".join(str(rng.randrange(9999)) for _ in range(6)) for _ in range(30)) for _ in range(20)]
    named = ["\n".join(f"{name} {rng.randrange(999)} {rng.randrange(99)}" for name in "abcdefghij") for _ in range(20)]
    ten = ["The ferry was late again on the day of the fair."] * 20
    logs = [f"GET /page/{i} HTTP/1.1 200 {rng.randrange(10**6)} " * 40 for i in range(20)]
    memory = Memory()
    bodies = ["", " \n ", *tables, *named, *ten, *logs, "\x00\ufeff\u200b" * 50, "—" * 900]
    memory.commit([note(f"n{i}", body) for i, body in enumerate(bodies)])
    assert len(memory.stories()) == len(bodies)
