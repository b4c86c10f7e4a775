"""Queries as users of Nexis, Factiva, Lucene, Google and notmuch type them, each with what it means here.

Nothing is read as something else in silence. Today is Saturday, 21 November 2026.
"""

from __future__ import annotations

from collections import Counter

import pytest

from morgue.search.language.parse import QueryError, read
from morgue.search.language.printing import print_query
from morgue.search.query import KeywordField
from tests.asking.strategies import TODAY

from .dates import DATES
from .factiva import FACTIVA
from .google import GOOGLE
from .lucene import LUCENE
from .neighbours import NEIGHBOURS
from .nexis import NEXIS
from .notmuch import NOTMUCH
from .once_misread import ISSUE
from .rows import Row
from .signs import SIGNS
from .values import VALUES

NAMES: dict[str, tuple[str, ...]] = {
    "outlet": ("New York Times", "Fox News", "Hill Gazette"),
    "byline": ("Jane Brook",),
    "place": ("New York",),
    "section": ("Sport",),
    "agency": ("AP",),
}


def values(field: KeywordField, text: str) -> tuple[bool, bool]:
    """An archive that holds these names."""
    words = text.casefold().split()
    held = [name.casefold().split() for name in NAMES[field]]
    return any(h[i : i + len(words)] == words for h in held for i in range(len(h))), words in held


SYSTEMS = {"Nexis": NEXIS, "Factiva": FACTIVA, "Lucene": LUCENE, "Google": GOOGLE, "notmuch": NOTMUCH}
LISTS = {"": ISSUE, "neighbour": NEIGHBOURS, "signs": SIGNS, "values": VALUES, "dates": DATES, **SYSTEMS}
ALL = [pytest.param(row, id=f"{name}: {row[0]}") for name, rows in LISTS.items() for row in rows]


@pytest.mark.parametrize("row", ALL)
def test_a_query_is_read_as_meant_or_says_how_it_is_read(row: Row) -> None:
    query, meant, *said = row
    if not isinstance(meant, str):
        with pytest.raises(QueryError) as caught:
            read(query, today=TODAY, values=values)
        assert caught.value.what.startswith(str(said[0]))
        assert caught.value.column is not None or not query.strip("-")
        return
    reading = read(query, today=TODAY, values=values)
    assert print_query(reading.query) == meant
    assert all(any(remark.startswith(str(told)) for remark in reading.remarks) for told in said)
    assert bool(reading.remarks) == bool(said)


def test_no_query_stands_in_two_lists() -> None:
    assert [
        query for query, times in Counter(row[0] for rows in LISTS.values() for row in rows).items() if times > 1
    ] == []


def test_there_are_300_queries_of_five_systems() -> None:
    assert len({row[0] for rows in SYSTEMS.values() for row in rows} - {row[0] for row in ISSUE}) >= 300
    assert all(len(rows) >= 40 for rows in SYSTEMS.values())
