"""Ranking on judged collections: this program beside SQLite FTS5 and tantivy, and settings cross-validated.

`python -m bench.ranking FOLDER [--only cran,cisi] [--try ranking.proximity.POWER=4,6 --try field_weights.K1=1.5,2]`

FOLDER holds one folder a collection (formats: bench/judged.py); none comes with the program. A question is asked as its
lower-cased words, any of which may match; each engine gives its first hundred. FTS5 (Porter) counts a headline three
times and tantivy (en_stem) searches headline and text, as their manuals have it.

With --try every combination of the values is measured, and each collection also under the combination that is best on
the mean of the others (leave one out): what is lost by choosing on all is the difference.
"""

from __future__ import annotations

import argparse
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from math import log2
from pathlib import Path

from bench.engine_morgue import IndexOnly
from bench.engines import Ready
from bench.judged import Judged, collections
from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.search.answer import SearchQuery
from morgue.search.local import field_weights
from morgue.search.local.matching.pseudo_frequency import _tables

#: Answers of each question that are looked at, and those of nDCG.
DEPTH, CUT = 100, 10

Answers = dict[str, list[str]]
Setting = tuple[tuple[str, float], ...]


def words(text: str) -> list[str]:
    """A question as words, so that nothing in it is an operator."""
    return re.findall(r"\w+", text.lower())


def ndcg(answers: Answers, judged: Judged) -> float:
    """nDCG@10 (Järvelin and Kekäläinen, TOIS 2002) with gains of 0 and 1, the mean over all questions."""
    total = 0.0
    for asked in judged.questions:
        found = [i in asked.answers for i in answers.get(asked.id, ())[:CUT]]
        best = sum(1 / log2(n + 2) for n in range(min(CUT, len(asked.answers))))
        total += sum(hit / log2(n + 2) for n, hit in enumerate(found)) / best
    return total / max(1, len(judged.questions))


def average_precision(answers: Answers, judged: Judged) -> float:
    """Mean average precision over the first hundred."""
    total = 0.0
    for asked in judged.questions:
        hits, precision = 0, 0.0
        for n, i in enumerate(answers.get(asked.id, ()), 1):
            if i in asked.answers:
                hits += 1
                precision += hits / n
        total += precision / len(asked.answers)
    return total / max(1, len(judged.questions))


def build(judged: Judged, folder: Path) -> None:
    """An archive of the collection, each document its own story."""
    IndexOnly(folder).build(Ready(d.id, "", d.title, d.body, None) for d in judged.documents)


def morgue(judged: Judged, folder: Path) -> Answers:
    """What this program answers over an archive made by `build`."""
    searcher = open_searcher(Location.of_folder(folder))
    out = {}
    for asked in judged.questions:
        ask = SearchQuery(" ".join(words(asked.text)), "any", DEPTH, collapse=False, snippets=0, budget_ms=None)
        out[asked.id] = [hit.id for hit in searcher.ask(ask).result.hits]
    return out


def fts5(judged: Judged) -> Answers:
    """What SQLite's own index answers."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE a USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61')")
    db.executemany("INSERT INTO a VALUES (?, ?, ?)", ((d.id, d.title, d.body) for d in judged.documents))
    query = f"SELECT id FROM a WHERE a MATCH ? ORDER BY bm25(a, 0, 3, 1) LIMIT {DEPTH}"
    out = {}
    for asked in judged.questions:
        any_word = " OR ".join(f'"{w}"' for w in words(asked.text))
        out[asked.id] = [str(row[0]) for row in db.execute(query, (any_word,))]
    db.close()
    return out


def tantivy_answers(judged: Judged) -> Answers:
    """What tantivy answers."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        schema.add_text_field(field, tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer(128 << 20, 1)
    for d in judged.documents:
        writer.add_document(tantivy.Document(id=d.id, title=d.title, body=d.body))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    out = {}
    for asked in judged.questions:
        query = index.parse_query(" OR ".join(words(asked.text)), ["title", "body"])
        out[asked.id] = [searcher.doc(at)["id"][0] for _, at in searcher.search(query, DEPTH).hits]
    return out


def apply(setting: Setting) -> None:
    """Sets constants of the executor, `module.NAME`; those of `field_weights` in every module that imported them."""
    for name, value in setting:
        home, constant = name.rsplit(".", 1)
        module = import_module(f"morgue.search.local.{home}")
        exact = int(value) if isinstance(getattr(module, constant), int) else value
        users = [m for n, m in sys.modules.items() if n.startswith("morgue.search.local.") and hasattr(m, constant)]
        for each in users if module is field_weights else [module]:
            setattr(each, constant, exact)
    _tables.cache_clear()


def settings(tried: list[str]) -> Iterator[Setting]:
    """Every combination of `module.NAME=value,value`."""
    named = [text.split("=", 1) for text in tried]
    for values in product(*(v.split(",") for _, v in named)):
        yield tuple((name, float(value)) for (name, _), value in zip(named, values, strict=True))


def cross_validated(scores: dict[Setting, list[float]]) -> tuple[Setting, list[float]]:
    """The best setting over all collections, and each collection's score under the one best on the others."""
    chosen = max(scores, key=lambda s: sum(scores[s]))
    count = len(scores[chosen])
    outside = [max(scores, key=lambda s: sum(scores[s]) - scores[s][i]) for i in range(count)]
    return chosen, [scores[s][i] for i, s in enumerate(outside)]


def row(name: str, values: list[float]) -> str:
    """A line of a table in Markdown."""
    return f"| {name} | " + " | ".join(f"{v:.3f}" for v in values) + f" | {sum(values) / max(1, len(values)):.4f} |"


def main() -> None:
    """Builds, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="names of folders, by commas")
    parser.add_argument("--try", dest="tried", action="append", default=[], metavar="MODULE.NAME=V,V")
    given = parser.parse_args()
    wanted = set(filter(None, given.only.split(",")))
    held = [c for c in collections(given.folder) if not wanted or c.name in wanted]
    if not held:
        sys.exit(f"no judged collection in {given.folder}")
    print("| nDCG@10 | " + " | ".join(c.name for c in held) + " | mean |\n|" + "---|" * (len(held) + 2))
    with tempfile.TemporaryDirectory() as home:
        folders = [Path(home) / c.name for c in held]
        for judged, folder in zip(held, folders, strict=True):
            build(judged, folder)
        if given.tried:
            _trial(held, folders, given.tried)
        else:
            _beside(held, folders)


def _beside(held: list[Judged], folders: list[Path]) -> None:
    engines: list[tuple[str, Callable[[Judged, Path], Answers]]] = [("morgue", morgue), ("FTS5", lambda c, _: fts5(c))]
    if find_spec("tantivy"):
        engines.append(("tantivy", lambda c, _: tantivy_answers(c)))
    for name, answer in engines:
        found = [answer(judged, folder) for judged, folder in zip(held, folders, strict=True)]
        pairs = list(zip(found, held, strict=True))
        print(
            row(name, [ndcg(*p) for p in pairs]), row(f"{name}, MAP", [average_precision(*p) for p in pairs]), sep="\n"
        )


def _trial(held: list[Judged], folders: list[Path], tried: list[str]) -> None:
    scores: dict[Setting, list[float]] = {}
    for setting in settings(tried):
        apply(setting)
        scores[setting] = [ndcg(morgue(c, f), c) for c, f in zip(held, folders, strict=True)]
        print(row(_shown(setting), scores[setting]), flush=True)
    chosen, outside = cross_validated(scores)
    print(row(f"chosen on all: {_shown(chosen)}", scores[chosen]), row("chosen on the others", outside), sep="\n")
    print(row("lost", [a - b for a, b in zip(scores[chosen], outside, strict=True)]))


def _shown(setting: Setting) -> str:
    return " ".join(f"{name}={value:g}" for name, value in setting)


if __name__ == "__main__":
    main()
