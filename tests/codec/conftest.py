"""Articles of Harrow Bay that most tests can use."""

from __future__ import annotations

import pytest

from morgue.core.article import Article, Provenance
from morgue.index.codec.layout import Channels, Entry


@pytest.fixture
def bay() -> list[Entry]:
    """Four articles of two outlets, in two languages, one without a date."""

    def one(number: int, outlet: str, day: str | None, title: str, body: str, language: str = "en") -> Entry:
        article = Article(
            id=f"bay-{number}",
            body=body,
            provenance=Provenance("bay.jsonl", f"{number:064x}", "jsonl"),
            outlet=outlet,
            title=title,
            date=day,
            language=language,
            authors=("Ada Quill",),
        )
        return Entry(article, keys=Channels(band=(number, 7), text=(1 << 63,)))

    return [
        one(1, "Harrow Bay Courier", "2025-02-27", "Ferry returns", "The ferry returned to Harrow Bay. All cheered."),
        one(2, "Bay Wire", "2025-03-01", "Harbour vote", "Councillors voted.\nThe harbour stays open, said Mr. Marsh."),
        one(3, "Bay Wire", None, "", "A storm closed the quay.\nNobody was hurt. Ferries wait."),
        one(4, "Harrow Bay Courier", "2024", "Le port", "Le café du port a rouvert.", "fr"),
    ]
