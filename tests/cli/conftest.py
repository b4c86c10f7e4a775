"""Answers made by hand, for the renderers: an invented town, Harrow Bay, and its outlets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from morgue.cli.main import main
from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.core.loading.compiled import SETTING
from morgue.search import searcher as _searcher
from morgue.search.answer import Advice, Answer, ClauseCount, SearchQuery
from morgue.search.local import backend as _backend
from morgue.search.request import Facet, FacetBucket, Hit, SearchResult, Snippet

#: Loaded once, for all the processes forked from here.
_LOADED = (_backend, _searcher)

ALONE = Membership("c19a", "original")
TOLD = Membership("k7f2", "original", articles=8, copies=5, versions=2, outlets=6)


def passage(marked: str) -> Snippet:
    """A snippet from text with its marks in brackets: `crews of the [ferry] said`."""
    text, marks = "", []
    for i, part in enumerate(marked.replace("]", "[").split("[")):
        if i % 2:
            marks.append((len(text), len(text) + len(part)))
        text += part
    return Snippet(text, tuple(marks))


FIRST = Hit(
    rank=1,
    score=12.5,
    id="k7f2",
    title="Ferry strike enters third week",
    outlet="Harbour Times",
    agency="AP",
    date="2021-03-04T07:40:00+01:00",
    authors=("Ada Brook",),
    url="https://harbourtimes.example/ferry-strike",
    language="en",
    story=TOLD,
    also=("Hill Gazette", "Valley Post"),
    snippets=(passage("…talks over night shifts failed, and crews of the [ferry] said their [strike] would go on…"),),
)
SECOND = Hit(2, 9.25, "c19a", "Ministers step in", "Valley Post", None, "2021-03-09", (), None, "en", ALONE)


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """An answer of two hits, two facets; keyword arguments replace parts of the result."""

    def make(**parts: Any) -> Answer:
        result = SearchResult(
            articles=67,
            stories=41,
            hits=(FIRST, SECOND),
            facets=(
                Facet("outlet", (FacetBucket("Harbour Times", 23, 12), FacetBucket("Valley Post", 12, 9)), 7, 1),
                Facet("month", (FacetBucket("2021-02", 10, 6), FacetBucket("2021-03", 40, 30))),
            ),
        )
        return Answer(
            SearchQuery("ferry strike"), "ferry strike", replace(result, **parts), 8.6, span=("2019-05-01", "2021-04")
        )

    return make


@pytest.fixture
def nothing() -> Answer:
    """An answer without hits, with advice."""
    advice = Advice(
        clauses=(ClauseCount("ferry", 214), ClauseCount("zeppelin", 0)),
        spelling=(("zeppelin", "zeppelins", 2),),
        nearest=ClauseCount("ferry", 214),
        any_word=214,
    )
    return Answer(SearchQuery("ferry zeppelin"), "ferry zeppelin", SearchResult(0, 0, ()), 1.0, advice=advice)


@pytest.fixture
def filed() -> Filed:
    """An article of the archive with everything known."""
    origin = Provenance("harbour/ferry.html", "ab" * 32, "html", date_source="jsonld", notes=("two dates differ",))
    article = Article(
        id="k7f2",
        body="Ferry crews walked out for a third week.\n"
        "The union said 212 sailors had refused an offer of four percent.",
        provenance=origin,
        url="https://harbourtimes.example/ferry-strike",
        outlet="Harbour Times",
        title="Ferry strike enters third week",
        authors=("Ada Brook", "Jo Tern"),
        agency="AP",
        place="Harrow Bay",
        date="2021-03-04T07:40:00+01:00",
        language="en",
    )
    return Filed(article, TOLD, 18)


@dataclass(frozen=True)
class Run:
    """How the program ended and what it said."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The one JSON object printed; its schema number is 1."""
        document = json.loads(self.out)
        assert document["schema"] == 1
        return document

    def jsonl(self) -> list[Any]:
        """The JSON Lines printed, each with its schema number."""
        rows = [json.loads(row) for row in self.out.splitlines()]
        assert all(row["schema"] == 1 for row in rows)
        return rows


class Morgue:
    """The program, with an archive, a home and settings of its own.

    A call is a process of its own, forked from this one so that it need not import everything anew; `program` starts
    the installed command instead.
    """

    def __init__(self, home: Path, archive: Path) -> None:
        self.archive = archive
        self.home = home
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("MORGUE_", "XDG_", "COV_"))},
            "HOME": str(home),
            "MORGUE_ARCHIVE": str(archive),
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            SETTING: "0",
        }

    def __call__(self, *args: str, stdin: bytes = b"", **env: str) -> Run:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            child = os.fork()
            if not child:
                self._be_the_program(args, env, [file.fileno() for file in (given, out, err)])
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            out.seek(0)
            err.seek(0)
            return self._checked(args, Run(status, out.read().decode(), err.read().decode()))

    def program(self, *args: str, stdin: bytes = b"", **env: str) -> Run:
        """The same by the installed command."""
        done = subprocess.run(
            [PROGRAM, *args], input=stdin, capture_output=True, env={**self.env, **env}, cwd=self.home, timeout=120
        )
        return self._checked(args, Run(done.returncode, done.stdout.decode(), done.stderr.decode()))

    def _be_the_program(self, args: tuple[str, ...], env: dict[str, str], descriptors: list[int]) -> NoReturn:
        status = 70
        try:
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
            sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
            sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
            os.environ.clear()
            os.environ.update(self.env, **env)
            os.chdir(self.home)
            status = main(args)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)

    @staticmethod
    def _checked(args: tuple[str, ...], run: Run) -> Run:
        assert "Traceback" not in run.err or "-v" in args, run.err
        assert run.status in (0, 1, 2), run
        assert run.status != 2 or args[0] in ("verify", "doctor") or run.out == "", "standard output must stay empty"
        return run


PROGRAM = Path(sys.executable).with_name("morgue")

NEWS = (
    ("a1", "Ferry strike enters third week", "Harbour Times", "2021-03-04T07:40:00+01:00"),
    ("a2", "Ministers step in as ferries stay in port", "Valley Post", "2021-03-09"),
    ("a3", "Growers count cost of silent harbour", "Hill Gazette", "2021-04"),
    ("a4", "Storm closes the coast road", "Valley Post", None),
)
BODIES = {
    "a1": "Ferry crews walked out for a third week on Thursday after talks over night shifts failed.\n"
    "The union said 212 sailors had refused a pay offer of four percent from the operator of the island line.",
    "a2": "A second ferry strike within a year would cost growers nine million crowns, the minister told the council.\n"
    "Officials will meet the operator on Monday, and said that bank holidays would not be protected by law.",
    "a3": "Apples rot on the quay at Harrow Bay because no ferry sails, growers in the valley said at their meeting.\n"
    "They ask for a relief boat before the end of the month, paid for by the region and not by the farms.",
    "a4": "Waves broke over the coast road north of Harrow Bay, and the police closed it until the tide went out.\n"
    "Nobody was hurt, but two cars stood in the water for most of the afternoon and had to be towed away.",
}


def lines(*rows: dict[str, Any]) -> bytes:
    """Rows as JSON Lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.fixture(scope="session")
def news() -> bytes:
    """Four articles of three outlets, as JSON Lines."""
    return lines(
        *(
            {"id": key, "title": title, "outlet": outlet, "date": date, "body": BODIES[key], "author": "Ada Brook"}
            for key, title, outlet, date in NEWS
        )
    )


@pytest.fixture
def morgue(tmp_path: Path) -> Morgue:
    """The program with no archive yet."""
    return Morgue(tmp_path, tmp_path / "archive")


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory, news: bytes) -> Morgue:
    """The program with an archive of the four articles; tests do not change it."""
    home = tmp_path_factory.mktemp("held")
    program = Morgue(home, home / "archive")
    assert program("index", "-", stdin=news).status == 0
    return program
