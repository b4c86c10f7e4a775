"""Articles, names and queries that would command a terminal: no command of the program passes any of it on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from morgue.cli.main import COMMANDS, main
from morgue.core.article import Article, Provenance
from morgue.index.archive.archive import Archive
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.prepared import with_keys
from morgue.render.sanitize import is_safe
from tests.trust.hostile import PAYLOADS, commands, hostile, raw, sheet
from tests.trust.program import Ended, on_pipe, on_terminal
from tests.trust.sizes import sized

#: The only sequences that are the program's own.
OWN = re.compile(r"\x1b\[(?:0|1|2|1;33|36|31)m")


def _said(run: Ended, terminal: bool) -> list[str]:
    text = (run.out + run.err).decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    if terminal:
        text = OWN.sub("", text).replace("\r", "")  # the line that shows progress goes back to its beginning
    return raw(text)


@pytest.fixture
def home(tmp_path: Path) -> Callable[[str], Path]:
    """A user with hostile articles in the archive and hostile names among the sources."""

    def make(payload: str) -> Path:
        place = tmp_path / sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        news = place / "news"
        news.mkdir(parents=True)
        with Writer(Archive.open_or_create(place / "archive")) as writer:
            for number in range(3):
                writer.add(with_keys(hostile(number, payload)))
            writer.commit()
        name = payload.replace("/", "_").encode("utf-8", "surrogatepass")[:80]
        rows = "".join(f'"{c}","t{n}{p}","{p}"\n' for p, n, c in sheet(payload))
        (place / "sheet.csv").write_bytes(f"coder,id,code\n{rows}".encode("utf-8", "replace"))
        (news / "plain.jsonl").write_text(json.dumps({"id": payload, "title": payload, "body": payload * 9}) + "\n{\n")
        page = f"<title>{payload}</title><p>{payload * 9}".encode("utf-8", "replace")
        (news / os.fsdecode(name + b".html")).write_bytes(page)
        return place

    return make


@sized(smoke=1, trust=len(PAYLOADS), parts=4)
def test_no_command_passes_a_payload_on(home: Callable[[str], Path], cases: range) -> None:
    for number in cases:
        payload = PAYLOADS[number]
        place = home(payload)
        for args in commands(payload)[:: 1 if len(cases) > 1 else 5]:
            full = (*args, "--archive", str(place / "archive")) if _takes_archive(args) else args
            for terminal in (False, True):
                run = (on_terminal if terminal else on_pipe)(place, *full)
                assert run.status in (0, 1, 2), (args, run)
                assert b"Traceback" not in run.out + run.err, (args, run)
                assert _said(run, terminal) == [], f"{args!r} on a {'terminal' if terminal else 'pipe'}: {run}"


def _takes_archive(args: tuple[str, ...]) -> bool:
    return (
        "--archive" not in args
        and args[0] in COMMANDS
        and args[0] not in ("clean", "help", "complete", "copy", "agree")
    )


def test_every_command_is_tried_and_there_are_three_hundred() -> None:
    tried = {args[0] for args in commands("x")}
    apart = {
        "browse",
        "demo",
        "completion",
    }  # the browser has tests of its own; the others print the program's own words
    assert set(COMMANDS) - tried == apart
    assert len(PAYLOADS) * len(commands("x")) >= 300


def test_the_payloads_are_raw() -> None:
    """Else nothing above would be tried."""
    assert all(raw(payload) for payload in PAYLOADS)


def test_a_drawing_of_a_timeline_holds_no_markup_of_an_article(home: Callable[[str], Path]) -> None:
    place = home("<script>alert(1)</script>")
    svg = place / "drawing.svg"
    query = "harbour OR <script>alert(1)</script>"
    run = on_pipe(place, "timeline", query, "--svg", str(svg), "--archive", str(place / "archive"))
    assert run.status in (0, 1), run
    assert not svg.exists() or "<script" not in svg.read_text()


def test_a_spreadsheet_runs_no_cell(tmp_path: Path) -> None:
    cells = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')
    with Writer(Archive.open_or_create(tmp_path / "archive")) as writer:
        for number, cell in enumerate(cells):
            origin = Provenance("cells", sha256(cell.encode()).hexdigest(), "csv")
            article = Article(f"c{number}", f"{cell} harbour", origin, title=cell, outlet=cell, authors=(cell,))
            writer.add(with_keys(article))
        writer.commit()
    for command in ("search harbour --copies --csv", "export harbour --csv", "stories --min 1 --csv"):
        run = on_pipe(tmp_path, *command.split(), "--archive", str(tmp_path / "archive"))
        assert run.status == 0, run
        for row in run.out.decode().split("\n"):
            for cell in row.split(","):
                assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t", "\r=")), (command, row)


#: What Python calls printable and an eye does not see, and what it calls unprintable.
_UNSEEN = ("\u3164", "\u115f", "\u2800", "\u17b4", "\u034f", "\x1b[2J", "\u202e", "\x9b1m", "\u200b", "\ufeff")


@pytest.mark.parametrize("unseen", _UNSEEN)
def test_the_query_above_a_caret_shows_what_is_in_it_and_commands_nothing(
    tmp_path: Path, unseen: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with Writer(Archive.open_or_create(tmp_path / "archive")):
        pass
    assert main(["search", f"(harbour {unseen} ferry", "--archive", str(tmp_path / "archive")]) == 2
    said = capfd.readouterr()
    assert said.out == "" and said.err.count("\n") == 3 and "^" in said.err
    assert is_safe(said.err), ascii(said.err)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_command_shows_of_an_article_is_safe(
    payload: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser's `|`: the command has the terminal, so it gets nothing that would command it."""
    from textual.app import App

    from morgue.render.files import as_text
    from morgue.tui import external

    wrote = tmp_path / "wrote"
    app: App[object] = App()
    monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
    monkeypatch.setattr(external, "_until_seen", lambda command: None)
    for terminal in (True, False):
        monkeypatch.setattr(os, "isatty", lambda descriptor, terminal=terminal: terminal)
        external.pipe(app, f"cat > {shlex.quote(str(wrote))}", hostile(0, payload))
        text = wrote.read_bytes().decode()
        assert raw(text) == [], ascii(text)
        assert "words of the council" in text
        if not terminal:
            assert text == as_text(hostile(0, payload)).encode("utf-8", "replace").decode()
