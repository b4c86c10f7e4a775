"""Files for other programs: what is in them, that they are whole or not there, and that nothing in them acts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from morgue.cli.desk.tables_in import rows
from morgue.cli.desk.text_folder import file_name, starred, write_texts
from morgue.core.article import Article, Filed, Membership, Provenance
from morgue.core.errors import MorgueError
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import with_keys
from morgue.render.references.csl import csl
from morgue.render.sanitize import is_safe
from tests.cli.conftest import Morgue
from tests.short_paths import socket_folder
from tests.trust.hostile import PAYLOADS, hostile

EVIL = '<script src="https://evil.example/x.js">alert(1)</script><img src=x onerror=alert(2)>=1+1"\'&\x1b[2J\u202e'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Morgue:
    """An archive whose articles have markup and formulas in every field."""
    home = tmp_path_factory.mktemp("evil")
    program = Morgue(home, home / "archive")
    with Writer(Archive.open_or_create(program.archive)) as writer:
        for number, payload in enumerate((EVIL, EVIL + "2", *PAYLOADS[:4])):
            writer.add(with_keys(hostile(number, payload)))
        link = Article(
            "link", "Harbour javascript.", Provenance("x", "0" * 64, "json"), url="javascript:alert(3)", title=EVIL
        )
        writer.add(with_keys(link))
        writer.commit()
    return program


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


_PAGE = set("html head meta link title style body h1 h2 h3 p a mark article table tr th td span i footer".split())
_PAGE |= set("svg rect text".split())


def test_a_report_stands_alone_and_runs_nothing(evil: Morgue) -> None:
    page = evil.home / "report.html"
    page.unlink(missing_ok=True)
    query = "harbour OR <script>"
    assert evil("report", query, "--out", str(page)).status == 0
    text = page.read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert {tag for tag, _ in tags.seen} <= _PAGE
    for tag, attributes in tags.seen:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "action")], tag
        target = attributes.get("href") or ""
        assert not target or target == "data:," or (tag == "a" and target.startswith("https://harbour.example/")), (
            target
        )
    assert is_safe(text) and "url(" not in text and "@import" not in text
    assert "default-src 'none'" in text
    assert evil("report", query, "--out", str(page)).status == 2, "there is one already"
    assert evil("report", "zeppelin", "--out", str(evil.home / "none.html")).status == 1


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed")
def test_a_browser_opens_a_report_without_a_word_and_asks_nobody(evil: Morgue, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert evil("report", "harbour", "--out", str(page)).status == 0
    net = tmp_path / "net.json"
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"),
            *("--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", f"--log-net-log={net}"),
            *("--virtual-time-budget=2000", "--dump-dom", page.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path), "TMPDIR": socket_folder()},  # it leaves more than its profile at home
    )
    assert "<h1>harbour</h1>" in done.stdout
    assert "CONSOLE" not in done.stderr, done.stderr
    asked = set(re.findall(r'"url":"([^"]+)"', net.read_text(errors="replace")))
    own = {url for url in asked if not url.startswith(("file:", "data:", "chrome:", "chrome-"))}
    assert not [url for url in own if "evil.example" in url or "harbour.example" in url], own


def test_a_folder_of_texts(held: Morgue, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    run = held("export", "ferry", "--texts", str(folder))
    assert run.status == 0 and "3 texts" in run.out
    table = list(csv.DictReader(io.StringIO((folder / "metadata.csv").read_text(encoding="utf-8"))))
    assert sorted(row["article"] for row in table) == ["a1", "a2", "a3"]
    for row in table:
        text = (folder / "texts" / f"{row['id']}.txt").read_text(encoding="utf-8")
        assert text.startswith(row["title"] + "\n\n") and row["id"].startswith(row["date"])
    assert (folder / "iramuteq.txt").read_text().count("\n**** ") == 2
    assert held("export", "ferry", "--texts", str(folder)).status == 2
    assert held("export", "ferry", "--texts", str(tmp_path / "x"), "--csv").status == 2
    assert not (tmp_path / "x").exists()


def _filed(article: Article) -> Filed:
    return Filed(article, Membership(article.id, "original"), 3)


def test_names_of_files_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../x", "/etc/passwd", "a/b", "..", "con", "é" * 300, "\0", *PAYLOADS, "x" * 5_000, "k7f2"]
    articles = [
        Article(name, f"Text {n}.", Provenance("p", "0" * 64, "json"), outlet=name, date="2021-03-04")
        for n, name in enumerate(names)
    ]
    for article in articles:
        assert re.fullmatch(r"[a-z0-9_-]{1,120}", file_name(article)), file_name(article)
    assert len({file_name(a) for a in articles}) == len(articles)
    assert write_texts(tmp_path / "out", map(_filed, articles)) == len(names)
    assert {p.name for p in tmp_path.iterdir()} == {"out"}
    assert len(list((tmp_path / "out" / "texts").iterdir())) == len(names)
    for path in (tmp_path / "out").rglob("*.*"):
        assert is_safe(path.read_text(encoding="utf-8").replace("\r", "")), path


def test_a_text_is_no_head_of_another(tmp_path: Path) -> None:
    article = Article(
        "a", "**** *outlet_false\n  **** *year_1\nreal", Provenance("p", "0" * 64, "json"), outlet="Hill *x"
    )
    text = starred(_filed(article), article.body)
    assert re.findall(r"(?m)^\*{4}.*", text) == ["**** *outlet_hillx *year_undated *role_original *language_unknown"]


def test_a_folder_that_cannot_be_finished_is_not_there(tmp_path: Path) -> None:
    def broken() -> Iterator[Filed]:
        yield _filed(Article("a", "Text.", Provenance("p", "0" * 64, "json")))
        raise MorgueError("stopped")

    with pytest.raises(MorgueError, match="stopped"):
        write_texts(tmp_path / "out", broken())
    assert list(tmp_path.iterdir()) == []


def test_csl(held: Morgue) -> None:
    items = json.loads(held("export", "ferry", "--csl").out)
    assert [item["id"] for item in items] == ["a1", "a2", "a3"] or len(items) == 3
    first = next(item for item in items if item["id"] == "a1")
    assert first["type"] == "article-newspaper" and first["author"] == [{"family": "Brook", "given": "Ada"}]
    assert first["issued"] == {"date-parts": [[2021, 3, 4]]} and first["container-title"] == "Harbour Times"
    bare = Article("x", "t", Provenance("p", "", "json"), authors=("Post staff", "Ada van Brook"), date="2021-03")
    assert csl(bare) == {
        "id": "x",
        "type": "article-newspaper",
        "author": [{"literal": "Post staff"}, {"family": "van Brook", "given": "Ada"}],
        "issued": {"date-parts": [[2021, 3]]},
    }


def test_a_workbook(held: Morgue, evil: Morgue, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    assert held("export", "ferry", "--xlsx", str(book)).status == 0
    assert sorted(row["id"] for row in rows(book)) == ["a1", "a2", "a3"]
    narrow = tmp_path / "b.xlsx"
    assert held("export", "ferry", "--xlsx", str(narrow), "--fields", "id,date").status == 0
    assert list(next(rows(narrow))) == ["id", "date"]
    assert held("export", "ferry", "--xlsx", str(tmp_path / "c.csv")).status == 2
    bad = tmp_path / "evil.xlsx"
    assert evil("export", "*", "--xlsx", str(bad)).status == 0
    with zipfile.ZipFile(bad) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert "<f>" not in text and "<hyperlink " not in text and "\x1b" not in text
