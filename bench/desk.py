"""What the desk costs over one archive: `python -m bench.desk ARCHIVE`. Each line is the best of three in this run.

Words are chosen by how many articles have them: about 300,000, 50,000 and 20,000 of a million, in proportion of fewer.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from morgue.core.location import Location
from morgue.engines.opening import open_searcher
from morgue.search.desk.collocates import CollocatesAsk
from morgue.search.desk.kwic import KwicAsk
from morgue.search.desk.rates import RatesAsk
from morgue.search.desk.sampling import SampleAsk
from morgue.search.desk.words import WordsAsk
from morgue.search.searcher import Searcher


def words_of(door: Searcher, wanted: tuple[int, ...]) -> list[str]:
    """For each wanted number of articles the word that has nearly so many."""
    known = {
        word: door.count(f"={word}", budget_ms=None).articles for word in door.complete("", "", 4_000) if word.isalpha()
    }
    return [min(known, key=lambda word: (abs(known[word] - n), word)) for n in wanted]


def best(call: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of the fastest of some calls."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append((time.perf_counter() - began) * 1_000)
    return min(took)


def measured(door: Searcher) -> None:
    """Prints a line a figure."""
    size = door.articles
    common, many, some = words_of(door, (size * 3 // 10, size // 20, size // 50))
    counts = {word: door.count(f"={word}", budget_ms=None).articles for word in (common, many, some)}
    print(f"{size:,} articles; words in {', '.join(f'{n:,}' for n in counts.values())} of them")
    desk = door.desk
    first = KwicAsk(f"={common}", collapse=False, budget_ms=None)
    print(f"kwic, first screen by date: {best(lambda: list(desk.kwic(first))):,.0f} ms")
    began = time.perf_counter()
    lines = sum(1 for _ in desk.kwic(KwicAsk(f"={some}", limit=None, sort=("oldest",), collapse=False, budget_ms=None)))
    took = time.perf_counter() - began
    print(f"kwic, all lines of the rarest: {lines:,} lines, {lines / took:,.0f} a second")
    sample = SampleAsk(f"={common}", size=200, seed=7, by=("outlet", "month"), budget_ms=None)
    print(f"sample of 200 by outlet and month: {best(lambda: desk.sample(sample).draw):,.0f} ms")
    five = tuple(f"={word}" for word in islice(dict.fromkeys((some, many, *words_of(door, (900, 4_000, 9_000)))), 5))
    print(f"rates of {len(five)} queries by month: {best(lambda: desk.rates(RatesAsk(five, budget_ms=None))):,.0f} ms")
    print(f"key words of the middle one: {best(lambda: desk.words(WordsAsk(f'={many}', budget_ms=None)), 1):,.0f} ms")
    near = CollocatesAsk(f"={some}", budget_ms=None)
    print(f"collocates of the rarest: {best(lambda: desk.collocates(near), 1):,.0f} ms")
    whole = SampleAsk(f"={common}", budget_ms=None)
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
