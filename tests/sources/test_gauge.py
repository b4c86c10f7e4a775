"""The gauge goes from nothing to all of what lies on disk, whatever is inside."""

from __future__ import annotations

import gzip
from pathlib import Path

from morgue.index.sources import Gauge, read


def test_the_share_rises_to_one(tmp_path: Path) -> None:
    line = b'{"title": "Pier closed", "body": "The pier was closed on Monday after a storm."}\n'
    (tmp_path / "a.jsonl").write_bytes(line * 30_000)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(line * 40_000))
    (tmp_path / "c.txt").write_bytes(b"The ferry stayed in port all week, the harbour master said.\n")
    gauge = Gauge([str(tmp_path)])
    shares = [gauge.share for _ in read([str(tmp_path)], None, gauge)]
    known = [s for s in shares if s is not None]
    assert known == sorted(known) and len(known) == len(shares) == 70_001
    assert known[0] < 0.2 and gauge.share == 1.0


def test_standard_input_has_no_share() -> None:
    assert Gauge(["-"]).share is None
