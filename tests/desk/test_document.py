"""The examples of docs/desk.md run, one after the other, as in a notebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Morgue

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8")


def test_the_notebook_runs(held: Morgue, capsys: pytest.CaptureFixture[str]) -> None:
    import morgue.core.errors

    names = {"morgue": morgue}
    codes = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    assert len(codes) >= 4
    for code in codes:
        exec(code.replace('"~/archive"', repr(str(held.archive))), names)
    assert "rows" in capsys.readouterr().out
    names["archive"].close()
