"""Whose archive it is, what a worker may take, and how Ctrl-C and a missing lock are borne."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from morgue.cli.main import main
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveLocked
from morgue.index.archive import manifest
from morgue.index.archive.access import writable_by_all
from morgue.index.archive.archive import Archive
from morgue.index.archive.lock import WriterLock
from morgue.index.archive.sigint import held_back
from morgue.index.archive.writer import Writer
from morgue.index.pipeline.memory_watchdog import Watchdog, resident, resident_by_ps
from tests.trust.small import filing, news, state

ROOT = Path(__file__).parents[2]


def test_an_archive_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    filing(news(3))(tmp_path / "archive")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(ArchiveError, match="belongs to another user"):
        Archive.open(tmp_path / "archive")
    for command in (["search", "harbour"], ["stats"], ["verify"], ["verify", "--repair"], ["compact"], ["forget", "x"]):
        assert main([*command, "--archive", str(tmp_path / "archive")]) == 2
        said = capfd.readouterr()
        assert "belongs to another user (copy it" in said.err and said.out == ""


def test_an_archive_that_all_may_write_is_warned_about(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "archive"
    filing(news(3))(folder)
    for command in (["search", "harbour"], ["compact"], ["forget", "nobody"], ["count", "harbour"]):
        folder.chmod(0o755)
        main([*command, "--archive", str(folder)])
        assert "anyone may change" not in capfd.readouterr().err
        folder.chmod(0o777)
        assert writable_by_all(folder)
        main([*command, "--archive", str(folder)])
        assert "anyone may change" in capfd.readouterr().err
    assert main(["doctor", "--archive", str(folder)]) == 2
    assert "chmod o-w" in capfd.readouterr().out
    folder.chmod(0o755)
    assert main(["doctor", "--archive", str(folder)]) == 0


def test_files_that_are_no_files_are_damage(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    filing(news(3))(folder)
    segment = next(folder.glob("*.segment"))
    content = segment.read_bytes()
    segment.rename(tmp_path / "elsewhere")
    segment.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ArchiveDamaged, match="not a regular file"):
        Archive.open(folder)
    segment.unlink()
    segment.write_bytes(content)
    path = folder / manifest.manifest_name(manifest.generations(folder)[0])
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ArchiveDamaged):
        Archive.open(folder)


def test_a_toc_that_changed_is_seen_at_opening(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    filing(news(3))(folder)
    toc = folder / manifest.toc_name(manifest.generations(folder)[0])
    data = bytearray(toc.read_bytes())
    data[len(data) // 2] ^= 1
    toc.write_bytes(data)
    with pytest.raises(ArchiveDamaged, match=toc.name):
        Archive.open(folder)


def test_a_lock_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "diary.txt"
    victim.write_text("Dear diary")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "MAIN_WRITELOCK").symlink_to(victim)
    with pytest.raises(ArchiveDamaged, match="not a regular file"):
        WriterLock(tmp_path / "archive")
    assert victim.read_text() == "Dear diary"


def test_a_forked_child_does_not_hold_the_lock(tmp_path: Path) -> None:
    """A worker that is still busy when its program was killed must not keep the next run out."""
    lock = WriterLock(tmp_path)
    told, tells = os.pipe()
    child = os.fork()
    if not child:
        os.write(tells, b".")  # whatever is done at a fork is done by now
        time.sleep(30)
        os._exit(0)
    os.read(told, 1)
    os.close(told)
    os.close(tells)
    try:
        with pytest.raises(ArchiveLocked):
            WriterLock(tmp_path)
        lock.release()
        WriterLock(tmp_path).release()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


# -- Ctrl-C


def test_ctrl_c_waits_for_the_end_of_a_change() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        os.kill(os.getpid(), signal.SIGINT)
        done.append("whole")
    assert done == ["whole"]
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)


def test_ctrl_c_in_the_midst_of_a_commit_commits_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    filing(news(3))(folder)
    real = Writer._file_pending

    def pressed(self: Writer) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return real(self)

    monkeypatch.setattr(Writer, "_file_pending", pressed)
    with pytest.raises(KeyboardInterrupt), Writer(Archive.open(folder)) as writer:
        for prepared in news(6)[3:]:
            writer.add(prepared)
        writer.commit()
    assert len(state(folder).articles) == 6


def test_a_writer_whose_commit_failed_commits_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    filing(news(3))(folder)
    with Writer(Archive.open(folder)) as writer:
        writer.add(news(6)[4])
        with monkeypatch.context() as patch:
            patch.setattr(
                "morgue.index.archive.writer.publish", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
            )
            with pytest.raises(OSError, match="No space"):
                writer.commit()
        writer.add(news(6)[5])
        with pytest.raises(ArchiveError, match="same command again"):
            writer.commit()
    assert len(state(folder).articles) == 3


# -- memory


def _child(megabytes: int) -> subprocess.Popen[bytes]:
    code = f"x = bytearray({megabytes} << 20); x[::4096] = b'1' * len(x[::4096]); print('held', flush=True); input()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline() == b"held\n"
    return child


def test_the_watchdog_kills_what_holds_too_much_and_nothing_else() -> None:
    with _child(10) as small, _child(300) as large:
        try:
            assert resident(large.pid) > 300 << 20 > 100 << 20 > resident(small.pid) > 10 << 20
            with Watchdog(200 << 20, watched=lambda: [small.pid, large.pid]):
                assert large.wait(10) == -signal.SIGKILL
            assert small.poll() is None
            assert Watchdog(1 << 30, watched=lambda: [small.pid]).look() == []
        finally:
            small.kill()
            large.kill()
    assert resident(large.pid) == 0


def test_memory_is_measured_alike_by_ps() -> None:
    if not Path("/bin/ps").exists():
        pytest.skip("no /bin/ps here")
    with _child(50) as child:
        assert 0.5 < resident_by_ps(child.pid) / resident(child.pid) < 2
        child.kill()
    assert resident_by_ps(child.pid) == 0
