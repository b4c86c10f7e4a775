"""Computes the statistics by which samples and counts are judged, each with its source. Pure."""

from __future__ import annotations

from math import log, log2, sqrt

#: The 97.5th percentile of the normal distribution: both ends of an interval of 95 per cent.
Z95 = 1.959963984540054


def wilson(successes: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """The score interval of a proportion, without correction (Wilson, J. Am. Stat. Assoc. 22, 1927); (0, 1) of none."""
    if trials <= 0:
        return 0.0, 1.0
    p = successes / trials
    wide = z * z / trials
    middle = (p + wide / 2) / (1 + wide)
    reach = z * sqrt(p * (1 - p) / trials + wide / (4 * trials)) / (1 + wide)
    low = 0.0 if successes == 0 else max(0.0, middle - reach)
    return low, 1.0 if successes == trials else min(1.0, middle + reach)


def log_likelihood(a: float, b: float, c: float, d: float) -> float:
    """The log-likelihood ratio G2 of a in a corpus of c words against b in one of d words; never below 0.

    Dunning, Computational Linguistics 19 (1993), in the form of Rayson and Garside, Comparing Corpora (2000):
    2 (a ln (a / E1) + b ln (b / E2)), E1 = c (a + b) / (c + d), E2 = d (a + b) / (c + d).
    """
    if a + b <= 0 or c + d <= 0:
        return 0.0
    expected = c * (a + b) / (c + d), d * (a + b) / (c + d)
    return max(0.0, 2 * sum(x * log(x / e) for x, e in zip((a, b), expected, strict=True) if x > 0))


def per_cent_difference(a: float, b: float, c: float, d: float) -> float | None:
    """%DIFF, an effect size: by how many per cent a word is commoner in the first corpus.

    Gabrielatos and Marchi, Keyness: appropriate metrics and practical issues (2012): (a/c - b/d) / (b/d) * 100.
    None where the second corpus lacks the word: there is nothing to compare with.
    """
    if b <= 0 or c <= 0 or d <= 0:
        return None
    return (a / c - b / d) / (b / d) * 100


def log_dice(together: float, first: float, second: float) -> float:
    """logDice of two words: 14 + log2 (2 f(xy) / (f(x) + f(y))), at most 14 (Rychly, RASLAN 2008)."""
    return 14 + log2(2 * together / (first + second))
