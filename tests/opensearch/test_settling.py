"""Settling looks at what a run may have changed and at nothing else; what comes of it is what comes in a folder."""

from __future__ import annotations

import multiprocessing
import random
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from morgue.core.article import Article
from morgue.index.cluster import lease
from morgue.index.cluster.http import Connection
from morgue.index.cluster.writer import ClusterWriter
from tests.local.build import article
from tests.opensearch.beside import WORDS, Both, corpus, file
from tests.opensearch.build import address
from tests.opensearch.test_failure import Fatal

pytestmark = pytest.mark.opensearch

_FOOTER = "The harbour authority keeps the lights of the bay and the piers of its nine islands for all who sail"


def reports(numbers: Sequence[int], footers: Sequence[str] = (_FOOTER,), outlets: int = 2) -> list[Article]:
    """Articles of a few outlets, each with text of its own and footers of its outlet."""
    made = []
    for n in numbers:
        rng = random.Random(n)
        own = [" ".join(rng.choices(WORDS, k=30)).capitalize() + "." for _ in range(2)]
        made.append(article(n, "\n".join([*own, *footers]), f"Report {n}", outlet=f"Outlet {n % outlets}"))
    return made


class _Counting(Connection):
    """Counts the articles whose bodies it was given, and those that it sent."""

    bodies = 0
    sent = 0

    def call(self, method: str, path: str, body: object = None, **more: Any) -> dict[str, Any]:
        if path == "_bulk":
            assert isinstance(body, bytes)
            self.sent += body.count(b'-articles"')
        answer = super().call(method, path, body, **more)
        hits = answer.get("hits", {}).get("hits", ()) if path.endswith("-articles/_search") else ()
        self.bodies += sum("body" in hit.get("_source", {}).get("a", {}) for hit in hits)
        return answer


def settled(both: Both) -> _Counting:
    """Settles both, and says what that took of the cluster."""
    both.local.settle()
    counting = _Counting(both.connection.address)
    with ClusterWriter(counting) as writer:
        writer.settle()
    return counting


def test_after_a_few_are_forgotten_few_are_read(both: Both) -> None:
    articles = reports(range(120))
    for writer in (both.local, both.cluster):
        file(writer, articles, 60)
    first = settled(both)
    assert (first.bodies >= 120, first.sent) == (True, 0), "all have a footer, and were filed without it"
    both.same()
    for writer in (both.local, both.cluster):
        writer.forget([a.id for a in articles[::20]])
    again = settled(both)
    assert (again.bodies, again.sent) == (0, 0), "the footer is one still, and so many need not be read for it"
    both.same()


def test_what_comes_is_looked_at_and_the_rest_is_not(both: Both) -> None:
    for writer in (both.local, both.cluster):
        file(writer, reports(range(120)), 60)
    settled(both)
    for writer in (both.local, both.cluster):
        file(writer, reports(range(200, 206)), 6)
    took = settled(both)
    assert took.sent == 0 and 6 <= took.bodies <= 24, "they were filed without the footer that was known"
    both.same()
    assert settled(both).bodies == 0


def test_a_line_that_becomes_rare_is_given_back(both: Both) -> None:
    """Of four articles with one footer two are forgotten: it is none any more, also where it was settled twice."""
    rare = reports(range(4), outlets=1)
    for writer in (both.local, both.cluster):
        file(writer, [*rare, *reports(range(10, 30), (), outlets=1)], 30)
    settled(both)
    assert any("left out" in note for f in both.told()[1].values() for note in f.article.provenance.notes)
    for gone in (["a010"], ["a000", "a001"]):
        for writer in (both.local, both.cluster):
            writer.forget(gone)
        settled(both)
        both.same()
    assert not any("left out" in note for f in both.told()[1].values() for note in f.article.provenance.notes)


def test_an_article_that_comes_again_as_a_text_it_was_tied_to(both: Both) -> None:
    """Cut to less than its copies elsewhere, and whole again when its outlet's footer is none any more."""
    whole = []
    for outlet in range(3):
        rare = reports(range(10 * outlet, 10 * outlet + 5), (f"Footer {'abc'[outlet]} of the news",), outlets=1)
        whole += [replace(each, outlet=f"Daily {outlet}") for each in rare]
    copies = [replace(each, id=f"{each.id}-copy", outlet=f"Copyist {n}") for n, each in enumerate(whole)]
    for writer in (both.local, both.cluster):
        file(writer, [*whole, *copies], 40)
    settled(both)
    both.same()
    for writer in (both.local, both.cluster):
        writer.forget([each.id for n, each in enumerate(whole) if n % 5 < 3])
    assert settled(both).sent >= 6
    both.same()


@pytest.mark.parametrize("seed", [1, 2])
def test_settled_forgotten_and_filed_again_in_turns(both: Both, seed: int) -> None:
    articles = corpus(seed, 10)
    rng = random.Random(seed)
    for writer in (both.local, both.cluster):
        file(writer, articles, 40)
    settled(both)
    for _ in range(3):
        gone = set(rng.sample([a.id for a in articles], len(articles) // 6))
        for writer in (both.local, both.cluster):
            writer.forget([a.id for a in articles if a.id in gone])
        settled(both)
        both.same()
        for writer in (both.local, both.cluster):
            file(writer, [a for a in articles if a.id in gone], 40)
        settled(both)
        both.same()


def _settle_and_die(hosts: str, name: str, after: int) -> None:
    connection = Fatal(address(hosts, name))
    connection.left = -1
    writer = ClusterWriter(connection)
    connection.left = after
    writer.settle()


def test_a_writer_killed_while_it_settles(both: Both, hosts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any of its requests: the next one looks at all that was not filed, whatever is remembered."""
    monkeypatch.setattr(lease, "LOST", 1.0)
    process = multiprocessing.get_context("fork")
    died = 0
    for number, after in enumerate(range(6, 36, 6)):
        rare = reports(
            range(100 * number, 100 * number + 6), (f"Of run {'abcdefgh'[number]} of the news of the bay",), 1
        )
        for writer in (both.local, both.cluster):
            file(writer, rare, 6)
            writer.forget([f"a{100 * (number - 1) + n:03}" for n in (0, 1, 2, 3)] if number else ())
        child = process.Process(target=_settle_and_die, args=(hosts, both.connection.address.name, after))
        child.start()
        child.join()
        died += child.exitcode == -signal.SIGKILL
        settled(both)
        both.same()
    assert died >= 3
