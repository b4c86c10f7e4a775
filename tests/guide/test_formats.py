"""docs/formats.md against the table of readers."""

from __future__ import annotations

import re
from pathlib import Path

from morgue.index.sources.fields.synonyms import MAPPABLE
from morgue.index.sources.registry.table import READERS

TEXT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_every_format_is_on_the_page() -> None:
    kinds = {reader.name.partition(",")[0] for reader in READERS.values()}
    assert len(kinds) > 40
    assert sorted(kind for kind in kinds if not re.search(rf"\b{re.escape(kind)}\b", TEXT, re.IGNORECASE)) == []


def test_the_fields_of_map_are_on_the_page() -> None:
    told = TEXT.split("--map body=prose")[1].split("The fields are ")[1].split(".\n")[0]
    assert re.findall(r"`(\w+)`", told) == list(MAPPABLE)
