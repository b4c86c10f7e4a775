"""Every command says the same of an archive in a cluster as of one in a folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.index.cluster.http import Connection
from morgue.search.answer import SearchQuery
from morgue.search.searcher import Searcher
from tests.opensearch.build import address, remove

pytestmark = pytest.mark.opensearch

NEWS = Path(__file__).parents[2] / "morgue" / "sample" / "news"
#: What may differ: times, scores, sizes, the order of what scores alike nearly, and the name of the archive.
_OWN = {"took_ms", "score", "bytes", "segments", "generation", "archive", "explanation"}


def morgue(where: str, *args: str, feed: str | None = None) -> tuple[int, str, str]:
    """The status, output and messages of one command."""
    command = [sys.executable, "-m", "morgue", *args, *([] if "--archive" in args else ["--archive", where])]
    patient = {**os.environ, "MORGUE_PATIENCE": "60"}  # what is found must not hang on how busy the machine is
    done = subprocess.run(command, capture_output=True, text=True, input=feed, timeout=120, check=False, env=patient)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def both(hosts: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The bundled sample in a folder and in a cluster of three shards."""
    place = address(hosts, shards=3)
    folder = str(tmp_path_factory.mktemp("local") / "archive")
    for where in (folder, f"{place.shown}?shards=3"):
        status, _, told = morgue(where, "index", str(NEWS))
        assert status == 0, told
    yield folder, place.shown
    remove(Connection(place))


def plain(value: Any) -> Any:
    """A document without what may differ."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if k not in _OWN}
    return [plain(v) for v in value] if isinstance(value, list) else value


QUERIES = (
    "ferry",
    "=ferry",
    '"ferry strike"',
    "ferry w/5 strike",
    "ferry w/s strike",
    "crews pre/3 walked",
    "strik*",
    "str?ke",
    "feryy~",
    "title:ferry",
    "lead:ferry AND NOT title:strike",
    "outlet:quayside",
    "outlet:harbour OR byline:bell",
    "date:2020..2021 ferry",
    "is:copy",
    "role:version",
    "copies:>1",
    "words:>200",
    "lang:fr",
    "url:ferry",
    "site:harbourtimes.example",
    "title:/ferry|strike/",
    "changed:title",
    "atleast3(ferry)",
    "*",
    "zeppelin",
)


@pytest.fixture(scope="module")
def doors(both: tuple[str, str]) -> Iterator[tuple[Searcher, Searcher]]:
    """Both archives, open."""
    local, cluster = (open_searcher(Location.parse(where)) for where in both)
    with local, cluster:
        yield local, cluster


@pytest.mark.parametrize("query", QUERIES)
def test_searches_and_counts(doors: tuple[Searcher, Searcher], query: str) -> None:
    def told(door: Searcher) -> list[Any]:
        ask = SearchQuery(query, limit=100, sort="newest", facets=("outlet", "year", "byline"), budget_ms=None)
        return [
            plain(door.ask(ask).as_dict()),
            plain(door.count(query, budget_ms=None).as_dict(query)),
            plain(door.timeline(query, "year", 2, budget_ms=None).as_dict()),
            [plain(filed.as_dict()) for filed in door.export(query, budget_ms=None)],
            [plain(story.as_dict()) for story in door.stories(query, budget_ms=None)],
        ]

    assert told(doors[1]) == told(doors[0])


def test_articles_and_stories(both: tuple[str, str]) -> None:
    listed = json.loads(morgue(both[0], "search", "island", "--json", "-n", "5")[1])["hits"]
    assert len(listed) == 5
    for hit in listed:
        for args in (
            ("show", hit["id"], "--json"),
            ("story", hit["story"]["id"], "--json"),
            ("why", hit["id"], "island ferry", "--json"),
        ):
            local, cluster = (morgue(where, *args) for where in both)
            assert (cluster[0], plain(json.loads(cluster[1]))) == (local[0], plain(json.loads(local[1]))), args
    local, cluster = (morgue(where, "stories", "--json") for where in both)
    assert plain(json.loads(cluster[1])) == plain(json.loads(local[1]))
    local, cluster = (morgue(where, "stats", "--json") for where in both)
    assert plain(json.loads(cluster[1])) == plain(json.loads(local[1]))
    assert morgue(both[1], "similar", listed[0]["id"])[0] == 0


def test_saved_searches_are_kept_in_the_cluster(both: tuple[str, str]) -> None:
    where = both[1]
    assert morgue(where, "save", "strikes", "ferry strike")[0] == 0
    assert "strikes" in morgue(where, "saved")[1]
    assert morgue(where, "count", "@strikes")[1] == morgue(both[0], "count", "ferry strike")[1]


def test_tags_and_notes_are_kept_in_the_cluster(both: tuple[str, str]) -> None:
    where = both[1]
    listed = json.loads(morgue(where, "search", "island", "--json", "-n", "2")[1])["hits"]
    ids = [hit["id"] for hit in listed]
    assert morgue(where, "tag", *ids, "budget")[0] == 0
    assert morgue(where, "note", ids[0], "ask the harbour master")[0] == 0
    with open_searcher(Location.parse(where)) as door:
        assert {f.article.id for f in door.export("tag:budget", budget_ms=None)} == set(ids)
        assert [f.article.id for f in door.export("is:noted tag:budget", budget_ms=None)] == ids[:1]


def test_indexing_again_changes_nothing(both: tuple[str, str]) -> None:
    told = json.loads(morgue(both[1], "index", str(NEWS), "--json")[1])
    assert told["added"] == 0 and told["unchanged"] == 56


def test_the_doctor_looks_at_the_cluster(both: tuple[str, str]) -> None:
    status, told, _ = morgue(both[1], "doctor")
    assert status == 0 and "OpenSearch" in told and "green" in told


def test_what_a_cluster_does_by_itself_is_said_in_one_line(both: tuple[str, str]) -> None:
    for command in ("verify", "verify --repair", "compact", "reindex"):
        status, told, said = morgue(both[1], *command.split())
        assert status == 2 and not told and len(said.strip().splitlines()) == 1, (command, said)
