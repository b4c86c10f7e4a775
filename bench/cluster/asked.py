"""Queries of every kind, made from the articles of a JSON Lines file; the same seed gives the same ones."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import orjson

_WORD = re.compile(r"[A-Za-z]{4,12}\b")


@dataclass(frozen=True, slots=True)
class Text:
    """An article that queries are made from: its words in their order, and its fields."""

    words: list[str]
    title: list[str]
    outlet: str
    date: str
    url: str
    authors: list[str] = field(default_factory=list)


def texts(source: Path) -> list[Text]:
    """The articles of the file that have enough words in headline and text, an outlet and a date."""
    with source.open("rb") as file:
        items = [orjson.loads(line) for line in file]
    made = [
        Text(
            _WORD.findall(item.get("body") or ""),
            _WORD.findall(item.get("title") or ""),
            item.get("outlet") or "",
            item.get("date") or "",
            item.get("url") or "",
            item.get("authors") or [],
        )
        for item in items
    ]
    return [t for t in made if len(t.words) > 80 and len(t.title) > 2 and t.outlet and len(t.date) >= 10]


def asked(source: Path, count: int, seed: int = 18) -> Iterator[tuple[str, str]]:
    """Kind and query, the kinds in turn."""
    random_, every = random.Random(seed), texts(source)
    kinds = list(KINDS.items())
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        yield name, make(random_.choice(every), random_)


def _near(text: Text, r: random.Random, reach: int = 4) -> tuple[str, str]:
    at = r.randrange(len(text.words) - reach - 1)
    return text.words[at], text.words[at + 1 + r.randrange(reach)]


def _run(text: Text, r: random.Random, length: int) -> str:
    at = r.randrange(len(text.words) - length)
    return " ".join(text.words[at : at + length])


def _one(text: Text, r: random.Random) -> str:
    return r.choice(text.words)


def _host(text: Text) -> str:
    return [*text.url.split("/"), "", "", "example.org"][2].removeprefix("www.")


def _nested(t: Text, r: random.Random) -> str:
    return "({} w/5 {}) w/9 {}".format(*_near(t, r), _one(t, r))


Make = Callable[[Text, random.Random], str]
KINDS: dict[str, Make] = {
    "word": _one,
    "words": lambda t, r: " ".join(_near(t, r, 9)),
    "rare words": lambda t, r: " ".join(sorted(set(t.words), key=len)[-3:]),
    "exact": lambda t, r: f"={_one(t, r)}",
    "phrase": lambda t, r: f'"{_run(t, r, 2)}"',
    "exact phrase": lambda t, r: f'="{_run(t, r, 2)}"',
    "pattern in a phrase": lambda t, r: '"{} {:.4}*"'.format(*_run(t, r, 2).split()),
    "loose phrase": lambda t, r: '"{} {}"~3'.format(*_near(t, r)),
    "distance": lambda t, r: "{} w/5 {}".format(*_near(t, r)),
    "distance in order": lambda t, r: "{} pre/5 {}".format(*_near(t, r)),
    "distance of groups": lambda t, r: "({} OR {}) w/7 {}".format(*_near(t, r), _one(t, r)),
    "nested distance": _nested,
    "sentence": lambda t, r: "{} w/s {}".format(*_near(t, r, 8)),
    "paragraph": lambda t, r: "{} w/p {}".format(*_near(t, r, 20)),
    "prefix": lambda t, r: f"{_one(t, r)[:4]}*",
    "wildcard": lambda t, r: (lambda w: f"{w[:2]}?{w[3:]}")(_one(t, r)),
    "spelling": lambda t, r: (lambda w: f"{w[:2]}{w[3:]}~")(max(t.words[:60], key=len)),
    "or": lambda t, r: f"{_one(t, r)} OR {_one(t, r)}",
    "not": lambda t, r: f"{_one(t, r)} NOT {_one(t, r)}",
    "groups": lambda t, r: f"({_one(t, r)} OR {_one(t, r)}) AND ({_one(t, r)} OR {_one(t, r)})",
    "atleast": lambda t, r: f"atleast3({_one(t, r)})",
    "title": lambda t, r: f"title:{r.choice(t.title)}",
    "lead": lambda t, r: f"lead:{r.choice(t.words[:20])} {_one(t, r)}",
    "outlet": lambda t, r: f'outlet:"{t.outlet}" {_one(t, r)}',
    "byline": lambda t, r: f'byline:"{(t.authors or ["Staff"])[0]}"',
    "dates": lambda t, r: f"date:{t.date[:7]} {_one(t, r)}",
    "since": lambda t, r: f"since:{t.date[:4]} {_run(t, r, 1)}",
    "site": lambda t, r: f"site:{_host(t)} {_one(t, r)}",
    "role": lambda t, r: f"role:{r.choice(['copy', 'version', 'excerpt', 'original'])} {_one(t, r)}",
    "copies": lambda t, r: f"{r.choice(['copies:>1', 'versions:1..', 'changed:title'])}",
    "length": lambda t, r: f"words:{r.choice(['>1500', '100..300', '<80'])} {_one(t, r)}",
    "regular expression": lambda t, r: f"title:/{r.choice(t.title).lower()[:4]}[a-z]*s/",
}
