"""What the desk costs over one archive, by processor time, best of three: `python -m bench.desk ARCHIVE`.

Words are chosen by how many articles have them: about 300,000, 50,000 and 20,000 of a million, in proportion of fewer.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.search.desk.collocates import CollocatesAsk
from morgue.search.desk.kwic import KwicAsk
from morgue.search.desk.rates import RatesAsk
from morgue.search.desk.samples.sampling import SampleAsk
from morgue.search.desk.words import WordsAsk
from morgue.search.searcher import Searcher


def words_of(door: Searcher, wanted: tuple[int, ...]) -> list[str]:
    """For each wanted number of articles the word that has nearly so many."""
    common = (word for word in door.complete("", "", 800) if word.isalpha())
    known = {word: door.count(exactly(word), budget_ms=None).articles for word in common}
    return [min(known, key=lambda word: (abs(known[word] - n), word)) for n in wanted]


def best(call: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of processor of the cheapest of some calls: on a busy machine the clock says little."""
    took = []
    for _ in range(times):
        began = time.process_time()
        call()
        took.append((time.process_time() - began) * 1_000)
    return min(took)


def exactly(word: str) -> str:
    """The query for this very form."""
    return f'="{word}"'


def measured(door: Searcher) -> None:
    """Prints a line a figure."""
    size = door.articles
    common, many, some, *few = words_of(door, (size * 3 // 10, size // 20, size // 50, size // 60, size // 70))
    counts = {word: door.count(exactly(word), budget_ms=None).articles for word in (common, many, some)}
    print(f"{size:,} articles; words in {', '.join(f'{n:,}' for n in counts.values())} of them")
    desk = door.desk
    first = KwicAsk(exactly(common), collapse=False, budget_ms=None)
    print(f"kwic, first screen by date: {best(lambda: list(desk.kwic(first))):,.0f} ms")
    every = KwicAsk(exactly(some), limit=None, sort=("oldest",), collapse=False, budget_ms=None)
    began = time.process_time()
    lines = sum(1 for _ in desk.kwic(every))
    print(f"kwic, all lines of the rarest: {lines:,} lines, {lines / (time.process_time() - began):,.0f} a second")
    sample = SampleAsk(exactly(common), size=200, seed=7, by=("outlet", "month"), budget_ms=None)
    print(f"sample of 200 by outlet and month: {best(lambda: desk.sample(sample).draw):,.0f} ms")
    five = RatesAsk(tuple(map(exactly, dict.fromkeys((common, many, some, *few)))), budget_ms=None)
    print(f"rates of {len(five.texts)} queries by month: {best(lambda: desk.rates(five)):,.0f} ms")
    words = WordsAsk(exactly(many), budget_ms=None)
    print(f"key words of the middle one: {best(lambda: desk.words(words), 1):,.0f} ms")
    near = CollocatesAsk(exactly(some), budget_ms=None)
    print(f"collocates of the rarest: {best(lambda: desk.collocates(near), 1):,.0f} ms")
    whole = SampleAsk(exactly(common), budget_ms=None)
    print(f"receipt of the common one: {best(lambda: desk.receipt(whole, False), 1):,.0f} ms")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, mapped pages included")


def main() -> None:
    """Measures one archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    with open_searcher(Location.of_folder(parser.parse_args().archive)) as door:
        measured(door)


if __name__ == "__main__":
    main()
