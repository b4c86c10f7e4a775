"""Agreement of coders: the figures that textbooks print."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli.output import painted
from morgue.cli.render.desk.agree import agreement_lines
from morgue.core.errors import MorgueError
from morgue.render.spans import Look
from morgue.search.desk.samples.agreement import Level, agreement, alpha, bootstrap, cohen, fleiss, percent
from morgue.search.desk.samples.coding import as_words

#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): the data of its sections A, B and C.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def rows(*coders: str) -> list[list[str]]:
    """Units from the values of each coder, a dot for none."""
    return [[value for value in unit if value != "."] for unit in zip(*coders, strict=True)]


def test_alpha_of_two_observers_and_two_values() -> None:
    assert alpha(rows(MEG, OWEN)) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_two_observers_and_nominal_values() -> None:
    assert alpha(rows(BEN, GERRY)) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_observers_with_gaps(level: Level, printed: float) -> None:
    assert alpha(rows(*FOUR), level) == pytest.approx(printed, abs=5e-4)


def test_cohens_kappa() -> None:
    """Fleiss, Statistical Methods for Rates and Proportions (1981), table 13.1: two raters, 100 patients; .676."""
    table = {("p", "p"): 75, ("p", "n"): 1, ("p", "o"): 4, ("n", "p"): 5, ("n", "n"): 4, ("n", "o"): 1, ("o", "o"): 10}
    units: dict[str, dict[str, str]] = {}
    for (a, b), count in table.items():
        units |= {f"{a}{b}{n}": {"one": a, "two": b} for n in range(count)}
    assert cohen(units, "one", "two") == pytest.approx(0.676, abs=5e-4)
    assert percent([[v["one"], v["two"]] for v in units.values()]) == pytest.approx(0.89)


def test_fleiss_kappa() -> None:
    """Ten subjects put into five categories by fourteen raters: .210 (worked example in Wikipedia, Fleiss' kappa)."""
    table = (
        "0 0 0 0 14", "0 2 6 4 2", "0 0 3 5 6", "0 3 9 2 0", "2 2 8 1 1",
        "7 7 0 0 0", "3 2 6 3 0", "2 5 3 2 2", "6 5 2 1 0", "0 2 2 3 7",
    )  # fmt: skip
    data = [[str(value) for value, n in enumerate(row.split()) for _ in range(int(n))] for row in table]
    assert fleiss(data) == pytest.approx(0.210, abs=5e-4)


def test_all_figures_of_a_variable() -> None:
    units = {f"a{n}": {"meg": x, "owen": y} for n, (x, y) in enumerate(zip(MEG, OWEN, strict=True))}
    units["alone"] = {"meg": "1"}
    told = agreement("relevant", units)
    assert (told.coders, told.units, told.percent) == (("meg", "owen"), 10, 0.6)
    assert told.alpha == pytest.approx(0.095, abs=5e-4)
    assert told.alpha_low is not None and told.alpha_high is not None
    assert told.alpha is not None and told.alpha_low < told.alpha < told.alpha_high
    assert [d.unit for d in told.disagreements] == ["a0", "a2", "a5", "a8"]
    assert told.disagreements[0].as_dict() == {"id": "a0", "values": {"meg": "0", "owen": "1"}}
    assert agreement("relevant", units) == told, "the same seed, the same interval"


def test_what_is_not_defined_is_none() -> None:
    same = {"a": {"x": "1", "y": "1"}, "b": {"x": "1", "y": "1"}}
    told = agreement("v", same)
    assert (told.percent, told.cohen, told.fleiss, told.alpha, told.alpha_low) == (1.0, None, None, None, None)
    none = agreement("v", {"a": {"x": "1"}})
    assert (none.units, none.percent, none.alpha) == (0, None, None)
    with pytest.raises(MorgueError, match="no number"):
        agreement("v", {"a": {"x": "yes", "y": "no"}}, "interval")
    with pytest.raises(MorgueError, match="below 0"):
        agreement("v", {"a": {"x": "-1", "y": "1"}}, "ratio")


_VALUES = st.lists(st.lists(st.sampled_from("12345"), min_size=1, max_size=4), min_size=1, max_size=12)


@settings(max_examples=150)
@given(_VALUES, st.sampled_from(get_args(Level)))
def test_alpha_is_what_pairs_of_values_say(data: list[list[str]], level: Level) -> None:
    """By its definition: mean squared difference within units against that between any two values of all."""
    paired = [row for row in data if len(row) > 1]
    values = [v for row in paired for v in row]
    found = alpha(data, level)
    ranks = sorted(set(values))

    def distance(c: str, k: str) -> float:
        a, b = float(c), float(k)
        if level == "nominal":
            return float(c != k)
        if level == "interval":
            return (a - b) ** 2
        if level == "ratio":
            return ((a - b) / (a + b)) ** 2
        low, high = sorted((c, k))
        between = [values.count(r) for r in ranks if low <= r <= high]
        return (sum(between) - (values.count(c) + values.count(k)) / 2) ** 2 if c != k else 0.0

    within = 0.0
    for row in paired:
        pairs = ((x, y) for i, x in enumerate(row) for j, y in enumerate(row) if i != j)
        within += sum(distance(x, y) for x, y in pairs) / (len(row) - 1) / len(values)
    between = sum(distance(x, y) for i, x in enumerate(values) for j, y in enumerate(values) if i != j)
    if not between:
        assert found is None
    else:
        assert found == pytest.approx(1 - within / (between / (len(values) * (len(values) - 1))))


def test_the_interval_is_wide_for_few_units_and_narrow_for_many() -> None:
    few, many = rows(BEN, GERRY), rows(BEN * 20, GERRY * 20)

    def width(units: list[list[str]]) -> float:
        low, high = bootstrap(units, "nominal", 1)
        assert low is not None and high is not None
        return high - low

    assert width(many) < width(few)


def test_yes_and_1_are_one_word_but_letters_are_names() -> None:
    assert as_words({"a": {"ann": "yes", "ben": "1"}, "b": {"ann": "No", "ben": "0"}}) == {
        "a": {"ann": "yes", "ben": "yes"},
        "b": {"ann": "no", "ben": "no"},
    }
    for one, other in (("x", "s"), ("1", "2"), ("yes", "perhaps"), ("1", "0"), ("oui", "non")):
        said = {"a": {"ann": one, "ben": other}}
        assert as_words(said) == said


def test_sheets_that_nobody_or_one_filled_in_are_told_of() -> None:
    empty = painted(next(iter(agreement_lines([agreement("tone", {}, "nominal", 0)], Look(80)))), False)
    assert "nobody has filled it in" in empty
    alone = agreement("tone", {"a": {"ann": "1"}, "b": {"ann": "0"}}, "nominal", 0)
    lines = [painted(row, False) for row in agreement_lines([alone], Look(80))]
    assert len(lines) == 1 and "only ann filled it in" in lines[0]
