"""SQLite FTS5 from the standard library: Porter stems, an ordinary table beside it for facets and stored text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.engines import First, Ready, month_of
from bench.questions import Question


class Fts5:
    """External-content table, so that the text is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterator[Ready]) -> None:
        """One transaction, then an optimize."""
        self._folder.mkdir(parents=True)
        with sqlite3.connect(self._folder / "index.db") as db:
            db.execute("CREATE TABLE a (n INTEGER PRIMARY KEY, id, outlet, title, body, month INT, day INT)")
            db.execute(
                "CREATE VIRTUAL TABLE f USING fts5(title, body, content='a', content_rowid='n',"
                " tokenize='porter unicode61')"
            )
            db.executemany(
                "INSERT INTO a (id, outlet, title, body, month, day) VALUES (?,?,?,?,?,?)",
                (
                    (
                        a.id,
                        a.outlet,
                        a.title,
                        a.body,
                        month_of(a.date),
                        date.fromisoformat(a.date[:10]).toordinal() if a.date else 0,
                    )
                    for a in articles
                ),
            )
            db.execute("INSERT INTO f (f) VALUES ('rebuild')")
            db.execute("INSERT INTO f (f) VALUES ('optimize')")
            db.execute("CREATE INDEX outlets ON a (outlet)")
        db.close()

    def open(self) -> None:
        """Opens the database with a page cache of 256 MB."""
        self._db = sqlite3.connect(self._folder / "index.db")
        self._db.execute("PRAGMA cache_size = -262144")

    def _where(self, q: Question) -> tuple[str, list[str | int]]:
        words = {
            "all": " AND ".join(q.words),
            "any": " OR ".join(q.words),
            "phrase": f'"{" ".join(q.words)}"',
            "prefix": f"{q.words[0]}*",
        }
        where = "f MATCH ?"
        values: list[str | int] = [words[q.mode]]
        if q.days:
            where += " AND a.day BETWEEN ? AND ?"
            values += [d.toordinal() for d in q.days]
        if q.outlet:
            where += " AND a.outlet = ?"
            values.append(q.outlet)
        return where, values

    def first(self, question: Question) -> First:
        """Top ten by rank; both facets by GROUP BY, the total as the sum of one."""
        where, values = self._where(question)
        join = f"FROM f JOIN a ON a.n = f.rowid WHERE {where}"
        if question.days or question.outlet:
            top = self._db.execute(f"SELECT a.id {join} ORDER BY rank LIMIT 10", values).fetchall()
        else:
            inner = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10"
            top = self._db.execute(f"SELECT a.id FROM ({inner}) t JOIN a ON a.n = t.rowid", values).fetchall()
        outlets = self._db.execute(f"SELECT a.outlet, count(*) {join} GROUP BY 1", values).fetchall()
        months = self._db.execute(f"SELECT a.month, count(*) {join} GROUP BY 1", values).fetchall()
        return First(tuple(i for (i,) in top), sum(n for _, n in outlets), len(outlets), len(months))

    def second(self, question: Question, ids: tuple[str, ...]) -> int:
        """Titles and FTS5's own snippets of the ten."""
        where, values = self._where(question)
        marks = ",".join("?" * len(ids))
        rows = self._db.execute(
            f"SELECT a.title, snippet(f, 1, '[', ']', '…', 30) FROM f JOIN a ON a.n = f.rowid"
            f" WHERE {where} AND f.rowid IN (SELECT n FROM a WHERE id IN ({marks}))",
            [*values, *ids],
        ).fetchall()
        return len(rows)
