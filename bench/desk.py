"""What the desk costs over one archive, by processor time, best of three: `python -m bench.desk ARCHIVE`.

Words are chosen by how many articles have them: about 300,000, 50,000 and 20,000 of a million, in proportion of fewer.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
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


def resident() -> str:
    """What the process holds now: memory of its own beside pages of mapped files, which the system takes back."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return "not known here"
    held = {
        name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines) if "Rss" in name
    }
    return f"{held['RssAnon']:,.0f} MB of its own, {held['RssFile']:,.0f} MB mapped"


def lines_a_second(door: Searcher, word: str) -> str:
    """All lines of a word by date: how many, and how many a second of processor."""
    every = KwicAsk(exactly(word), limit=None, sort=("oldest",), collapse=False, budget_ms=None)
    began = time.process_time()
    lines = sum(1 for _ in door.desk.kwic(every))
    return f"{lines:,} lines, {lines / (time.process_time() - began):,.0f} a second; {resident()}"


def measured(door: Searcher) -> None:
    """Prints a line a figure."""
    size = door.articles
    common, many, some, *few = words_of(door, (size * 3 // 10, size // 20, size // 50, size // 60, size // 70))
    counts = {word: door.count(exactly(word), budget_ms=None).articles for word in (common, many, some)}
    print(f"{size:,} articles; words in {', '.join(f'{n:,}' for n in counts.values())} of them; {resident()}")
    desk = door.desk
    sample = SampleAsk(exactly(common), size=200, seed=7, by=("outlet", "month"), budget_ms=None)
    print(f"sample of 200 by outlet and month: {best(lambda: desk.sample(sample).draw):,.0f} ms")
    five = RatesAsk(tuple(map(exactly, dict.fromkeys((common, many, some, *few)))), budget_ms=None)
    print(f"rates of {len(five.texts)} queries by month: {best(lambda: desk.rates(five)):,.0f} ms; {resident()}")
    words = WordsAsk(exactly(many), budget_ms=None)
    print(f"key words of the middle one: {best(lambda: desk.words(words), 1):,.0f} ms; {resident()}")
    first = KwicAsk(exactly(common), collapse=False, budget_ms=None)
    print(f"kwic, first screen by date: {best(lambda: list(desk.kwic(first))):,.0f} ms")
    for name, word in (("rarest", some), ("middle one", many), ("common one", common)):
        print(f"kwic, all lines of the {name}: {lines_a_second(door, word)}")
    for name, word in (("rarest", some), ("common one", common)):
        near = CollocatesAsk(exactly(word), budget_ms=None)
        print(f"collocates of the {name}: {best(partial(desk.collocates, near), 1):,.0f} ms; {resident()}")
    whole = SampleAsk(exactly(common), budget_ms=None)
    print(f"receipt of the common one: {best(lambda: desk.receipt(whole, False), 1):,.0f} ms")
    print(f"at most, mapped pages included: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def main() -> None:
    """Measures one archive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    with open_searcher(Location.of_folder(parser.parse_args().archive)) as door:
        measured(door)


if __name__ == "__main__":
    main()
