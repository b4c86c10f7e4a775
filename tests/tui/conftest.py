"""Real archives, built once a session by the whole pipeline: the sample, many small items, hostile ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.ingest import IngestOptions, ingest, read_sources
from morgue.sample import sample_path

#: Texts that try to command a terminal or to hide something, with what must not come through.
HOSTILE = (
    "\x1b[31mred\x1b[0m and \x1b]0;title\x07 and \x1b]52;c;aGk=\x07",
    "\x9b31m \x90q \x85 C1",
    "[@click=app.quit]press me[/] [bold]not bold[/bold] [link=file:///x]y[/link]",
    "abc\u202egnp.exe\u202c \u2066isolate\u2069",
    "zero\u200bwidth\u2060joined\ufeff",
    "w" * 10_000,
    "👩‍👩‍👧‍👦 family 🇫🇷 flag ❤️ heart",
    "漢字仮名交じり文の見出しがとても長いときにどうなるか" * 12,
    "combining z̸̢̛̖͔a̷l̴g̵o̶ and ﷽",
    "tab\there\nnew\rline\x00nul",
    "مرحبا بالعالم والسلام",
)


def build(folder: Path, *paths: Path) -> None:
    """Indexes into an archive, made if need be."""
    with Writer(Archive.open_or_create(folder)) as writer:
        ingest(writer, read_sources(tuple(map(str, paths)), None), IngestOptions(jobs=1))


def write_lines(path: Path, rows: list[dict[str, object]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the program's own sample. Tests that change an archive make another."""
    folder = tmp_path_factory.mktemp("sample") / "archive"
    build(folder, sample_path())
    return folder


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,200 notices of different texts over three years, a new one every 22 hours."""
    place = tmp_path_factory.mktemp("many")
    build(place / "archive", write_lines(place / "notices.jsonl", list(_notices(1_200))))
    return place / "archive"


def _notices(count: int) -> Iterator[dict[str, object]]:
    from datetime import datetime, timedelta

    boats = ("Lady Skerry", "Constance", "Petrel", "Guillemot", "Morning Star", "Two Sisters", "Kittiwake")
    cargo = ("herring", "slate", "barley", "mail", "timber", "lambs", "coal", "salt", "glass", "peat", "wool")
    for n in range(count):
        day = datetime(2018, 1, 1, 6) + timedelta(hours=22 * n)
        boat, load = boats[n % 7], cargo[n % 11]
        yield {
            "id": f"notice-{n:04d}",
            "title": f"Notice {n}: the {boat} brings {load}",
            "body": f"The {boat} came into harbour with {n + 3} crates of {load}. "
            f"Berth {n * 7 % 13}, pilot {cargo[n * 5 % 11]}, tide {n * 31 % 97}, wind {n * 17 % 53}, "
            f"log {n * 7919 % 99991}.",
            "date": day.isoformat(),
            "outlet": ("Quay List", "Harbour Times", "Hill Gazette")[n % 3],
        }


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose every field is hostile; each has the word `harbour`."""
    place = tmp_path_factory.mktemp("hostile")
    rows: list[dict[str, object]] = [
        {
            "id": f"h{n}",
            "title": f"harbour {text}",
            "body": f"The harbour said {text}\nAnd then again {text} at the harbour wall, number {n}.",
            "outlet": text[:300],
            "authors": [text[:200]],
            "section": text[:100],
            "url": f"https://harrow.example/{n}",
            "date": f"2020-01-{n + 1:02d}",
        }
        for n, text in enumerate(HOSTILE)
    ]
    build(place / "archive", write_lines(place / "hostile.jsonl", rows))
    return place / "archive"
