"""The browser over a real node: the newcomer's round, and what the desk makes of a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from morgue.core.location import Location
from morgue.index.cluster.http import Connection
from tests.opensearch.build import address, remove
from tests.opensearch.test_commands import NEWS, morgue
from tests.tui.seen import asked, browsing, key, main, rows, text
from tests.tui.test_round import walk_round

pytestmark = pytest.mark.opensearch


@pytest.fixture(scope="module")
def news(hosts: str) -> Iterator[Location]:
    """The bundled sample in a cluster."""
    place = address(hosts)
    status, _, told = morgue(f"{place.shown}?shards=1", "index", str(NEWS))
    assert status == 0, told
    yield Location.parse(place.shown)
    remove(Connection(place))


async def test_the_round(news: Location, tmp_path: Path) -> None:
    await walk_round(news, tmp_path, (80, 24))


async def test_views_of_the_desk_and_tags(news: Location) -> None:
    async with browsing(news, "ferry") as pilot:
        await key(pilot, "browse.occurrences")
        assert "lines of 32 articles" in text(pilot)
        await key(pilot, "kwic.leave")
        await key(pilot, "browse.rates")
        assert "32 articles" in rows(pilot)[0] and "100.0%" in text(pilot)
        await key(pilot, "rates.leave")
        await key(pilot, "browse.quotes")
        assert "quotations in 32 articles" in rows(pilot)[0]
        await key(pilot, "quotes.leave")
        await key(pilot, "browse.receipt")
        assert "32 articles in 26 stories matched" in " ".join(text(pilot).split())
        await key(pilot, "receipt.leave")
        await asked(pilot, "browse.keep", "budget")
        await key(pilot, "browse.facets")
        await key(pilot, "facets.next_facet")
        await key(pilot, "facets.only")
        assert main(pilot).session.state.include == (("tag", "budget"),) and main(pilot).hits.total == 1
