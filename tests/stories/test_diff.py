import random

from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Filed, Membership, Role
from morgue.index.stories.card import card, phrases
from morgue.index.stories.diff import diff, word_changes
from tests.stories.invent import sentence, story
from tests.stories.memory import article

TEXT = (
    "Ferry crews walked out for a third week. The union said 212 sailors had refused the offer.\n"
    "Ministers will meet the operator on Monday.\n"
    "Growers fear for the early apples. Nobody has counted them yet.\n"
    "The strike began in the cold days of February."
)


def test_each_kind_of_change_is_told_apart_and_words_are_shown() -> None:
    changed = (
        "The strike began in the cold days of February.\n"
        "Ferry crews walked out for a third week. The union said 221 sailors had refused the offer.\n"
        "Growers fear for the early apples. Nobody has counted them yet.\n"
        "A new vote is due in the spring."
    )
    found = diff(article("a", TEXT), article("b", changed))
    assert [(c.op, c.a[:12], c.b[:12]) for c in found.changes] == [
        ("moved", "The strike b", "The strike b"),
        ("equal", "Ferry crews ", "Ferry crews "),
        ("reworded", "The union sa", "The union sa"),
        ("cut", "Ministers wi", ""),
        ("equal", "Growers fear", "Growers fear"),
        ("equal", "Nobody has c", "Nobody has c"),
        ("added", "", "A new vote i"),
    ]
    reworded = found.changes[2]
    assert [(w.op, w.a, w.b) for w in reworded.words] == [
        ("equal", "The union said", "The union said"),
        ("reworded", "212", "221"),
        ("equal", "sailors had refused the offer.", "sailors had refused the offer."),
    ]
    assert 0.7 < found.kept < 0.95


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_nothing_is_lost_or_invented(seed: int, rng: random.Random) -> None:
    a = story(seed, 6).split("\n")
    b = [s for s in a if rng.random() < 0.7] + [sentence(rng) for _ in range(rng.randint(0, 3))]
    b = [s.replace("crowns", "guilders") if rng.random() < 0.5 else s for s in b]
    rng.shuffle(b)
    found = diff(article("a", "\n".join(a)), article("b", " ".join(b)))
    assert sorted(c.a for c in found.changes if c.a) == sorted(a)
    assert " ".join(c.b for c in found.changes if c.b) == " ".join(b)
    for change in found.changes:
        for side in ("a", "b"):
            words = " ".join(getattr(w, side) for w in change.words if getattr(w, side))
            assert not change.words or words == getattr(change, side)


@settings(max_examples=60, deadline=None)
@given(st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_word_changes_give_both_texts_back(a: str, b: str) -> None:
    found = word_changes(a, b)
    assert " ".join(w.a for w in found if w.a) == " ".join(a.split())
    assert " ".join(w.b for w in found if w.b) == " ".join(b.split())


def test_punctuation_alone_is_no_change_of_a_word() -> None:
    a, b = 'It cost $5, "he said," of 5%.', "“It cost €5,” he said, of the 5."
    changed = [(w.op, w.a, w.b) for w in word_changes(a, b) if w.op != "equal"]
    assert changed == [("reworded", "$5,", "€5,”"), ("reworded", "5%.", "the 5.")]


def filed(
    id: str,
    body: str,
    role: Role,
    of: str | None,
    kept: float | None,
    title: str,
    agency: str | None = None,
    *,
    outlet: str | None = None,
    date: str | None = None,
) -> Filed:
    story = Membership(id="a", role=role, of=of, kept=kept, articles=4)
    return Filed(article(id, body, date, title=title, agency=agency, outlet=outlet), story, len(body.split()))


def test_the_card_says_what_each_outlet_did() -> None:
    lines = TEXT.split("\n")
    wire = "Strike enters third week", "AP"
    rows = card(
        [
            filed("c", TEXT, "copy", "a", 1.0, *wire, outlet="Harbour Times", date="2021-03-04T07:40"),
            filed("v", TEXT.replace("212", "221"), "version", "c", 0.96, *wire, date="2021-03-04T18:30"),
            filed("w", TEXT.replace("212", "221") + "\nCorrection: the number was wrong.", "version", "c", 0.96, *wire),
            filed("x", lines[0], "excerpt", "a", 0.4, title="Crews walk out again", date="2021-03-05"),
            filed("a", TEXT, "original", None, None, *wire, outlet="AP", date="2021-03-04T06:12"),
        ]
    )
    assert [r.id for r in rows] == ["a", "c", "v", "x", "w"]
    assert phrases(rows[1]) == ("headline kept", "credit kept")
    assert phrases(rows[2]) == ("headline kept", "credit kept", "“212 sailors” → “221 sailors”", "no correction notice")
    assert phrases(rows[3]) == ("“Crews walk out again”", "credit dropped", "first paragraph")
    assert rows[3].cut == ((2, 4),)
    assert rows[4].notice and not rows[4].silent and rows[2].silent


def test_the_card_counts_sentences_and_knows_the_outlets_name_in_a_headline() -> None:
    lines = [sentence(random.Random(i)) for i in range(8)]
    text = "\n".join(lines)
    other = "\n".join(
        [lines[1], lines[0], *lines[2:5], "Nobody asked the mayor.", lines[5].replace("In", "Near"), lines[6]]
    )
    title = "Strike enters third week"
    rows = card(
        [
            filed("a", text, "original", None, None, title=title, outlet="Northern Wire", date="2021-03-04"),
            filed("b", other, "copy", "a", 0.9, title=f"{title} | Harbour Times", outlet="Harbour Times"),
        ]
    )
    assert phrases(rows[1]) == ("headline kept", "first 7 paragraphs", "1 sentence added, 1 reworded, 1 moved")
