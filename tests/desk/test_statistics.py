"""Figures of the literature, as printed there."""

from __future__ import annotations

from math import log

import pytest

from morgue.search.desk.statistics import log_dice, log_likelihood, per_cent_difference, wilson


@pytest.mark.parametrize(
    ("r", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(r: int, n: int, low: float, high: float) -> None:
    """Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I,
    method 3."""
    assert list(wilson(r, n)) == pytest.approx([low, high], abs=5e-5)


def test_wilson_at_the_ends() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(20, 20)[1] == 1.0 and wilson(0, 20)[0] == 0.0
    assert wilson(20, 20)[0] == pytest.approx(1 - wilson(0, 20)[1])


def test_log_likelihood_is_what_its_formula_says() -> None:
    """A corpus of 1,000 words with 20 of one, against 2,000 with 10: E1 = 10, E2 = 20."""
    assert log_likelihood(20, 10, 1_000, 2_000) == pytest.approx(2 * (20 * log(2) + 10 * log(0.5)))
    assert log_likelihood(5, 10, 1_000, 2_000) == pytest.approx(0)
    assert log_likelihood(0, 10, 1_000, 1_000) == pytest.approx(20 * log(2))
    assert log_likelihood(0, 0, 10, 10) == log_likelihood(1, 1, 0, 0) == 0.0


def test_log_likelihood_of_a_contingency_table() -> None:
    """The same words as a 2x2 table without its second row, which adds next to nothing for rare words."""
    assert log_likelihood(1_000, 0, 1_000_000, 1_000_000) == pytest.approx(2_000 * log(2))


def test_per_cent_difference() -> None:
    """Gabrielatos and Marchi (2012): 100 is twice as frequent, -50 half as frequent."""
    assert per_cent_difference(20, 10, 1_000, 1_000) == pytest.approx(100)
    assert per_cent_difference(10, 20, 1_000, 1_000) == pytest.approx(-50)
    assert per_cent_difference(10, 0, 1_000, 1_000) is None


def test_log_dice() -> None:
    """Rychly (2008), section 3: 14 where two words only stand together; one less is half as often."""
    assert log_dice(10, 10, 10) == 14
    assert log_dice(5, 10, 10) == 13
    assert log_dice(1, 16_384, 16_384) == 0, "less than one of 16,000 together"


@pytest.mark.parametrize(
    ("a", "c", "b", "d", "value"),
    [
        (540, 116_000, 7_525, 5_451_382, 534.64),
        (227, 116_000, 3_635, 5_451_382, 183.53),
        (29, 116_000, 504, 5_451_382, 20.50),
        (431, 116_000, 5_892, 5_451_382, 437.88),
        (16, 116_000, 650, 5_451_382, 0.32),
        (540, 116_000, 0, 5_451_382, 4180.78),
        (7, 10_000, 0, 100_000, 33.57),
        (10, 150, 10, 150, 0.0),
    ],
)
def test_log_likelihoods_of_the_wizard_at_lancaster(a: int, c: int, b: int, d: int, value: float) -> None:
    """Words of parts of the body in Dickens and elsewhere: what Rayson's calculator (ucrel.lancs.ac.uk/llwizard.html)
    gave the makers of CLiC, University of Birmingham, who wrote it down in their tests of key words.
    """
    assert round(log_likelihood(a, b, c, d), 2) == value
