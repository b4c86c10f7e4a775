"""An archive from a stranger: whatever its files hold, no command runs any of it."""

from __future__ import annotations

import ast
import pickle
import shutil
from pathlib import Path
from shlex import quote

import pytest

from morgue.cli.main import main
from morgue.index.archive import manifest
from tests.trust.sizes import sized
from tests.trust.small import filing, news

ROOT = Path(__file__).parents[2]
COMMANDS = (
    ["search", "harbour"],
    ["count", "harbour"],
    ["show", "h0001"],
    ["stories"],
    ["story", "h0001"],
    ["similar", "h0001"],
    ["diff", "h0001", "h0002"],
    ["timeline", "harbour"],
    ["why", "h0001", "harbour"],
    ["export", "harbour"],
    ["saved"],
    ["new", "mine"],
    ["stats"],
    ["doctor"],
    ["verify"],
    ["verify", "--repair"],
    ["forget", "h0002"],
    ["compact"],
)


#: It compiles the `__init__` of our own classes from the names of their fields, as the standard decorator does.
VALUES = ROOT / "morgue/core/dataclass.py"


def payload(number: int, canary: Path) -> bytes:
    """A pickle that makes a file when it is read, each number by another way."""
    mark = str(canary / f"ran-{number}")
    calls: list[tuple[str, str, tuple[object, ...]]] = [
        ("os", "system", (f"touch {quote(mark)}",)),
        ("posix", "system", (f"touch {quote(mark)}",)),
        ("subprocess", "check_call", (["touch", mark],)),
        ("builtins", "exec", (f"import os; os.mkdir({mark!r})",)),
        ("builtins", "eval", (f"__import__('os').mkdir({mark!r})",)),
        ("os", "mkdir", (mark,)),
        ("os", "mkfifo", (mark,)),
        ("os", "symlink", (__file__, mark)),
        ("shutil", "copyfile", (__file__, mark)),
        ("shutil", "copytree", (str(canary.parent / "seed"), mark)),
    ]
    module, function, args = calls[number % len(calls)]
    body = f"c{module}\n{function}\n".encode() + pickle.dumps(args, 0)[:-1] + b"R."
    return body if number < len(calls) else pickle.dumps(("MAIN", 1), 4)[:-1] + b"0" + body


@sized(smoke=2, trust=20)
def test_crafted_pickles_run_nothing(tmp_path: Path, cases: range, capfd: pytest.CaptureFixture[str]) -> None:
    good, canary = tmp_path / "good", tmp_path / "canary"
    for new in (canary, tmp_path / "seed"):
        new.mkdir()
    for at in (0, 3):
        filing(news(6)[at : at + 3])(good)
    for number in cases:
        bad = payload(number, canary)
        for target in sorted(p.name for p in good.iterdir()):
            for place in (_instead, _before, _vouched):
                folder = tmp_path / "archive"
                shutil.copytree(good, folder)
                place(folder, target, bad)
                for command in COMMANDS if target.endswith(".toc") else COMMANDS[:1] + COMMANDS[-5:]:
                    assert main([*command, "--archive", str(folder)]) in (0, 1, 2)
                    assert "Traceback" not in capfd.readouterr().err
                shutil.rmtree(folder)
    assert list(canary.iterdir()) == []


def _instead(folder: Path, name: str, bad: bytes) -> None:
    (folder / name).write_bytes(bad)


def _before(folder: Path, name: str, bad: bytes) -> None:
    path = folder / name
    path.write_bytes(bad + path.read_bytes())


def _vouched(folder: Path, name: str, bad: bytes) -> None:
    """The file replaced, and a manifest that gives the new file's size and hash."""
    (folder / name).write_bytes(bad)
    for generation in manifest.generations(folder):
        if name == manifest.manifest_name(generation):
            continue
        text = manifest.to_bytes(_told(manifest.read(folder, generation), name, bad))
        (folder / manifest.manifest_name(generation)).write_bytes(text)


def _told(listed: manifest.Manifest, name: str, bad: bytes) -> manifest.Manifest:
    from dataclasses import replace

    def new(f: manifest.FileRecord) -> manifest.FileRecord:
        return manifest.record_bytes(name, bad) if f.name == name else f

    return replace(
        listed,
        segments=tuple(replace(s, files=tuple(map(new, s.files))) for s in listed.segments),
        overlay=new(listed.overlay) if listed.overlay else None,
        toc=new(listed.toc),
    )


def test_the_payloads_do_run_where_pickles_are_read(tmp_path: Path) -> None:
    """Else the test above would show nothing."""
    canary = tmp_path / "canary"
    for folder in (canary, tmp_path / "seed"):
        folder.mkdir()
    for number in range(20):
        pickle.loads(payload(number, canary))
    assert len(list(canary.iterdir())) == 20


def test_nothing_of_ours_reads_pickles() -> None:
    """No module imports an unpickler, and numpy is never asked to read a file by itself."""
    banned = {"pickle", "cPickle", "shelve", "marshal", "dill", "cloudpickle", "joblib"}
    for room in ("index", "search", "tui", "morgue"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = {a.name for a in node.names} if isinstance(node, ast.Import) else set()
                names |= {node.module or ""} if isinstance(node, ast.ImportFrom) else set()
                assert not banned & names, path
                if isinstance(node, ast.Call) and path != VALUES:
                    assert ast.unparse(node.func) not in ("np.load", "numpy.load", "eval", "exec"), path


def test_a_container_cannot_hold_objects(tmp_path: Path) -> None:
    """A stream that calls itself an array of Python objects, with every checksum right, is not read as one."""
    import numpy as np

    from morgue.index.codec.container import Container, ContainerWriter

    path = tmp_path / "MAIN_bad.segment"
    with ContainerWriter(path) as out:
        out.begin("evil", "|O")
        out.put(np.arange(8, dtype="<u8").tobytes())
        out.end()
        out.close()
    with pytest.raises(Exception, match=r"OBJECT|damaged"):
        Container(path).array("evil")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "MAIN_/../../x", "MAIN_a/b", "", "other.txt"])
def test_a_manifest_cannot_lead_out_of_its_folder(tmp_path: Path, name: str) -> None:
    from morgue.core.errors import ArchiveDamaged

    folder = tmp_path / "archive"
    filing(news(3))(folder)
    listed = manifest.read(folder, 1)
    for bad in (
        manifest.Manifest(1, listed.segments, manifest.FileRecord(name, 1, "0"), listed.toc, listed.analyzer),
        manifest.Manifest(1, (manifest.SegmentRecord(name, 3, ()),), listed.overlay, listed.toc, listed.analyzer),
        manifest.Manifest(2, listed.segments, listed.overlay, listed.toc, listed.analyzer),
    ):
        (folder / manifest.manifest_name(1)).write_bytes(manifest.to_bytes(bad))
        with pytest.raises(ArchiveDamaged):
            manifest.read(folder, 1)
