"""The bench from end to end on 2,000 grown articles: every engine is built and asked; totals agree where they must."""

from __future__ import annotations

import random
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import orjson
import pytest

from bench import corpora
from bench.engines import Engine, articles
from bench.questions import Question, write
from bench.report import Run, table
from bench.run import ask, build, engine

COUNT = 2_000
ENGINES = ["morgue", "morgue-index", "fts5", "whoosh", *(["tantivy"] if find_spec("tantivy") else [])]
#: Words no stemmer changes or confuses with another of the corpus.
WORDS = "herring ferry crane anchor lantern barge timber gull beacon tar".split()
FILLERS = "the old keeper saw a small boat near that far pier at dawn when no wind came".split()


def invented(out: Path) -> None:
    """A source of 300 reports from Harrow Bay."""
    dice = random.Random(7)
    lines = []
    for i in range(300):
        body = " ".join(dice.choices(FILLERS, k=30) + dice.choices(WORDS, [1 / (n + 1) for n in range(10)], k=12))
        text = f"Harrow Bay report. {body}.\nMore on the {dice.choice(WORDS)} follows."
        lines.append(orjson.dumps({"id": str(i), "title": f"Harrow {dice.choice(FILLERS)}", "body": text}))
    out.write_bytes(b"\n".join(lines))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Path]]:
    """The corpus, and the folder of each engine's index of it."""
    home = tmp_path_factory.mktemp("bench")
    invented(home / "source.jsonl")
    corpus = home / "grown.jsonl"
    corpora.write(corpora.grow(corpora.read_words(home / "source.jsonl"), COUNT), corpus)
    folders = {name: home / name for name in ENGINES}
    for name, folder in folders.items():
        made = build(name, corpus, folder)
        assert made.articles == COUNT
        assert made.disk > 0
    return corpus, folders


def opened(name: str, folder: Path) -> Engine:
    made = engine(name, folder)
    made.open()
    return made


def test_all_engines_find_the_same_articles(built: tuple[Path, dict[str, Path]]) -> None:
    corpus, folders = built
    texts = [f"{a.title}\n{a.body}".casefold() for a in articles(corpus)]
    engines = [opened(name, folder) for name, folder in folders.items()]
    for word in WORDS:
        expected = sum(word in t.replace(".", " ").split() for t in texts)
        assert 0 < expected < COUNT
        assert [e.first(Question("word", (word,))).total for e in engines] == [expected] * len(engines)
    for one, two in pairwise(WORDS):
        both = [e.first(Question("and", (one, two))).total for e in engines]
        assert both == [sum({one, two} <= set(t.replace(".", " ").split()) for t in texts)] * len(engines)


def test_copies_are_one_story_where_stories_are_kept(built: tuple[Path, dict[str, Path]]) -> None:
    _, folders = built
    found = {name: opened(name, folders[name]).first(Question("word", ("herring",))) for name in ENGINES[:2]}
    assert found["morgue"].total == found["morgue-index"].total
    assert len(set(found["morgue"].ids)) == len(found["morgue"].ids) == 10


def test_a_run_is_told_in_figures(built: tuple[Path, dict[str, Path]], tmp_path: Path) -> None:
    _, folders = built
    asked = tmp_path / "questions.json"
    write([Question("word", ("herring",)), Question("phrase 2", ("old", "keeper"), "phrase")], asked)
    figures = {"articles": COUNT, "seconds": 1.0, "processor": 1.0, "disk": 1, "raw": 1, "peak": 1}
    runs = [
        Run(
            name,
            "grown",
            figures,
            [{"kind": t.kind, "first_ms": t.first_ms, "second_ms": t.second_ms} for t in times],
            1,
            0.25,
        )
        for name in ("morgue", "fts5")
        if (times := ask(name, asked, folders[name]))
    ]
    assert "| fts5 |" in table(runs)
    assert all(t["first_ms"] > 0 for r in runs for t in r.times)
