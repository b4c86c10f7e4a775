"""Queries made to cost: none breaks the program, and none keeps it longer than its time.

With every test run the time is that of a clock which goes by work, so that the outcome is the same on every machine;
`make trust` goes by the clock on the wall, and gives a machine that is busy elsewhere what it is late.
"""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from morgue.core.article import Article, Provenance
from morgue.core.errors import MorgueError
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import with_keys
from morgue.search.answer import SearchQuery
from morgue.search.deadline import USUAL_MS
from morgue.search.searcher import Searcher
from tests.counting import Clock, counting
from tests.trust.sizes import SOAK, sized
from tests.trust.yardstick import elapsed, lateness

#: Seconds after its budget of two within which every question must have ended, on a machine that does nothing else.
LATE = 0.5
#: Microseconds that a call takes by the clock that goes by work, and the calls within which a question has ended then:
#: 100,000 are its budget; the longest queries take up to 375,000 to be read and explained besides.
PACE = 20
MOST_CALLS = 500_000
FEW = 64
ARTICLES = 1_000_000 if SOAK else 20_000
SYLLABLES = ("ta", "ri", "mo", "len", "ka", "sho", "bre", "un", "del", "vi", "qua", "ost", "fe", "zin", "har", "wel")


def _word(number: int) -> str:
    """The word of a rank: all are different, the common ones short."""
    out = SYLLABLES[number % 16]
    while number >= 16:
        number = number // 16 - 1
        out += SYLLABLES[number % 16]
    return out


def _article(number: int) -> Article:
    """Some 110 words, ranks by Zipf's law, over ten years and forty outlets."""
    rng = random.Random(f"query article {number}")
    words = [_word(int(50_000 ** rng.random()) - 1) for _ in range(110)]
    for at in range(8, len(words), 11):
        words[at] += ". " + words[at].title()
    body = "The harbour. " + " ".join(words) + "."
    return Article(
        id=f"q{number}",
        body=body,
        provenance=Provenance("queries", sha256(body.encode()).hexdigest(), "text"),
        title=" ".join(words[:6]).title(),
        outlet=f"Outlet {rng.randrange(40)}",
        date=(date(2012, 1, 1) + timedelta(rng.randrange(3_650))).isoformat(),
        authors=(f"Author {rng.randrange(500)}",),
        language="en",
    )


def build(folder: Path, count: int) -> Path:
    """An archive of so many articles."""
    with Writer(Archive.open_or_create(folder)) as writer:
        for number in range(count):
            writer.add(with_keys(_article(number)))
            if number % 20_000 == 19_999:
                writer.commit()
        writer.commit()
    return folder


def common(rng: random.Random) -> str:
    """A word that many articles have."""
    return rng.choice(("the", "harbour", *map(_word, range(60))))


def word(rng: random.Random) -> str:
    """A word of the archive."""
    return _word(int(50_000 ** rng.random()) - 1)


def _many(rng: random.Random, sign: str, least: int = 40, most: int = 700) -> str:
    return f" {sign} ".join(word(rng) for _ in range(rng.randrange(least, most)))[:8_000]


HOSTILE: tuple[Callable[[random.Random], str], ...] = (
    lambda r: "(" * r.randrange(1, 4_000) + word(r) + ")" * r.randrange(0, 4_000),
    lambda r: "NOT " * r.randrange(1, 1_500) + word(r),
    lambda r: "-" * r.randrange(1, 5_000) + word(r),
    lambda r: _many(r, "OR"),
    lambda r: _many(r, "AND"),
    lambda r: _many(r, ""),
    lambda r: " OR ".join(f"{word(r)[:2]}*" for _ in range(r.randrange(5, 600))),
    lambda r: " ".join(f"*{word(r)[-2:]}*" for _ in range(r.randrange(1, 200))),
    lambda r: "?" * r.randrange(1, 250),
    lambda r: "*" * r.randrange(1, 250) + r.choice("aeiou") + "*" * r.randrange(1, 9),
    lambda r: " OR ".join(f"{word(r)}~{r.choice(('', '1', '2', '3', '99'))}" for _ in range(r.randrange(1, 300))),
    lambda r: '"' + " ".join(common(r) for _ in range(r.randrange(2, 400))) + '"',
    lambda r: '"' + " ".join(common(r) for _ in range(r.randrange(2, 60))) + f'"~{r.randrange(1, 10_000)}',
    lambda r: f" NEAR/{r.randrange(1, 2_000)} ".join(common(r) for _ in range(r.randrange(2, 60))),
    lambda r: " ".join(f'"{common(r)} {common(r)}"' for _ in range(r.randrange(2, 200))),
    lambda r: f"({_many(r, 'OR', 20, 150)}) NEAR/5 ({_many(r, 'OR', 20, 150)})",
    lambda r: f"NOT ({_many(r, 'OR')})",
    lambda r: "(" + ") AND (".join(f"{word(r)[:1]}* OR {common(r)}" for _ in range(r.randrange(2, 150))) + ")",
    lambda r: f"date:{r.randrange(-5, 99_999)}..{r.choice(('', 'today', '9999-99-99', '0000'))}",
    lambda r: " OR ".join(f"date:{y}..{y + 1}" for y in range(1, r.randrange(2, 500))),
    lambda r: " OR ".join(f"outlet:{word(r)[:2]}*" for _ in range(r.randrange(1, 300))),
    lambda r: r.choice(("id", "url", "title", "byline", "lang", "nosuch")) + r.choice((":*", ":", ":..", ":>>", ":==")),
    lambda r: "@" + r.choice(("self", "", "@@", "a" * 300)),
    lambda r: "a" * r.randrange(200, 9_000),
    lambda r: "".join(chr(r.randrange(0xD800)) for _ in range(r.randrange(1, 300))),
    lambda r: "".join(chr(r.randrange(0xD800, 0x110000)) for _ in range(r.randrange(1, 300))),
    lambda r: "".join(r.choice('()"*~:@-+=^/\\<>.. \t\nANDORNOT') for _ in range(r.randrange(1, 400))),
    lambda r: "\x1b]0;" + "\x07" * r.randrange(1, 99) + word(r),
    lambda r: "ﷺ" * r.randrange(1, 400),
    lambda r: "a" + "\u0301" * r.randrange(1, 2_000),
    lambda r: "漢字" * r.randrange(1, 500),
    lambda r: "[" + "a-z" * r.randrange(1, 99) + "]+(a+)+$",
    lambda r: f"/{'(a|a)*' * r.randrange(1, 30)}b/",
    lambda r: f"{common(r)[0]}* w/{r.randrange(50, 1_000)} {common(r)[0]}*",
    lambda r: f"((t* w/50 {common(r)}) w/50 (a* w/50 k*)) w/50 ({common(r)} w/50 {word(r)[:1]}*)",
    lambda r: f"NOT ({common(r)[0]}* w/50 {common(r)[0]}*) -{word(r)}",
    lambda r: f" w/{r.choice('sp')} ".join(common(r) for _ in range(r.randrange(2, 30))),
    lambda r: f"atleast{r.randrange(2, 60)}({r.choice(('t* OR a*', 'harbour w/9 the', common(r)))})",
    lambda r: f"title:/{r.choice(('(a|b|.)*x.*y', '[a-z]+ [a-z]+ zz', '(.*a){9}', '.*'))}/ OR byline:/.*a.*b.*c/",
    lambda r: f"NOT title:/{word(r)[:2]}.*{word(r)[-1]}/",
    lambda r: "url:*a*b*c* OR id:*1*2* OR outlet:*e* OR byline:*a*1*",
    lambda r: " OR ".join(f"({word(r)} {common(r)} -{word(r)})^{r.randrange(1, 9)}" for _ in range(r.randrange(200))),
    lambda r: f"{word(r)}zq {word(r)}jx {word(r)}vw t* w/5 k*",
)  # fmt: skip


def _question(query: str, rng: random.Random) -> SearchQuery:
    """Everything else that can be asked along with it, at random."""
    return SearchQuery(
        query,
        match=rng.choice(("all", "any")),
        limit=rng.choice((0, 1, 10, 100)),
        offset=rng.choice((0, 0, 50, 10**9)),
        sort=rng.choice(("relevance", "newest", "oldest", "recent")),
        collapse=rng.random() < 0.7,
        facets=rng.choice(((), ("outlet", "month"), ("byline", "year", "language"))),
        snippets=rng.choice((0, 1, 5)),
        explain=rng.random() < 0.2,
    )


def _doors(door: Searcher, ask: SearchQuery, seed: int) -> dict[str, Callable[[], object]]:
    """The ways to ask it: ranked, and with every fifth query all others that the commands have."""
    ranked: dict[str, Callable[[], object]] = {"search": lambda: door.ask(ask)}
    if seed % 5:
        return ranked
    return ranked | {
        "count": lambda: door.count(ask.text, ask.match),
        "timeline": lambda: door.timeline(ask.text, rows=5),
        "stories": lambda: next(iter(door.stories(ask.text).items), None),
        "export": lambda: next(iter(door.export(ask.text).items), None),
        "why": lambda: door.why("q1", ask.text),
    }


def _answered(asked: Callable[[], object]) -> None:
    """Whatever the answer: an error says what is wrong."""
    try:
        asked()
    except MorgueError as error:
        assert error.what


def _in_calls(asked: Callable[[], object]) -> str:
    """What it took too much of, by the clock that goes by work."""
    with pytest.MonkeyPatch.context() as patch, counting() as work:
        patch.setattr("morgue.search.deadline.time", Clock(work, PACE))
        _answered(asked)
    return f"{work.calls:,} calls" if work.calls > MOST_CALLS else ""


def _in_seconds(asked: Callable[[], object]) -> str:
    """The same by the clock on the wall."""
    for _ in range(2):  # the machine may have been elsewhere for a moment
        with elapsed() as took:
            _answered(asked)
        late = took.wall - USUAL_MS / 1000
        if late <= LATE or late <= LATE * lateness():
            return ""
    return f"{took.wall:.1f} s"


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the large run: built by the process that comes first, for all that share in the run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "queries.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (shared / "queries").exists():
            build(shared / "begun", ARTICLES).rename(shared / "queries")
    return shared / "queries"


@sized(smoke=FEW, trust=500, soak=5_000, parts=5)
def test_hostile_queries_end_in_time(tmp_path: Path, cases: range, request: pytest.FixtureRequest) -> None:
    slow: list[str] = []
    few = len(cases) <= FEW
    folder = build(tmp_path / "archive", 300) if few else request.getfixturevalue("large")
    with open_searcher(Location.of_folder(folder)) as door:
        for seed in cases:
            rng = random.Random(f"query {seed}")
            query = HOSTILE[seed % len(HOSTILE)](rng)
            for name, asked in _doors(door, _question(query, rng), seed).items():
                if too_much := (_in_calls if few else _in_seconds)(asked):
                    slow.append(f"seed {seed}, kind {seed % len(HOSTILE)}, {name}, {too_much}: {query[:80]!r}")
    assert slow == []


def test_each_kind_of_hostile_query_is_tried() -> None:
    assert len(HOSTILE) <= FEW
    accepted = 0
    for number, make in enumerate(HOSTILE):
        accepted += len(make(random.Random(number))) <= 8_192
    assert accepted > len(HOSTILE) * 0.7


def test_a_question_that_ran_out_of_time_is_not_asked_again_for_advice(tmp_path: Path) -> None:
    build(tmp_path / "archive", 300)
    query = " ".join(f"*{a}{b}*" for a in "aeioru" for b in "mnrstlk")
    with open_searcher(Location.of_folder(tmp_path / "archive")) as door:
        answer = door.ask(SearchQuery(query, budget_ms=0))
        assert answer.result.partial and answer.advice is None
        assert door.ask(SearchQuery("zzzquay", budget_ms=60_000)).advice is not None


def test_marks_are_not_looked_up_without_end_when_the_time_is_up(tmp_path: Path) -> None:
    build(tmp_path / "archive", 300)
    query = " OR ".join(f"{a[:n]}{b}*" for n in (1, 9) for a in SYLLABLES for b in ("", *SYLLABLES))
    with open_searcher(Location.of_folder(tmp_path / "archive")) as door:
        whole = door.ask(SearchQuery(query, budget_ms=None)).result
        hasty = door.ask(SearchQuery(query, budget_ms=0)).result
    assert sum(len(forms) for places in whole.marking.phrases for forms in places) > 20_000
    assert sum(len(forms) for places in hasty.marking.phrases for forms in places) <= 20_000
    assert "not every form is marked" in (hasty.partial or "")
