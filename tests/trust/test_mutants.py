"""Faults that no test once noticed, put into a copy of the program: each must be noticed by the test named for it."""

from __future__ import annotations

import pytest

from tests.trust.cluster_faults import CLUSTER_FAULTS
from tests.trust.equivalent import EQUIVALENT
from tests.trust.faults import FAULTS
from tests.trust.mutant_rules import edited, mutants
from tests.trust.mutant_targets import TARGETS
from tests.trust.workshop import Workshop


def noticing(promise: int) -> set[str]:
    """The tests that would fail without what a promise says."""
    return {test for (number, _), (*_, test) in (FAULTS | CLUSTER_FAULTS).items() if number == promise}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("mutants"))


def test_every_fault_is_one_change_of_the_program_as_it_is() -> None:
    for module, old, new, _ in (FAULTS | CLUSTER_FAULTS).values():
        assert edited(module, old, new).text


@pytest.mark.trust
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[1]}")
def test_the_named_test_notices(shop: Workshop, fault: tuple[int, str]) -> None:
    module, old, new, test = FAULTS[fault]
    assert shop.noticed(edited(module, old, new), [_path(test)]), f"{fault[1]}, and {test} passes"


def _path(test: str) -> str:
    return f"tests/trust/{test}".replace("trust/../", "")


@pytest.mark.trust
def test_without_a_fault_they_pass(shop: Workshop) -> None:
    """Else being noticed would mean nothing."""
    assert shop.passes(sorted({_path(test) for *_, test in FAULTS.values()}))


def test_the_rooms_named_have_mutants() -> None:
    for module in TARGETS:
        found = mutants(module)
        assert len(found) > 8, module
        some = found[:: max(1, len(found) // 12)]
        assert len({m.text for m in some}) > 0.9 * len(some), module


def test_what_is_said_to_do_the_same_is_a_mutant() -> None:
    there = {mutant.what for module in TARGETS for mutant in mutants(module)}
    assert EQUIVALENT.keys() <= there
    assert all(EQUIVALENT.values())
