"""Ids on human screens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.cli.short_ids import ShortIds

HASHES = st.text("0123456789abcdef", min_size=16, max_size=16)


def archive(*ids: str) -> ShortIds:
    return ShortIds(lambda field, prefix, most: sorted(i for i in ids if i.startswith(prefix))[:most])


@settings(max_examples=100, deadline=None)
@given(st.sets(st.one_of(HASHES, HASHES.map(lambda h: "aaaa" + h[4:])), min_size=1))
def test_what_is_shown_is_the_beginning_of_one_article_alone(ids: set[str]) -> None:
    brief = archive(*ids)
    for whole in ids:
        shown = brief(whole)
        assert len(shown) >= 4
        assert [other for other in ids if other.startswith(shown)] == [whole]
        assert brief(whole) == shown


def test_four_digits_are_enough_among_few() -> None:
    assert archive("dc60ee8630940486", "430c2157192e0c76")("dc60ee8630940486") == "dc60"
    assert archive("dc60ee8630940486", "dc60ef8630940486")("dc60ee8630940486") == "dc60ee"


@pytest.mark.parametrize("id", ["northern-wire-17", "dc60ee8630940486~2", "DC60EE8630940486", "dc60", ""])
def test_an_id_that_is_no_hash_stays_whole(id: str) -> None:
    assert archive(id, "dc60ee8630940486")(id) == id


def test_an_id_whose_article_is_gone_stays_whole() -> None:
    assert archive("430c2157192e0c76")("dc60ee8630940486") == "dc60ee8630940486"


def test_an_id_that_another_begins_with_is_not_shortened_to_it() -> None:
    assert archive("dc60", "dc60ee8630940486")("dc60ee8630940486") == "dc60e"
