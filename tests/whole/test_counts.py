"""From a file through the program and back: facets and date ranges against a plain count over the same file."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OUTLETS = ["Harbour Times", "Hill Gazette", "Valley Post", "The Quayside", "Skerry Signal"]
TOPICS = ["ferry", "dredging", "budget", "lighthouse", "regatta"]
Item = dict[str, str]
Search = Callable[..., dict[str, Any]]  # words of a command to the document it prints

#: By the name of a facet, the value that an item has for it; empty where it has none.
VALUES: dict[str, Callable[[Item], str]] = {
    "outlet": lambda i: i.get("outlet", ""),
    "month": lambda i: i.get("date", "")[:7] if len(i.get("date", "")) >= 7 else "",
    "year": lambda i: i.get("date", "")[:4],
}


def items(count: int = 400) -> list[Item]:
    """Articles with an outlet and a day, a month, a year or nothing; each text unlike any other."""
    chance = random.Random(7)
    out: list[Item] = []
    for n in range(count):
        day = f"{chance.randint(2018, 2021)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        topics = chance.sample(TOPICS, 2)
        own = " ".join(f"w{n}x{i}" for i in range(30))
        item = {"id": f"i{n}", "title": f"On the {topics[0]}", "body": f"The {topics[1]} was discussed. {own}."}
        if chance.random() < 0.9:
            item["outlet"] = chance.choice(OUTLETS)
        if chance.random() < 0.9:
            item["date"] = day[: chance.choice([10, 10, 10, 7, 4])]
        out.append(item)
    return out


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Item], Search]:
    """The items, and the program's answer to a search of the archive that holds them."""
    folder = tmp_path_factory.mktemp("whole")
    made = items()
    (folder / "items.jsonl").write_text("".join(json.dumps(i) + "\n" for i in made))

    def program(*words: str) -> str:
        command = [str(Path(sys.executable).with_name("morgue")), *words, "--archive", str(folder / "archive")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    report = json.loads(program("index", str(folder / "items.jsonl"), "--json"))
    assert report["read"] == report["added"] == len(made)
    return made, lambda *words: json.loads(program("search", *words, "--json"))


def has(item: Item, word: str) -> bool:
    return word in item["title"] or word in item["body"]


@pytest.mark.parametrize("topic", TOPICS)
def test_facets_are_what_a_plain_count_says(filed: tuple[list[Item], Search], topic: str) -> None:
    made, search = filed
    matching = [i for i in made if has(i, topic)]
    answer = search(topic, "--facets", "outlet,month,year")
    assert answer["articles"] == len(matching)
    for name, key in VALUES.items():
        counted = Counter(key(i) for i in matching)
        missing = counted.pop("", 0)
        facet = {b["value"]: b["articles"] for b in answer["facets"][name]}
        assert facet.items() <= counted.items()
        assert answer["missing"][name] == missing
        assert answer["others"][name] == sum(counted.values()) - sum(facet.values())
        if name != "outlet":
            assert facet == counted


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("date:2019", "2019-01-01", "2019-12-31"),
        ("date:2019-06", "2019-06-01", "2019-06-30"),
        ("date:2019-06-12", "2019-06-12", "2019-06-12"),
        ("date:2018-11..2019-02", "2018-11-01", "2019-02-28"),
        ("date:..2018", "0001-01-01", "2018-12-31"),
        ("date:2021-03-04..", "2021-03-04", "9999-12-31"),
    ],
)
def test_a_range_matches_what_lies_in_it_whole(
    filed: tuple[list[Item], Search], asked: str, first: str, last: str
) -> None:
    made, search = filed
    days = {4: ("-01-01", "-12-31"), 7: ("-01", "-31"), 10: ("", "")}

    def lies_within(item: Item) -> bool:
        when = item.get("date")
        if when is None:
            return False
        low, high = (when + end for end in days[len(when)])
        return first <= low and (high <= last or (len(when) == 7 and when == last[:7]))

    wanted = {i["id"] for i in made if lies_within(i)}
    answer = search(asked, "--limit", "500", "--copies")
    assert {h["id"] for h in answer["hits"]} == wanted
    assert answer["articles"] == len(wanted)
