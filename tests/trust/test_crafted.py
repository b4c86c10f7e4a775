"""A crafted archive folder: every file by a link, a pipe, a device, a folder, empty or huge, under every command."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from morgue.cli.main import COMMANDS, main
from morgue.index.archive import manifest
from morgue.index.archive.maintenance.repair import verify
from morgue.workspace.reading_lists import Kept, Lists
from morgue.workspace.saved_searches import SavedSearches
from morgue.workspace.store import FolderStore
from tests.trust.sizes import sized
from tests.trust.small import filing, news

DIARY = b"Dear diary, the harbour was calm.\n"
#: Seconds after which a command counts as hanging, whatever else the machine does.
HANGS = 60
#: Processor time of a command that is to be refused, asserted in the large run alone.
REFUSED = 2.0

READERS = (
    ("search", "harbour"),
    ("search", "@mine"),
    ("count", "harbour"),
    ("show", "h0001"),
    ("stories",),
    ("story", "h0001"),
    ("similar", "h0001"),
    ("diff", "h0001", "h0002"),
    ("timeline", "harbour"),
    ("why", "h0001", "harbour"),
    ("export", "harbour"),
    ("kwic", "harbour"),
    ("rates", "harbour", "--by", "outlet"),
    ("words", "harbour"),
    ("collocates", "harbour"),
    ("quotes", "harbour"),
    ("outlets",),
    ("sample", "harbour"),
    ("recall", "harbour", "--sheet", "SHEET"),
    ("receipt", "harbour"),
    ("report", "harbour", "--out", "NEW"),
    ("tags",),
    ("notes",),
    ("saved",),
    ("stats",),
    ("formats",),
    ("doctor",),
    ("verify",),
    ("complete", "bash", "morgue search outlet:"),
)
WRITERS = (
    ("new", "mine"),
    ("save", "other", "harbour"),
    ("save", "mine", "council"),
    ("saved", "--remove", "mine"),
    ("forget", "h0002"),
    ("compact",),
    ("verify", "--repair"),
    ("index", "NEWS"),
    ("tag", "h0001", "kept"),
    ("note", "h0001", "a note"),
    ("reindex",),
    ("copy", "ARCHIVE", "NEW"),
)
#: Commands that are given no archive, or have tests of their own.
APART = {"browse", "clean", "demo", "help", "completion", "agree"}


def _link(target: Callable[[Path], Path | str]) -> Callable[[Path, Path], None]:
    return lambda path, outside: path.symlink_to(target(outside))


def _device(path: Path, _: Path) -> None:
    os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero


def _full_folder(path: Path, _: Path) -> None:
    path.mkdir()
    (path / "MAIN_0123456789abcdef.segment").write_bytes(DIARY)


def _huge(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _hard_link(path: Path, outside: Path) -> None:
    path.hardlink_to(outside / "diary.txt")


KINDS: dict[str, Callable[[Path, Path], None]] = {
    "a link to a file": _link(lambda outside: outside / "diary.txt"),
    "a link to a folder": _link(lambda outside: outside / "folder"),
    "a link to nothing": _link(lambda outside: outside / "written.txt"),
    "a link to itself": _link(lambda outside: "MAIN_WRITELOCK"),
    "a link to /dev/zero": _link(lambda outside: "/dev/zero"),
    "a hard link": _hard_link,
    "a pipe": lambda path, _: os.mkfifo(path),
    "a device": _device,
    "a folder": _full_folder,
    "empty": lambda path, _: path.touch(),
    "huge": _huge,
}
#: What each stands in place of; the names of the next generation are taken before it comes.
NEWEST = ("SEGMENT", "MAIN-4.manifest", "MAIN-4.overlay", "_MAIN_4.toc", "_MAIN_5.toc")
OTHERS = ("MAIN-3.manifest", "MAIN-3.overlay", "_MAIN_3.toc", "MAIN_WRITELOCK", "MAIN_feedfacefeedface.segment")
NEXT = ("MAIN-5.manifest", "MAIN-5.overlay", "_MAIN_5.toc.tmp")
WORKSPACE = ("saved.json", "seen-mine", "outlets.toml", "lists", "lists/kept.jsonl", "rebuilt")
CASES = [(name, kind) for name in (*NEWEST, *OTHERS, *NEXT, *WORKSPACE) for kind in KINDS]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crafted") / "archive"
    for at in (0, 6):
        filing(news(12)[at : at + 6])(folder)
    assert manifest.generations(folder) == [4, 3]
    searches = SavedSearches(FolderStore(folder))
    searches.save("mine", "harbour")
    searches.mark_seen("mine", ["h0001"])
    (folder / "outlets.toml").write_text('"Harbour Times" = ["harbourtimes.example"]\n')
    Lists(FolderStore(folder)).add("kept", [Kept("h0001", "t", "o", "2021", "")])
    return folder


@pytest.fixture
def bounded() -> Iterator[None]:
    """Not more memory than 3 GB over what is held now, and an alarm where a command hangs."""

    def hangs(*_: object) -> None:
        raise TimeoutError("a command hangs")

    before = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + (3 << 30), before[1]))
    named = os.environ.get("MORGUE_ARCHIVE")
    handler = signal.signal(signal.SIGALRM, hangs)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, handler)
        os.environ.pop("MORGUE_ARCHIVE", None)
        os.environ.update({} if named is None else {"MORGUE_ARCHIVE": named})
        resource.setrlimit(resource.RLIMIT_AS, before)


def _outside(home: Path) -> Path:
    """Other files of the person, some with names like an archive's."""
    outside = home / "outside"
    (outside / "folder").mkdir(parents=True)
    for name in ("diary.txt", "folder/diary.txt", "folder/MAIN_0123456789abcdef.segment", "folder/_MAIN_3.toc"):
        (outside / name).write_bytes(DIARY)
    return outside


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its content and its time."""
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def place(folder: Path, name: str, kind: str, outside: Path) -> None:
    """Puts something else where a file was, or may come to be."""
    if name == "SEGMENT":
        name = manifest.read(folder, 4).segments[0].files[0].name
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    KINDS[kind](path, outside)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="measures in /proc")
@sized(smoke=4, trust=len(CASES), parts=4)
def test_no_command_follows_waits_or_swells(
    tmp_path: Path, good: Path, bounded: None, cases: range, capfd: pytest.CaptureFixture[str]
) -> None:
    large = len(cases) > 4
    (tmp_path / "sheet.csv").write_text("coder,id,code\nann,h0001,1\nann,h0002,0\n")
    (tmp_path / "news.jsonl").write_text('{"id": "new1", "title": "Quay", "body": "The quay of the harbour is new."}\n')
    for number in cases:
        name, kind = CASES[number if large else (number * 53 + 7) % len(CASES)]
        if kind == "a device" and os.geteuid():
            continue
        outside = _outside(tmp_path / str(number))
        before = tree(outside)
        for commands in (READERS, *((c,) for c in WRITERS)):
            folder = tmp_path / "archive"
            shutil.copytree(good, folder)
            place(folder, name, kind, outside)
            for command in commands:
                named = {
                    "NEWS": tmp_path / "news.jsonl",
                    "SHEET": tmp_path / "sheet.csv",
                    "ARCHIVE": folder,
                    "NEW": tmp_path / "new",
                }
                args = [str(named.get(a, a)) for a in command]
                _refused_or_done(args, folder, (name, kind), capfd, large)
                assert tree(outside) == before, (name, kind, command)
                _gone(tmp_path / "new")
            shutil.rmtree(folder)


def _gone(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _refused_or_done(
    args: list[str], folder: Path, case: tuple[str, str], capfd: pytest.CaptureFixture[str], timed: bool
) -> None:
    name, kind = case
    signal.alarm(HANGS)
    began = time.process_time()
    os.environ["MORGUE_ARCHIVE"] = str(folder)
    status = main(args)
    took = time.process_time() - began
    signal.alarm(0)
    said = capfd.readouterr()
    what = f"{name} is {kind}: {args}: {status} {said.err[-500:]}"
    assert status in (0, 1, 2), what
    assert "Traceback" not in said.err and "internal error" not in said.err, what
    assert not timed or took < REFUSED, f"{took:.1f} s: {what}"
    if args == ["search", "harbour"]:
        assert status == (2 if name in NEWEST else 0), what
        assert status == 0 or said.err.count("\n") == 1, what
    if args[0] == "verify":
        assert status == (2 if name in NEWEST and (len(args) == 1 or not verify(folder).ok) else status), what


def test_every_command_is_tried() -> None:
    assert {c[0] for c in (*READERS, *WRITERS)} == set(COMMANDS) - APART


@pytest.mark.parametrize("kind", ["a link to a file", "a pipe", "empty", "huge"])
@pytest.mark.parametrize("name", ["saved.json", "outlets.toml"])
def test_a_bad_file_of_the_workspace_is_told_and_searching_goes_on(
    tmp_path: Path, good: Path, name: str, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(good, folder)
    place(folder, name, kind, _outside(tmp_path))
    assert main(["search", "harbour", "--archive", str(folder)]) == 0
    said = capfd.readouterr()
    assert "Harrow Bay report" in said.out
    assert name in said.err or (name, kind) == ("outlets.toml", "empty")


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"searches": ' * 50_000,
        "[]",
        '{"searches": []}',
        '{"searches": 7}',
        '"text"',
        "null",
        '{"searches": {"mine": ["harbour"]}}',
        '{"searches": {"mine": 7}}',
        '{"searches": {"a b": "harbour"}}',
        '{"searches": {"": "harbour"}}',
        "\udcff",
        "1e999",
    ],
)
def test_searches_that_cannot_be_are_told_and_searching_goes_on(
    tmp_path: Path, good: Path, content: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(good, folder)
    (folder / "saved.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert main(["search", "harbour", "--archive", str(folder)]) == 0
    assert "saved.json" in capfd.readouterr().err
    for command in (["saved"], ["new", "mine"], ["saved", "--remove", "mine"], ["save", "x", "y"]):
        assert main([*command, "--archive", str(folder)]) == 2, command
        said = capfd.readouterr().err
        assert "saved.json" in said and "internal" not in said, command
    assert (folder / "saved.json").read_bytes() == content.encode("utf-8", "surrogateescape")
