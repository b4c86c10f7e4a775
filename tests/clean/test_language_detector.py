"""The detector's own walk through the model's tables ends where the library's does: the same scores to the last bit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from py3langid.langid import LanguageIdentifier

from morgue.index.clean.language_detector import detector

#: Words of many languages and scripts, mixed at random, and marks and figures among them.
_WORDS = st.sampled_from(
    "the ferry crews der Hafen und die Boote le port et les bateaux el puerto y los barcos паром и порт у мора је био "
    "шкела ва мор фар oʻzbekcha va кема билан ΤΟ ΛΙΜΑΝΙ το λιμάνι 港口 船 항구 ميناء القوارب बंदरगाह नाव ท่าเรือ "
    "14 2,000 — … “ ’ \ud800 \x00 e\u0301 İ ß ＨＡＲＢＯＵＲ".split(" ")
)
_TEXTS = st.lists(_WORDS, max_size=80).map(" ".join) | st.text(max_size=400)


@pytest.fixture(scope="module")
def library() -> Any:
    return LanguageIdentifier.from_model_file("data/model.npz.xz")


@given(text=_TEXTS)
@example(text="")
@example(text="14")
@example(text="THE HARBOUR BOARD MET ON TUESDAY")
@example(text="ser srpski језик " * 40)
def test_a_text_is_ranked_as_the_library_ranks_it(library: Any, text: str) -> None:
    (language, score), (_, second) = library.rank(text)[:2]
    found = detector().rank(text)
    assert (found.language, found.lead) == (language, score - second)
    assert found.language == library.classify(text)[0]
