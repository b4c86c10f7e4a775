"""Faults that would break what docs/SECURITY.md promises of a cluster: the test named for each must notice it."""

from __future__ import annotations

import pytest

from tests.trust.cluster_faults import CLUSTER_FAULTS
from tests.trust.mutant_rules import edited
from tests.trust.workshop import Workshop

pytestmark = pytest.mark.opensearch


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, hosts: str) -> Workshop:
    """A copy of the checkout whose tests use the node that is there."""
    marks = ("-m", "opensearch or not opensearch")
    return Workshop(tmp_path_factory.mktemp("mutants"), marks, {"MORGUE_OPENSEARCH_AT": hosts})


@pytest.mark.parametrize("fault", CLUSTER_FAULTS, ids=lambda fault: f"{fault[0]}-{fault[1]}")
def test_the_named_test_notices(shop: Workshop, fault: tuple[int, str]) -> None:
    """Without a fault they pass in this very run."""
    module, old, new, test = CLUSTER_FAULTS[fault]
    path = f"tests/trust/{test}".replace("trust/../", "")
    assert shop.noticed(edited(module, old, new), [path]), f"{fault[1]}, and {test} passes"
