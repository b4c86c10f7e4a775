"""Ranks the languages of a text by py3langid's model: the same scores as its own, in a third of the time.

The library walks its automaton a byte at a time, and each step waits for memory: its tables are larger than any cache.
Here a step is taken at all bytes of a text at once.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import numpy as np

from morgue.core.loading.arrays import NDArray

#: What a text without any feature scores in all languages.
_NOTHING = float(np.finfo(np.float32).min)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The language that a text is in most likely, and by how many nats it leads the next likely one."""

    language: str
    lead: float


@dataclass(frozen=True, slots=True, eq=False)
class Detector:
    """A naive Bayes model over features that an automaton finds.

    weights  float16 (features, languages); prior float32 (languages)
    names    of the languages; one that is written in two scripts is there twice, at the places `twice`
    after    the automaton: the state after each of 256 bytes, row by row
    row      for each state where its row begins in `after`
    feature  for each state the feature that ends there, or -1
    """

    weights: NDArray[np.float16]
    prior: NDArray[np.float32]
    names: tuple[str, ...]
    after: NDArray[np.uint16] | NDArray[np.uint32]
    row: NDArray[np.int64]
    feature: NDArray[np.int32]
    twice: tuple[tuple[int, int], ...]

    def rank(self, text: str) -> Ranking:
        """The likeliest language; the first of the model's, without a lead, for a text that shows nothing."""
        scores = self._scores(text)
        for first, again in self.twice:
            scores[first] = max(scores[first], scores[again])
            scores[again] = _NOTHING
        best = int(scores.argmax())
        score = float(scores[best])
        scores[best] = _NOTHING
        return Ranking(self.names[best], score - float(scores.max()))

    def _scores(self, text: str) -> NDArray[np.float32]:
        text = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
        found = self.feature.take(self._states(text.encode("utf-8", "surrogatepass")))
        # in the order in which they are met, as the library has them: sums of 32 bits depend on it
        counts = Counter(found[found >= 0].tolist())
        if not counts:
            return np.full(len(self.names), _NOTHING, np.float32)
        features = np.fromiter(counts.keys(), np.intp, len(counts))
        times = np.log1p(np.fromiter(counts.values(), np.float32, len(counts)))
        scores: NDArray[np.float32] = times @ self.weights.take(features, axis=0).astype(np.float32) + self.prior
        return scores

    def _states(self, text: bytes) -> NDArray[np.int64]:
        """The state after each byte.

        All are guessed, and made anew from the guesses before them until none changes. The first is right after one
        round, the second after two; and as a state knows a few bytes back and no more, all are after six.
        """
        letters = np.frombuffer(text, np.uint8)
        states = np.zeros(len(letters) + 1, np.int64)
        while True:
            made = self.after.take(self.row.take(states[:-1]) + letters)
            if np.array_equal(made, states[1:]):
                return states[1:]
            states[1:] = made


@cache
def detector() -> Detector:
    """The detector with the library's model (68 MB) unpacked in memory.

    The library unpacks the model into a temporary file, which fails where the temporary folder is full or may not be
    written; so while it loads, its temporary file is one in memory.
    """
    from py3langid import modelio
    from py3langid.langid import MODEL_DIR, MODEL_FILE

    files = modelio.tempfile
    modelio.tempfile = SimpleNamespace(TemporaryFile=lambda **_: BytesIO())
    try:
        weights, prior, names, after, row, feature = modelio.load_model(MODEL_DIR / MODEL_FILE)
    finally:
        modelio.tempfile = files
    rows = np.array(row, np.int64) << 8
    twice = tuple((names.index(name), i) for i, name in enumerate(names) if name in names[:i])
    return Detector(weights, prior, tuple(names), np.asarray(after), rows, np.array(feature, np.int32), twice)
