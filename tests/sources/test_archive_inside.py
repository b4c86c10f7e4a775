"""An archive that lies inside the folder of news is not read as news."""

from __future__ import annotations

from pathlib import Path

from morgue.core.article import RawItem, Rejected
from morgue.index.archive.archive import Archive
from morgue.index.sources import read


def test_an_archive_below_a_named_folder_is_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ferry stayed in port all week, the harbour master said on Monday.\n")
    Archive.open_or_create(tmp_path / "archive")
    found = list(read([str(tmp_path)]))
    assert [i.path for i in found if isinstance(i, RawItem)] == [str(tmp_path / "a.txt")]
    assert [(r.path, r.reason) for r in found if isinstance(r, Rejected)] == [
        (str(tmp_path / "archive"), "a morgue archive")
    ]
