"""The sample is what its builder makes, reads as meant, and has the stories that the demo shows."""

import gzip
from collections import Counter
from pathlib import Path

from morgue.core.article import RawItem, Rejected
from morgue.index.sources import read
from morgue.sample import sample_path
from tests.sample import build


def _both() -> tuple[list[RawItem], list[Rejected]]:
    found = list(read([str(sample_path())]))
    return [f for f in found if isinstance(f, RawItem)], [f for f in found if isinstance(f, Rejected)]


def _opened(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.name.endswith(".gz") and "trouble" not in path.parts else data


def test_the_files_are_what_the_builder_makes() -> None:
    made = build.files(build.stories(build.SOURCE.read_text("utf-8")))
    there = {str(p.relative_to(sample_path())): p for p in sample_path().rglob("*") if p.is_file()}
    assert sorted(made) == sorted(there)
    for name, data in made.items():
        assert _opened(there[name]) == data, name


def test_what_is_read_and_what_is_rejected() -> None:
    items, rejected = _both()
    assert Counter(i.format for i in items) == {"html": 26, "jsonl": 10, "text": 9, "feed": 5, "warc": 4, "csv": 2}
    assert Counter(r.reason for r in rejected) == {
        "not HTML": 1,
        "HTTP error": 1,
        "empty file": 1,
        "binary": 1,
        "malformed JSON": 1,
        "no text": 1,
        "no text column": 1,
        "not a text": 1,
        "truncated": 1,
    }
    assert len({i.id for i in items}) == len(items)
    assert sum("teaser only" in i.notes for i in items) == 1


def test_the_ferry_strike_is_told_often_enough() -> None:
    items, _ = _both()
    bodies = [i.data.decode("utf-8", "replace").lower() for i in items]
    assert sum("ferry strike" in body for body in bodies) >= 20


def test_the_corrected_stories_are_two_captures_of_one_address() -> None:
    items, _ = _both()
    captures = [(i.given.url, i.captured, i.sha256) for i in items if i.format == "warc"]
    assert len({url for url, _, _ in captures}) == 2
    assert len({sha for _, _, sha in captures}) == 4
    assert all(captured and captured.startswith("2020-03-") for _, captured, _ in captures)
