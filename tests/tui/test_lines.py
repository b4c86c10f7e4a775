"""Lines of spans: what folding costs, counted in spans looked at."""

from __future__ import annotations

from typing import Any

from morgue.render.spans import Span, plain
from morgue.render.wrap import wrap


class Counted(list[Span]):
    """Spans that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, at: Any) -> Any:
        self.looks += 1
        return super().__getitem__(at)

    def __iter__(self) -> Any:
        for span in super().__iter__():
            self.looks += 1
            yield span


def spans(count: int) -> Counted:
    """A paragraph in which every second word is a match."""
    return Counted(Span(f"word{n} ", "mark" if n % 2 else "plain", n // 2 if n % 2 else -1) for n in range(count))


def test_folding_a_paragraph_of_many_matches_is_linear_in_their_number() -> None:
    few, many = spans(500), spans(4_000)
    wrap(few, 72)
    lines = wrap(many, 72)
    assert few.looks > 0 and many.looks <= 9 * few.looks
    told = [span.match for line in lines for span in line if span.match >= 0]
    assert told == list(range(2_000)), "each match once, in order"


def test_a_match_over_two_lines_stays_one_match() -> None:
    lines = wrap([Span("one two "), Span("three four five", "mark", 7), Span(" six")], 12)
    assert [plain(line) for line in lines] == ["one two", "three four", "five six"]
    assert [[span.match for span in line] for line in lines] == [[-1], [7], [7, -1]]
