"""`import morgue`: the examples of docs/api.md run, answers are those of the command line, nothing heavy is loaded."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import morgue
from morgue.core.errors import ArchiveError, ArchiveMissing, MorgueError
from morgue.core.json import Document, headed
from morgue.search.answer import NotFound
from morgue.search.deadline import Deadline, always
from morgue.search.language.errors import QueryError
from tests.cli.conftest import Morgue

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


@pytest.fixture
def archive(held: Morgue) -> Iterator[morgue.Archive]:
    with morgue.open(held.archive) as opened:
        yield opened


def printed(held: Morgue, *words: str) -> Document:
    run = held(*words)
    document: Document = json.loads(run.out)
    return document


def test_answers_are_those_of_the_command_line(archive: morgue.Archive, held: Morgue) -> None:
    told = printed(held, "search", "ferry", "--json", "--facets", "outlet,year")
    answer = archive.search("ferry", facets=("outlet", "year")).as_dict()
    assert {**answer, "took_ms": 0} == {**told, "took_ms": 0}
    assert archive.timeline("ferry", by="month").as_dict() == printed(
        held, "timeline", "ferry", "--by", "month", "--json"
    )
    first = next(iter(archive.search("ferry"))).id
    assert archive.show(first).as_dict() == printed(held, "show", first, "--json")
    assert archive.count("ferry").as_dict("ferry") == printed(held, "count", "ferry", "--json")
    assert archive.why(first, "ferry strike").as_dict() == printed(held, "why", first, "ferry strike", "--json")
    stories = [headed(story.as_dict()) for story in archive.stories(least=1)]
    assert stories == [json.loads(line) for line in held("stories", "--min", "1", "--jsonl").out.splitlines()]
    exported = [filed.as_dict() for filed in archive.export("ferry")]
    assert exported == [json.loads(line) for line in held("export", "ferry").out.splitlines()]
    assert archive.stats().as_dict("x")["articles"] == len(archive)


def test_errors_are_those_of_the_command_line(archive: morgue.Archive, tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        archive.search('"ferry')
    with pytest.raises(NotFound):
        archive.show("nobody")
    with pytest.raises(ArchiveMissing):
        morgue.open(tmp_path / "nothing")
    with pytest.raises(MorgueError, match="no engine"):
        morgue.open("gopher://host/news")


def test_the_page_names_every_method_and_its_examples_run(held: Morgue, capsys: pytest.CaptureFixture[str]) -> None:
    methods = {n for n, _ in inspect.getmembers(morgue.Archive, inspect.isfunction) if not n.startswith("_")}
    assert methods - {"close"} == set(re.findall(r"^\| `(\w+)\((?!archive)", PAGE, re.M))
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.S):
        exec(code.replace('"~/archive"', repr(str(held.archive))), {"morgue": morgue})
    assert "articles in" in capsys.readouterr().out


def test_the_page_names_every_argument_and_no_other() -> None:
    for name, told in re.findall(r"^\| `(\w+)\(([^)]*)\)`", PAGE, re.M):
        if name != "len":
            real = [p for p in inspect.signature(getattr(morgue.Archive, name)).parameters if p != "self"]
            assert re.findall(r"\w+", told) == real, name


def test_no_method_has_a_limit_of_time(archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int | None] = []

    class Noted(Deadline):
        def __init__(self, budget_ms: int | None = None, wanted: Callable[[], bool] = always) -> None:
            limits.append(budget_ms)
            super().__init__(budget_ms, wanted)

    monkeypatch.setattr("morgue.search.searcher.Deadline", Noted)
    monkeypatch.setattr("morgue.search.desk.desk.Deadline", Noted)
    first = next(iter(archive.search("ferry"))).id
    names = "count timeline stories export kwic sample receipt rates words collocates quotes outlets".split()
    for name in names:
        getattr(archive, name)("ferry")
    archive.why(first, "ferry"), archive.check(archive.receipt("ferry").as_dict()), archive.similar(first)
    assert len(limits) > len(names) and set(limits) == {None}


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        *(("search", {"facets": ("foo",)}), ("search", {"include": (("foo", "x"),)}), ("search", {"sort": "foo"})),
        *(("search", {"exclude": (("foo", "x"),)}), ("search", {"match": "foo"}), ("timeline", {"by": "foo"})),
        *(("words", {"by": "foo"}), ("collocates", {"by": "foo"}), ("rates", {"by": "foo"}), ("kwic", {"sort": "foo"})),
        *(("sample", {"by": ("foo",)}), ("count", {"match": "foo"}), ("rates", {"match": "foo"})),
    ],
    ids=str,
)
def test_a_name_that_there_is_not_is_said_to_be_none(
    archive: morgue.Archive, method: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(MorgueError, match="foo") as told:
        getattr(archive, method)("ferry", **arguments)
    assert "there are" in told.value.hint and not isinstance(told.value, ArchiveError)


def test_importing_it_is_cheap() -> None:
    code = "import sys, morgue; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "whoosh", "typer", "textual", "rich", "morgue.api"} & set(loaded)


@pytest.mark.parametrize("name", ["search", "index", "cli", "tui"])
def test_files_of_our_rooms_names_beside_a_notebook_do_no_harm(name: str, held: Morgue, tmp_path: Path) -> None:
    """A stranger's `search.py` in the working folder, and on PYTHONPATH, is not taken for a room of ours."""
    (tmp_path / f"{name}.py").write_text("raise SystemExit('not meant')\n")
    environment = {**held.env, "PYTHONPATH": str(tmp_path)}
    code = f"import morgue; print(len(morgue.open({str(held.archive)!r})))"
    for command in (
        [sys.executable, "-c", code],
        [sys.executable, "-m", "morgue", "count", "ferry", "--archive", str(held.archive)],
    ):
        run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert (run.returncode, run.stderr) == (0, ""), command
