"""What the desk makes of a search, in the browser: rates, quotations, the receipt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Input

from morgue.core.location import Location
from morgue.core.wording.quantities import quantity
from morgue.engines.opening import open_searcher
from morgue.search.desk.rates import RatesAsk
from morgue.search.desk.receipts.receipt import load
from morgue.tui.screens.desk.quotes import QuotesScreen
from morgue.tui.screens.desk.rates import RatesScreen
from morgue.tui.screens.desk.receipt import ReceiptScreen
from tests.tui.seen import browsing, key, main, notices, rows, settled, text, typing, written


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_rates(sample: Path, size: tuple[int, int]) -> None:
    with open_searcher(Location.of_folder(sample)) as searcher:
        told = searcher.desk.rates(RatesAsk(("ferry",), ("outlet",))).rows
    wanted = sorted((row for row in told if row.articles), key=lambda row: (-row.articles, row.values))
    async with browsing(sample, "ferry", size) as pilot:
        await key(pilot, "browse.rates")
        screen = pilot.app.screen
        assert isinstance(screen, RatesScreen) and "share by year" in rows(pilot)[0]
        assert rows(pilot)[-2].startswith("  20"), "the year, in full"
        await key(pilot, "rates.by", 2)
        assert [choice.value for choice in screen.choices.choices] == [row.values[0] for row in wanted]
        first = wanted[0]
        assert f"{first.articles:,} of {first.holdings:,} articles" in rows(pilot)[-2]
        assert f"{first.share:.1%}" in text(pilot)
        await key(pilot, "list.down")
        assert rows(pilot)[-2].startswith(f"  {wanted[1].values[0]} · ")
        await key(pilot, "rates.compare")
        await typing(pilot, "school AND (")
        await pilot.press("enter")
        await settled(pilot)
        assert "not closed" in rows(pilot)[-2]
        await key(pilot, "rates.drop")
        await key(pilot, "rates.compare")
        await typing(pilot, "school")
        await pilot.press("enter")
        await settled(pilot)
        assert "ferry / school" in rows(pilot)[0] and (size[0] < 100 or "school: " in rows(pilot)[-2])
        await key(pilot, "rates.by_before")
        await key(pilot, "rates.by")
        await key(pilot, "rates.drop")
        await key(pilot, "rates.use")
        assert main(pilot).session.state.include == (("outlet", wanted[0].values[0]),)
        await key(pilot, "browse.rates")
        await key(pilot, "rates.use")
        when = main(pilot).session.state.when
        assert when is not None and when[0] == when[1] and len(when[0]) == 4
        await key(pilot, "browse.rates")
        await key(pilot, "rates.leave")
        main(pilot)


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_quotations(sample: Path, size: tuple[int, int]) -> None:
    with open_searcher(Location.of_folder(sample)) as searcher:
        told = searcher.desk.quotes("ferry").quotes
    async with browsing(sample, "ferry", size) as pilot:
        await key(pilot, "browse.quotes")
        screen = pilot.app.screen
        assert isinstance(screen, QuotesScreen) and f"{len(told)} quotations" in " ".join(rows(pilot)[:2])
        assert told[0].text[:20] in text(pilot) and "1 of " in rows(pilot)[-2]
        await key(pilot, "quotes.other", 2)
        await key(pilot, "quotes.before")
        assert (told[0].uses[1].outlet or "unknown outlet") in rows(pilot)[-2]
        await key(pilot, "quotes.read")
        setting = main(pilot).reader.setting
        assert setting is not None and setting.filed.article.id == told[0].uses[1].id
        assert told[0].uses[1].text[:12] in text(pilot) and main(pilot).reader.match == 0, "at the passage"
        await key(pilot, "browse.quotes")
        await key(pilot, "quotes.leave")
        main(pilot)
    async with browsing(sample, "zeppelin", size) as pilot:
        await key(pilot, "browse.quotes")
        assert "nothing stands in quotation marks" in text(pilot)
        await key(pilot, "quotes.read")
        await key(pilot, "quotes.leave")


async def test_a_receipt_is_copied_and_written_and_can_be_checked(sample: Path, tmp_path: Path) -> None:
    async with browsing(sample, "ferry") as pilot:
        await key(pilot, "browse.facets")
        await key(pilot, "facets.only")
        await key(pilot, "browse.leave")
        answer = main(pilot).answer
        assert answer is not None
        await key(pilot, "browse.receipt")
        assert isinstance(pilot.app.screen, ReceiptScreen)
        assert f"{quantity(answer.result.articles, 'article')} in" in " ".join(text(pilot).split()), "chips and all"
        await key(pilot, "receipt.copy")
        assert "we searched an archive of" in pilot.app.clipboard
        path = tmp_path / "ferry.receipt.json"
        for said in ("written: ", "is there already"):
            await key(pilot, "receipt.write")
            pilot.app.screen.query_one(Input).value = str(path)
            await pilot.press("enter")
            assert said in await written(pilot, path)
        await key(pilot, "receipt.leave")
        main(pilot)
    with open_searcher(Location.of_folder(sample)) as searcher:
        assert searcher.desk.check(load(json.loads(path.read_text()))).whole
    assert json.loads(path.read_text())["found"]["articles"] == answer.result.articles


async def test_a_query_that_cannot_be_read_has_none_of_these(sample: Path) -> None:
    async with browsing(sample, "ferry AND (") as pilot:
        for pressed in ("%", '"', "$", "O"):
            await pilot.press("escape", pressed)
            await settled(pilot)
            main(pilot)
        assert "cannot be read" in notices(pilot)[-1]
