"""The stories of an archive in a cluster are those of one in a folder, whatever came when and from whom."""

from __future__ import annotations

import random
from dataclasses import replace
from threading import Thread

import pytest

from morgue.index.archive.archive import Archive
from morgue.index.cluster.expunge import PATIENCE
from morgue.index.cluster.http import Connection
from morgue.index.pipeline.prepared import with_keys_of_many
from morgue.search.cluster.backend import ClusterBackend
from morgue.search.local.backend import LocalBackend
from morgue.search.query import Word
from morgue.search.request import SearchRequest
from tests.local.build import article
from tests.opensearch.beside import WORDS, Both, corpus, file, stories

pytestmark = pytest.mark.opensearch


@pytest.mark.parametrize(("seed", "step"), [(1, 5), (2, 1), (3, 100)])
def test_articles_are_filed_settled_and_forgotten_alike(both: Both, seed: int, step: int) -> None:
    articles = corpus(seed, 8 if step == 1 else 14)
    for writer in (both.local, both.cluster):
        file(writer, articles, step)
        writer.settle()  # until then a folder leaves more out: it looks for recurring lines in each commit
    both.same()
    local = both.told()[0]
    assert any("at this outlet left out" in n for f in local.values() for n in f.article.provenance.notes), "furniture"
    gone = random.Random(seed).sample([a.id for a in articles], len(articles) // 4)
    assert set(both.cluster.forget(gone)) == set(both.local.forget(gone)) == set(gone)
    both.same()
    again = [a for a in articles if a.id in gone]
    for writer in (both.local, both.cluster):
        file(writer, again, 3)
        writer.settle()
    both.same()


def test_another_order_and_other_batches_give_the_same_stories(both: Both) -> None:
    articles = corpus(4)
    file(both.local, articles, 4)
    file(both.cluster, sorted(articles, key=lambda a: a.id), 9)
    for writer in (both.local, both.cluster):
        writer.settle()
    local, cluster = both.told()
    assert stories(cluster) == stories(local)


def test_two_writers_at_once_give_the_same_stories(both: Both) -> None:
    articles = corpus(5)
    file(both.local, articles, 4)
    other = both.writer()
    halves = [(both.cluster, articles[::2], 3), (other, articles[1::2], 4)]
    threads = [Thread(target=file, args=half) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    for writer in (both.local, both.cluster):
        writer.settle()
    local, cluster = both.told()
    assert stories(cluster) == stories(local)


def test_one_id_for_several_texts(both: Both) -> None:
    """The same texts under one id, from two machines that do not know of each other before they commit."""
    texts = ("First words of it.", "Second words of it.")
    first, second = (
        replace(made, provenance=replace(made.provenance, sha256=str(n) * 64))
        for n, made in enumerate(article("r1", text, f"Title {text[:6]}") for text in texts)
    )
    other = both.writer()
    for writer, each in ((both.cluster, first), (other, second)):
        assert writer.add(with_keys_of_many([each])[0])
    both.cluster.commit()
    other.commit()
    assert set(both.told()[1]) == {"r1", "r1~2"}
    assert not other.add(with_keys_of_many([first])[0])
    other.close()


def test_a_passage_that_many_texts_share_is_led_by_few(both: Both) -> None:
    """Stock phrases: most holders are not listed under a key, and the stories are the same all the same."""
    rng = random.Random(6)
    stock = " ".join(rng.choices(WORDS, k=40)).capitalize() + "."
    articles = []
    for n in range(40):
        own = " ".join(rng.choices(WORDS, k=30)).capitalize() + "."
        articles.append(article(f"s{n:02}", f"{own}\n{stock}", f"Title {n}", outlet=f"Outlet {n % 7}", language="en"))
    for writer in (both.local, both.cluster):
        file(writer, articles, 7)
    both.same()
    query = {"query": {"exists": {"field": "sample_rest"}}, "size": 0}
    found = both.connection.call("POST", f"{both.connection.address.name}-articles/_search", query)
    assert found["hits"]["total"]["value"] > 10
    gone = [a.id for a in articles[::2]]
    both.local.forget(gone)
    both.cluster.forget(gone)
    both.same()
    more = [article(f"t{n}", f"Other words {n} at the pier.\n{stock}", f"More {n}", language="en") for n in range(6)]
    for writer in (both.local, both.cluster):
        file(writer, more, 2)
    both.same()


def test_a_word_as_it_was_typed_comes_first(both: Both) -> None:
    """Its stem-mates are much commoner, and an article that has the word itself is what was meant."""
    common = [
        article(f"c{i:02}", "The president spoke. " * (1 + i % 5) + "Of the bay.", f"Bay {i}", language="en")
        for i in range(40)
    ]
    typed = [
        article(
            "t0", "A long meeting of the council of the bay, the mayor presiding, went on.", "Council", language="en"
        )
    ]
    rest = [
        article(f"r{i:02}", f"Ferries of the pier number {i} sailed on.", f"Pier {i}", language="en") for i in range(60)
    ]
    for writer in (both.local, both.cluster):
        file(writer, [*common, *typed, *rest], 200)
    request = SearchRequest(Word("presiding"), limit=5)
    backend = ClusterBackend(Connection(both.connection.address))
    found = backend.run(request)
    backend.close()
    assert found.articles == 41
    assert found.hits[0].id == "t0"
    assert LocalBackend(Archive.open(both.folder).snapshot()).run(request).hits[0].id == "t0"


def test_a_story_is_filed_whole_though_a_new_text_shares_nothing_with_some_of_it(both: Both) -> None:
    """Two halves of a report: a copy of the one is tied to the whole, and through it to the other."""
    rng = random.Random(7)
    lines = [" ".join(rng.choices(WORDS, k=60)).capitalize() + "." for _ in range(8)]
    parts = {"whole": lines, "end": lines[4:], "beginning": lines[:4], "more": [*lines[:4], "And no more of it."]}
    articles = [
        article(name, "\n".join(part), f"Report {name}", outlet=f"Outlet {n}", date="2021-03-02", language="en")
        for n, (name, part) in enumerate(parts.items())
    ]
    for writer in (both.local, both.cluster):
        file(writer, articles, 1)
    both.same()
    assert len({filed.story.id for filed in both.told()[1].values()}) == 1
    for writer in (both.local, both.cluster):
        writer.forget(["whole"])
    both.same()
    for writer in (both.local, both.cluster):
        file(writer, articles[:1], 1)
    both.same()


def test_long_stories_of_cut_texts(both: Both) -> None:
    """So many that most are not listed as holders of what they share, cut anywhere, in small commits."""
    rng = random.Random(8)
    articles = []
    for report in range(3):
        lines = [" ".join(rng.choices(WORDS, k=40)).capitalize() + "." for _ in range(12)]
        for copy in range(25):
            first = rng.choice([0, 0, 0, 2, 5])
            kept = lines[first : rng.randint(first + 4, 12)]
            made = article(f"l{report}-{copy:02}", "\n".join(kept), f"Report {rng.randint(1, 9)}", language="en")
            articles.append(replace(made, outlet=f"Outlet {copy % 9}", date=f"2021-03-{rng.randint(1, 28):02}"))
    rng.shuffle(articles)
    for writer in (both.local, both.cluster):
        file(writer, articles, 6)
    both.same()
    gone = [a.id for a in articles[::4]]
    for writer in (both.local, both.cluster):
        writer.forget(gone)
    both.same()
    for writer in (both.local, both.cluster):
        file(writer, [a for a in articles if a.id in gone], 5)
    both.same()


def test_what_is_forgotten_is_on_no_disk(both: Both) -> None:
    """One of many, so that it is a small share of its segment: when the call returns it is in none, and in no log."""
    rng = random.Random(9)
    lines = (" ".join(rng.choices(WORDS, k=30)).capitalize() + "." for _ in range(60))
    file(both.cluster, [article(f"o{n:02}", line, f"Title {n}", language="en") for n, line in enumerate(lines)], 60)
    both.cluster.patience = 0.0
    assert both.cluster.forget(["o07"]) == ("o07",)
    assert both.cluster.unpurged
    assert both.disk()["docs"]["deleted"] > 0
    both.cluster.patience = PATIENCE
    assert both.cluster.forget(iter(["o08", "o09"])) == ("o08", "o09")
    assert not both.cluster.unpurged
    assert both.disk()["docs"] == {"count": 57, "deleted": 0}
    assert both.disk()["translog"]["operations"] == 0
