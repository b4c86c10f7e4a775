import random
from dataclasses import replace
from typing import Unpack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article
from morgue.index.stories.similarity.forms import form_of, lay
from morgue.index.stories.similarity.signature import story_keys
from tests.counting import calls, room
from tests.stories.invent import market_report, paragraphs, prose, story
from tests.stories.memory import Known, article, relate

TEXT = story("ferry")
WORDS = ("one", "ferry", "left", "the", "bay", "at", "7", "and", "9", "on", "monday", "in", "may")


def dated(id: str, body: str, date: str = "2021-03-04", **more: Unpack[Known]) -> Article:
    return article(id, body, date, **more)


def test_a_whole_copy_an_excerpt_and_a_reordered_one() -> None:
    lines = TEXT.split("\n")
    whole = relate(dated("a", TEXT), dated("b", TEXT.upper() + "\nAdvertisement"))
    assert whole and whole.kept_ab == 1.0 and whole.kept_ba > 0.95
    cut = relate(dated("a", TEXT), dated("b", paragraphs(TEXT, 0, 1, 2, 3)))
    assert cut and cut.kept_ba == 1.0 and 0.2 < cut.kept_ab < 0.4 and cut.end < 0.4
    turned = relate(dated("a", TEXT), dated("b", "\n".join(lines[7:] + lines[:7])))
    assert turned and min(turned.kept_ab, turned.kept_ba) > 0.95


def test_figures_names_and_days_weigh() -> None:
    one = market_report(1)
    assert relate(dated("a", one), dated("b", market_report(2))) is None
    first = next(w for w in one.split() if w.isdigit())
    assert relate(dated("a", one), dated("b", one.replace(first, "1234", 1))) is not None
    assert relate(dated("a", one), dated("b", one.replace(first, "1234", 1), date="2021-04-01")) is not None
    form = "Shares of {0} rose on Monday after {0} of {1} said that {2} would lead the firm from May, {1} traders said."
    a, b = form.format("Kelp", "Bristow", "Marsh"), form.format("Tarn", "Oldmoor", "Finch")
    assert relate(dated("a", a), dated("b", b)) is None
    assert relate(dated("a", a), dated("b", a.replace("Monday", "monday"))) is not None


def test_house_style_of_figures_and_days_is_no_change() -> None:
    lines = [
        "The ferry company will pay 17.5 million crowns for 12 boats on Monday, the council of Harrow Bay said.",
        "It had offered 9.2 million crowns in March for five, and 1,250 islanders signed a letter against it.",
        "About 40 percent of the 3,600 passengers use the eastern quay, where two cranes failed on Friday.",
        "Repairs cost 250,000 crowns; the insurers paid 180,000 of them, and three crews worked for six days.",
    ]
    text = "\n".join(lines)
    other = text.replace(" million", "m").replace(",250", "250").replace(",600", "600").replace(",000", "000")
    for word, figure in (("five", "5"), ("two", "2"), ("three", "3"), ("six", "6"), (" percent", "%")):
        other = other.replace(word, figure)
    other = other.replace("on Monday", "today").replace("on Friday", "yesterday")
    found = relate(dated("a", text), dated("b", other, date="2021-03-06"))
    assert found and min(found.kept_ab, found.kept_ba) > 0.85
    changed = other.replace("17.5", "21.5").replace("9.2", "8.4").replace("1250", "1870").replace("40", "55")
    assert relate(dated("a", text), dated("b", changed.replace("3600", "4100"), date="2021-03-06")) is None


def test_shared_quotations_do_not_make_one_story() -> None:
    speech = " ".join(story("speech", 5).split("\n"))
    ours = story("ours", 4) + f"\n“{speech}”"
    theirs = f"“{speech}”\n" + story("theirs", 4)
    assert relate(dated("a", ours), dated("b", theirs)) is None
    assert relate(dated("a", ours), dated("b", ours)) is not None


def test_two_reports_around_one_passage_are_two_stories() -> None:
    captions = prose("captions", 700)
    ours, theirs = (f"{prose(who, 200)}\n{captions}" for who in ("ours", "theirs"))
    assert relate(dated("a", ours), dated("b", theirs)) is None
    assert relate(dated("a", ours), dated("b", captions)) is not None
    assert relate(dated("a", ours), dated("b", f"{prose('intro', 60)}\n{captions}")) is not None
    assert relate(dated("a", f"Harbour: {ours}"), dated("b", ours + prose("theirs", 200))) is not None
    page: Known = {"url": "https://times.example/live"}
    assert relate(dated("a", ours, **page), dated("b", theirs, **page)) is not None


def test_what_an_outlet_prints_again_weeks_later_it_prints_whole() -> None:
    bodies = [f"{story('background', 9)}\n{story(own, 4)}" for own in ("first", "second")]
    one, later = (
        dated(name, body, date, outlet="Harbour Times", url=f"https://times.example/{name}")
        for name, body, date in zip("ab", bodies, ("2021-03-04", "2021-04-20"), strict=True)
    )
    assert relate(one, later) is None
    assert relate(one, replace(later, date="2021-03-05")) is not None
    assert relate(one, replace(later, body=one.body)) is not None
    assert relate(one, replace(later, outlet="Hill Gazette")) is not None


def test_one_address_makes_a_version_only_of_much_the_same_text() -> None:
    page: Known = {"url": "https://times.example/a"}
    updated = "\n".join(TEXT.split("\n")[:6] + market_report(9).split("\n"))
    assert relate(dated("a", TEXT), dated("b", updated)) is None
    versions = relate(dated("a", TEXT, **page), dated("b", updated, **page))
    assert versions and versions.kind == "version"
    assert relate(dated("a", TEXT, **page), dated("b", story("new"), **page)) is None
    assert relate(dated("a", market_report(1), **page), dated("b", market_report(2), **page)) is None


def test_a_stock_sentence_is_the_news_of_whom_its_headline_names() -> None:
    stock = "The firm will pay a dividend of 20 crowns a share in April, as it did in the year before, it said."
    assert relate(dated("a", stock, title="Kelp pays dividend"), dated("b", stock, title="Tarn pays dividend")) is None
    assert (
        relate(dated("a", stock, title="Kelp pays dividend"), dated("b", stock, title="Kelp Pays Dividend")) is not None
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_relations_are_symmetric(seed: int, rng: random.Random) -> None:
    lines = story(seed, 8).split("\n")
    a = dated("a", "\n".join(rng.sample(lines, rng.randint(1, 8))), outlet="A", url=rng.choice([None, "http://x/y"]))
    b = dated("b", "\n".join(rng.sample(lines, rng.randint(1, 8))), date="2021-03-06", url="http://x/y")
    there, back = relate(a, b), relate(b, a)
    assert (there is None) == (back is None)
    if there and back:
        assert (there.kept_ab, there.kept_ba, there.start) == (back.kept_ba, back.kept_ab, back.start)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.data())
def test_words_are_laid_on_words_one_to_one_or_side_by_side(words: list[str], data: st.DataObject) -> None:
    a, b = form_of(" ".join(words)), form_of(" ".join(data.draw(st.permutations(words))))
    onto = lay(a, b)
    assert len(onto) == len(words) and (onto < len(b)).all()
    same = form_of(" ".join(words))
    if len(words) >= 4:
        assert list(lay(a, same)) == list(range(len(words)))


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "x" * 1_000_000,
        "\n".join(f"{i} {i * 7} {i * 13}" for i in range(20_000)),
        "\n".join(story(i, 20) for i in range(150)),
    ],
    ids=["one word", "one piece", "table", "long"],
)
def test_huge_texts_take_work_and_room_in_proportion(text: str) -> None:
    def work(size: int) -> tuple[int, int]:
        whole, half = dated("a", text[:size]), dated("b", text[: size // 2])
        relate(whole, half)  # what is remembered of both is remembered now
        return calls(lambda: relate(whole, half)), room(lambda: (story_keys(whole), relate(whole, half)))

    keys = story_keys(dated("a", text))
    assert len(keys.sample) <= 128 and len(keys.band) <= 16
    (called, held), (called_twice, held_twice) = work(len(text) // 8), work(len(text) // 4)
    assert called_twice <= 2.5 * called + 2_000
    assert held_twice <= 2.5 * held + 100_000


def test_scripts_without_spaces_are_found_and_related() -> None:
    rng = random.Random(4)
    lines = ["".join(chr(0x4E00 + rng.randrange(2000)) for _ in range(30)) + "。" for _ in range(12)]
    whole, half = dated("a", "\n".join(lines)), dated("b", "\n".join(lines[:6]))
    other = dated("c", "\n".join("".join(chr(0x5E00 + rng.randrange(2000)) for _ in range(30)) for _ in range(12)))
    assert set(story_keys(whole).sample.tolist()) & set(story_keys(half).sample.tolist())
    relation = relate(whole, half)
    assert relation and relation.kept_ba > 0.9
    assert relate(whole, other) is None
