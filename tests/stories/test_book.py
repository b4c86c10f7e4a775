import random
from dataclasses import replace
from typing import Unpack

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.core.article import Article
from morgue.index.stories.clusters import matching
from morgue.index.stories.clusters.story_index import StoryBook
from morgue.index.stories.similarity import candidates
from tests.stories.invent import market_report, paragraphs, story
from tests.stories.memory import Known, Memory, article

ORIGINAL, COPY, EXCERPT, VERSION = range(4)
DAY = "2021-03-04"


def wire(id: str, body: str, date: str | None = DAY, **more: Unpack[Known]) -> Article:
    known: Known = {"title": f"Headline of {id}", "outlet": f"Outlet {id}", **more}
    return article(id, body, date, **known)


def test_a_wire_report_its_copies_an_excerpt_and_an_update_are_one_story() -> None:
    text = story("ferry")
    memory = Memory()
    memory.commit([wire("hill", text, date="2021-03-05"), wire("other", story("mill"))])
    memory.commit([wire("cut", paragraphs(text, 0, 1, 2, 3), date="2021-03-05")])
    agency = wire("ap", text, outlet="Associated Press", agency="AP", date="2021-03-06")
    first = wire("post1", text.replace("crowns", "guilders"), url="https://post.example/a?utm_source=x")
    memory.commit([agency, first])
    later = replace(first, id="post2", url="http://www.post.example/a", body=first.body + "\nThe ferry sailed at noon.")
    memory.commit([replace(later, date="2021-03-05")])
    assert memory.stories() == {"hill": {"hill", "cut", "ap", "post1", "post2"}, "other": {"other"}}
    state = memory.state()
    assert state["ap"][1:] == (ORIGINAL, None, None)
    assert state["hill"][1:] == (COPY, "ap", 1.0)
    cut, post = state["cut"][3], state["post1"][3]
    assert state["cut"][1:3] == (EXCERPT, "ap") and cut is not None and 0.2 < cut < 0.4
    assert state["post1"][1:3] == (COPY, "ap") and post is not None and post < 1
    assert state["post2"][1:3] == (VERSION, "post1")
    columns = memory.book.columns
    s = columns.story[0]
    assert [int(x[s]) for x in (columns.articles, columns.copies, columns.versions, columns.outlets)] == [5, 3, 1, 4]


def test_daily_reports_of_one_form_are_stories_of_their_own() -> None:
    memory = Memory()
    days = [f"2021-03-{d:02}" for d in range(1, 21)]
    memory.commit([wire(d, market_report(d), date=d, outlet="Harbour Times", title="Fish prices") for d in days])
    memory.commit([wire("copy", market_report(days[3]), date=days[3])])
    assert len(memory.stories()) == 20
    assert memory.stories()[days[3]] == {days[3], "copy"}


def test_a_reused_address_and_a_weekly_headline_join_nothing() -> None:
    memory = Memory()
    for week in range(4):
        page: Known = {"url": "https://times.example/live", "outlet": "Harbour Times", "title": "Notes from the pier"}
        memory.commit([wire(f"w{week}", story(f"week {week}"), date=f"2021-03-{week * 7 + 1:02}", **page)])
    assert len(memory.stories()) == 4


def test_a_round_up_joins_none_of_the_stories_it_strings_together() -> None:
    a, b, c = (story(x, 10) for x in "abc")
    memory = Memory()
    memory.commit([wire("a", a), wire("b", b), wire("c", c), wire("a2", a + "\nMore on page two.")])
    memory.commit([wire("roundup", "\n".join((a, b, c)), date="2021-03-06")])
    mates = memory.state()
    assert mates["a"][0] >= {"a", "a2"}
    assert not mates["a"][0] & {"b", "c"} and not mates["b"][0] & {"c"}


def test_a_statement_printed_in_two_stories_does_not_join_them() -> None:
    statement = paragraphs(story("statement"), 0, 1, 2, 3)
    first, second = story("first", 10) + "\n" + statement, story("second", 12) + "\n" + statement
    memory = Memory()
    memory.commit([wire("first", first), wire("second", second), wire("statement", statement)])
    state = memory.state()
    assert state["first"][0] == {"first", "statement"} and state["second"][0] == {"second"}


def test_ids_outlive_merges_and_splits() -> None:
    a = story("left", 10)
    b = story("right", 10)
    memory = Memory()
    memory.commit([wire("old", a, date="2021-03-05")])
    memory.commit([wire("young", paragraphs(a, 0, 1, 2, 3, 4, 5), date="2021-03-06"), wire("alone", b)])
    number = {x.id: d for d, x in enumerate(memory.all)}
    assert memory.stories() == {"old": {"old", "young"}, "alone": {"alone"}}
    memory.commit([wire("source", a, date="2021-03-01")])
    assert set(memory.stories()) == {"old", "alone"}
    memory.commit(remove=["old"])
    assert memory.stories()["old"] == {"young", "source"}
    find = memory.book.columns.find
    assert find("old", lambda i: None) == find("young", number.get)
    memory.commit(remove=["source", "young"])
    assert set(memory.stories()) == {"alone"} and memory.book.columns.find("old", lambda i: None) is None


def test_an_article_filed_again_as_another_text_leaves_its_id_to_the_story_that_it_founded() -> None:
    """In one commit, as when lines that recur are taken out of it: no two stories have one id."""
    text = story("ferry")
    memory = Memory()
    memory.commit([wire("a", text)])
    memory.commit([wire("b", text, date="2021-03-05"), wire("c", text, date="2021-03-06")])
    assert memory.stories() == {"a": {"a", "b", "c"}}
    memory.commit([wire("a", story("mill"))], remove=["a"])
    assert memory.stories() == {"a": {"b", "c"}, "a~": {"a"}}
    memory.commit([wire("d", story("mill"), date="2021-03-07")])
    assert memory.stories() == {"a": {"b", "c"}, "a~": {"a", "d"}}
    memory.commit([wire("a", story("pier"))], remove=["a"])
    assert memory.stories() == {"a": {"b", "c"}, "a~": {"d"}, "a~~": {"a"}}
    memory.commit([wire("a", text)], remove=["a"])
    assert memory.stories() == {"a": {"a", "b", "c"}, "a~": {"d"}}


def test_a_bridge_merges_two_stories_under_the_older_id_and_its_loss_parts_them() -> None:
    text = story("long", 20).split("\n")
    head, tail, middle = "\n".join(text[:13]), "\n".join(text[7:]), "\n".join(text[4:16])
    memory = Memory()
    memory.commit([wire("head", head)])
    memory.commit([wire("tail", tail)])
    assert set(memory.stories()) == {"head", "tail"}
    memory.commit([wire("middle", middle)])
    assert memory.stories() == {"head": {"head", "tail", "middle"}}
    columns = memory.book.columns
    assert columns.aliases == {"tail": 0}
    memory.commit(remove=["middle"])
    assert {frozenset(s) for s in memory.stories().values()} == {frozenset({"head"}), frozenset({"tail"})}
    assert len(set(memory.stories())) == 2


def pool(seed: int) -> list[Article]:
    """Some stories with copies, cuts, updates, bridges, a form and equal texts."""
    rng = random.Random(seed)
    found = []
    for s in range(3):
        text = story((seed, s), 12)
        lines = text.split("\n")
        variants = [
            text,
            text,
            text.upper(),
            "\n".join(lines[:6]),
            "\n".join(lines[4:]),
            "\n".join(lines[3:9]),
            "\n".join(lines + story((seed, "more", s), 5).split("\n")),
            text.replace("crowns", "guilders").replace("Harrow Bay", "the bay"),
            "\n".join(rng.sample(lines, 11)),
        ]
        for v, body in enumerate(variants):
            page = f"https://x.example/{s}" if v % 4 == 0 else None
            day = f"2021-03-{rng.randint(1, 4):02}"
            found.append(wire(f"s{s}v{v}", body, date=day, outlet=f"Outlet {v % 5}", url=page))
    found += [wire(f"m{d}", market_report(d // 2), date=f"2021-03-{d + 1:02}") for d in range(6)]
    found.append(wire("roundup", "\n".join(a.body for a in found[:27:9])))
    return found


@pytest.mark.parametrize("leaders", [2, candidates.LEADERS])
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 50), order=st.randoms(use_true_random=False), data=st.data())
def test_the_state_is_that_of_the_set_of_articles_whatever_the_order(
    leaders: int, seed: int, order: random.Random, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "LEADERS", leaders)
        patch.setattr(matching, "LEADERS", leaders)
        articles = pool(seed)
        gone = set(data.draw(st.lists(st.sampled_from([a.id for a in articles]), max_size=8)))
        plain = Memory()
        plain.commit([a for a in articles if a.id not in gone])
        order.shuffle(articles)
        memory = Memory()
        for i in range(0, len(articles), 7):
            held = {a.id for a in memory.all}
            early = [g for g in gone & held if order.random() < 0.5]
            memory.commit(articles[i : i + 7], remove=early)
            memory.book = StoryBook.from_arrays(memory.book.to_arrays())
        memory.commit(remove=list(gone))
        assert memory.state() == plain.state()


def test_a_restart_and_new_numbers_change_nothing() -> None:
    memory = Memory()
    memory.commit(pool(1)[:20])
    memory.commit(remove=["s0v0", "s1v3"])
    before = memory.state()
    memory.book = StoryBook.from_arrays({k: v.copy() for k, v in memory.book.to_arrays().items()})
    assert memory.state() == before
    live = np.array(memory.live)
    mapping = np.where(live, np.cumsum(live) - 1, -1)
    memory.book.renumber(mapping)
    keep = [d for d, alive in enumerate(memory.live) if alive]
    memory.all, memory.held = [memory.all[d] for d in keep], [memory.held[d] for d in keep]
    memory.live = [True] * len(keep)
    for index in memory.index.values():
        for key, docs in index.items():
            index[key] = [int(mapping[d]) for d in docs if mapping[d] >= 0]
    assert memory.state() == before
    memory.commit(pool(1)[20:])
    whole = Memory()
    whole.commit([a for a in pool(1) if a.id not in {"s0v0", "s1v3"}])
    assert memory.state() == whole.state()


def test_tiny_texts_and_tables_make_no_story() -> None:
    table = "\n".join(f"{i} {i * 7} {i * 13}" for i in range(40))
    memory = Memory()
    bodies = ["", "Ten words are not enough to be known by.", table, "短い記事"]
    memory.commit([wire(f"{i}-{k}", body) for i, body in enumerate(bodies) for k in range(3)])
    assert len(memory.stories()) == 12
