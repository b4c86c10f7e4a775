"""Receipts: whole after a merge and in a copy; what has changed is told with its reason."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.cli.output import painted
from morgue.core.errors import MorgueError
from morgue.render.receipt import checked_lines, receipt_lines
from morgue.render.sanitize import is_safe
from morgue.render.spans import Look
from morgue.search.desk.receipts.receipt import load, saved_in
from morgue.search.desk.receipts.receipt_check import compare
from tests.cli.conftest import Morgue, lines


@pytest.fixture
def own(morgue: Morgue, news: bytes) -> Morgue:
    assert morgue("index", "-", stdin=news).status == 0
    return morgue


def made(program: Morgue, *words: str) -> tuple[str, dict[str, Any]]:
    """A receipt: its file, and what is in it."""
    file = program.home / "r.json"
    file.unlink(missing_ok=True)
    assert program("receipt", *words, "--out", str(file)).status == 0
    return str(file), json.loads(file.read_bytes())


def said(program: Morgue, file: str, status: int) -> dict[str, Any]:
    """What a check says has changed, by what it is of."""
    run = program("receipt", "--check", file, "--json")
    assert run.status == status, run
    document: dict[str, Any] = run.json()
    return {**{change["what"]: change["said"] for change in document["changes"]}, "": document}


def test_a_receipt_says_what_was_asked_and_what_came_of_it(own: Morgue) -> None:
    _, document = made(own, "ferry", "date:2021")
    ids = own("search", "ferry", "--fields", "id").out.split()
    assert document["found"]["listed"] == sorted(ids)
    assert document["found"]["ids"] == sha256("".join(f"{i}\n" for i in sorted(ids)).encode()).hexdigest()
    assert (document["query"], document["parsed"]) == ("ferry date:2021", "ferry AND date:2021")
    assert document["archive"]["articles"] == 4 and "listed" not in document["archive"]
    prose = own("receipt", "ferry").out
    assert "we searched an archive of 4 articles" in " ".join(prose.split()) and document["archive"]["ids"] in prose
    with morgue.open(own.archive) as archive:
        told = archive.receipt("ferry date:2021").as_dict()
        assert {**told, "made": ""} == {**document, "made": ""}
        assert archive.check(document).whole


def test_it_is_whole_after_compact_and_in_a_copy(own: Morgue, tmp_path: Path) -> None:
    file, _ = made(own, "ferry", "--sample", "2", "--seed", "9", "--by", "outlet")
    more = {"id": "z", "title": "Gale", "body": "A gale broke the mole and sank a dredger in the harbour."}
    assert own("index", "-", stdin=lines(more)).status == own("forget", "z").status == own("compact").status == 0
    shutil.copytree(own.archive, tmp_path / "copy")
    told = said(Morgue(own.home, tmp_path / "copy"), file, 0)
    assert set(told) == {""} and told[""]["whole"], told


def test_what_has_changed_is_told_with_its_reason(own: Morgue) -> None:
    file, _ = made(own, "ferry", "--sample", "2")
    new = {
        "id": "n",
        "title": "A new ferry",
        "body": "The new ferry was launched in fair weather.",
        "date": "2021-06-01",
    }
    assert own("index", "-", stdin=lines(new)).status == 0
    told = said(own, file, 1)
    assert "1 article more" in told["archive"] and "1 match is new" in told["added"] and told[""]["added"] == ["n"]
    assert own("forget", "n").status == own("forget", "a1").status == 0
    told = said(own, file, 1)
    assert "1 of the matches are not in the archive" in told["forgotten"] and told[""]["gone"] == ["a1"]
    text = own("receipt", "--check", file)
    assert text.status == 1 and "Something else comes out" in text.out and "- a1" in text.out


def test_saved_searches_tags_and_days_are_those_of_the_receipt(own: Morgue) -> None:
    assert own("save", "boats", "ferry OR waves").status == own("tag", "a1", "a2", "mine").status == 0
    file, document = made(own, "@boats", "tag:mine")
    assert document["saved"] == {"boats": "ferry OR waves"} and document["sets"]["tag:mine"]["articles"] == 2
    assert own("save", "boats", "gale").status == 0
    assert said(own, file, 0)[""]["whole"], "the text of the receipt holds"
    assert own("tag", "a2", "mine", "--remove").status == 0
    told = said(own, file, 1)
    assert (
        told["sets"] == "tag:mine had 2 articles then, has 1 now"
        and "1 are there but match no more" in told["unmatched"]
    )
    file, document = made(own, "since:5y")
    document["today"] = "2022-01-01"
    Path(file).write_text(json.dumps(document))
    assert "read otherwise" in said(own, file, 1)["parsed"], "five years before that day"
    assert saved_in("@a OR @b.", {"a": "@c x", "c": "y", "d": "z"}) == {"a": "@c x", "c": "y"}


def test_another_version_is_named(own: Morgue) -> None:
    file, document = made(own, "ferry")
    document |= {"program": "morgue 0.0.1", "analyzer": 1}
    Path(file).write_text(json.dumps(document))
    told = said(own, file, 0)
    assert "morgue 0.0.1" in told["program"] and "analyzer 1" in told["analyzer"] and told[""]["whole"]


def test_what_is_no_receipt(own: Morgue, tmp_path: Path) -> None:
    file, document = made(own, "ferry")
    assert own("receipt").status == 2 and own("receipt", "x", "--check", file).status == 2
    assert own("receipt", "ferry", "--out", file).status == 2, "there is one already"
    for text in ("", "[]", "{}", "1", '{"receipt": 2}', "[" * 100_000, json.dumps({**document, "found": 1})):
        (tmp_path / "bad").write_text(text)
        run = own("receipt", "--check", str(tmp_path / "bad"))
        assert (run.status, run.out, run.err.count("\n")) == (2, "", 1), run


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda x: st.lists(x, max_size=2) | st.dictionaries(st.text(max_size=4), x, max_size=2),
    max_leaves=4,
)
FOUND = {"articles": 1, "stories": 1, "ids": "", "sources": "", "listed": ["a"]}
GOOD = {
    "schema": 1, "receipt": 1, "query": "q", "parsed": "q", "match": "all", "made": "2026-01-01", "today": "2026-01-01",
    "program": "morgue 0", "analyzer": 2, "saved": {}, "sets": {"tag:x": {"articles": 1, "ids": ""}}, "partial": None,
    "archive": {
        "articles": 1, "stories": 1, "ids": "", "sources": "", "commit": 1, "first": None, "last": None, "outlets": 0,
    },
    "found": FOUND, "sample": None,
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(GOOD)), _JSON)
def test_a_crafted_receipt_is_read_or_refused(field: str, value: object) -> None:
    try:
        told = load({**GOOD, field: value})
    except MorgueError:
        return
    checked = compare(told, load(GOOD), frozenset())
    for row in (*receipt_lines(told, Look(80)), *checked_lines(checked, Look(80))):
        assert is_safe(painted(row, False))


def test_hostile_text_in_a_receipt_cannot_act() -> None:
    evil = "\x1b[2J\u202e\n"
    told = load({**GOOD, "query": evil, "parsed": evil, "program": evil, "made": evil, "saved": {evil: evil}})
    found = {**FOUND, "listed": [evil], "ids": "x"}
    checked = compare(told, load({**GOOD, "found": found}), frozenset())
    rows = [*receipt_lines(told, Look(60)), *checked_lines(checked, Look(60))]
    assert all(is_safe(shown := painted(row, False)) and "\n" not in shown for row in rows)
