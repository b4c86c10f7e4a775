"""Saved searches, and the commands that keep an archive whole: every call is a process."""

from __future__ import annotations

import json

from tests.cli.conftest import Morgue


def test_saved_searches(morgue: Morgue, news: bytes) -> None:
    first, *rest = news.splitlines(keepends=True)
    morgue("index", "-", stdin=first)
    assert morgue("save", "boats", "ferry").status == 0
    assert [hit["id"] for hit in morgue("new", "boats", "--json").json()["hits"]] == ["a1"]
    assert (morgue("new", "boats").status, morgue("new", "boats").out) == (1, "")
    morgue("index", "-", stdin=b"".join(rest))
    assert [hit["id"] for hit in morgue("new", "@boats", "--jsonl").jsonl()] == ["a3", "a2"]
    assert morgue("search", "@boats growers", "--fields", "id", "--sort", "oldest").out.split() == ["a2", "a3"]
    assert morgue("saved", "--json").json() == {"schema": 1, "saved": [{"name": "boats", "query": "ferry"}]}
    assert morgue("new", "trains").status == 2
    assert morgue("save", "bad", "(ferry").status == 2
    assert morgue("saved", "--remove", "boats").status == 0
    assert morgue("saved").status == 1


def test_upkeep(morgue: Morgue, news: bytes) -> None:
    first, *rest = news.splitlines(keepends=True)
    morgue("index", "-", stdin=first)
    morgue("index", "-", stdin=b"".join(rest))
    assert morgue("verify", "--json").json() == {"schema": 1, "ok": True, "problems": []}
    sizes = morgue("compact", "--json").json()
    assert sizes["after"] <= sizes["before"]
    assert morgue("forget", "a2", "--json").json() == {"schema": 1, "forgotten": ["a2"]}
    assert morgue("forget", "a2").status == 1
    assert morgue("show", "a2").status == 2
    assert morgue("index", "-", "--json", "--dry-run", stdin=news).json()["rejected"] == {"forgotten": 1}
    assert morgue("index", "-", "--again", "--json", stdin=news).json()["added"] == 1
    assert morgue("doctor", "--json").json()["ok"]


def test_nothing_is_forgotten_by_the_beginning_of_an_id(morgue: Morgue, news: bytes) -> None:
    rows = [{k: v for k, v in json.loads(row).items() if k != "id"} for row in news.splitlines()]
    morgue("index", "-", stdin="\n".join(map(json.dumps, rows)).encode())
    whole = morgue("search", "growers", "--fields", "id", "--limit", "1").out.strip()
    shown = morgue("search", "growers", "--limit", "1").out.split(" id ")[1].split()[0]
    assert len(whole) == 16 and whole.startswith(shown) and len(shown) < 16
    assert morgue("show", shown, "--json").json()["id"] == whole
    run = morgue("forget", shown)
    assert run.status == 2
    assert run.err.startswith(f"morgue: {shown} is short for {whole}: “") and f"morgue forget {whole})" in run.err
    assert morgue("stats", "--json").json()["articles"] == 4
    assert morgue("forget", whole, "--json").json()["forgotten"] == [whole]


def test_damage_is_told(morgue: Morgue, news: bytes) -> None:
    morgue("index", "-", stdin=news)
    victim = max(morgue.archive.iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 0xFF
    victim.write_bytes(data)
    run = morgue("verify", "--json")
    assert (run.status, run.json()["ok"]) == (2, False)
    assert victim.name in " ".join(run.json()["problems"])
    people = morgue("verify")
    assert (people.status, people.out) == (2, "")
    assert "verify --repair" in people.err
