"""Machine code is read from nobody else's folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from morgue.core.loading import compiled


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="who owns a folder cannot be told here")
def test_what_another_could_have_written_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kernels"
    folder.mkdir()
    (folder / "complete").touch()
    for mode, trusted in ((0o700, True), (0o755, True), (0o775, False), (0o757, False)):
        folder.chmod(mode)
        assert compiled._ours(folder) == trusted
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert not compiled._ours(link)
    monkeypatch.setattr(compiled, "_folder", lambda: folder)
    monkeypatch.setitem(compiled._state, "ready", 0)
    assert not compiled.load()
