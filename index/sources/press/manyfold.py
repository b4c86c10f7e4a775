"""Detects files of several articles that no reader parts, by marks that repeat, so that they never become one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from morgue.index.sources.press.family import key

#: "Document 3 of 40", "3 of 40", "Artikel 3 von 40", "[3/40]": a mark that counts.
COUNTED = re.compile(
    r"\A\W*(?:[^\W\d_]{3,14}\W{1,3})?(?P<n>\d{1,5})\s*(?:of|von|de|di|van|sur|av|z|из|/)\s*(?P<m>\d{1,5})(?:\s[^\W\d_]{3,14})?\W*\Z",
    re.I,
)
#: "254 words", "877 Wörter", "1.204 palabras": the length that a record states.
LENGTH = re.compile(
    r"\A\W*\d[\d.,\s]{0,7}(?:words|w[öo]rter|mots|palabras|palavras|parole|woorden|ord|слова?|słów|slov|kelime|字|語|단어)\W*\Z",
    re.I,
)
_LABEL = re.compile(r"\A(?P<label>[^\W\d_][\w /'-]{1,24}?)\s?:\s+\S")
#: Labels that a record of an article has, in many languages: three different ones that repeat together are a form.
STATING = frozenset(
    key(label)
    for label in """title|headline|titel|titre|título|titolo|überschrift|kop|date|datum|fecha|data
    |publication date|published
    |source|quelle|bron|fuente|fonte|publication|publikation|zeitung|newspaper|journal|author|authors|autor|autoren|auteur
    |auteurs|autore|byline|by|section|rubrik|rubrique|sección|ressort|page|seite|pagina|página|edition|ausgabe|url|link
    |language|sprache|langue|words|length|länge|wörter|copyright|publisher|verlag|document number|record number
    |accession number|dokumentnummer|id|issn""".replace("\n", "").split("|")
    if label.strip()
)
_FORMS, _LABELS = 2, 3
#: Characters of a label that stands alone, at most.
_ALONE = 18
#: "Tide is late (Harrow Herald) ......... 3": an entry of the contents of a press review.
_CONTENTS = re.compile(r"\([^()]{2,40}\)\s{0,4}(?:\.\s?){5,400}\s{0,4}\d{1,4}")
_LISTED = 3


def several(texts: Sequence[str]) -> str | None:
    """What was seen of several documents in one file, in words; None when it looks like one.

    >>> several(["Document 1 of 2", "The tide came in.", "Document 2 of 2", "The tide went out."])
    'marks that count from 1 to 2 of 2'
    """
    counted = [
        (at, int(m["n"]), int(m["m"])) for at, text in enumerate(texts) if len(text) < 40 and (m := COUNTED.match(text))
    ]
    run = _run([(n, m) for _, n, m in counted])
    if run is not None and _far_apart([at for at, _, m in counted if m == run[1]], texts):
        return f"marks that count from 1 to {run[0]} of {run[1]}"
    lengths = [at for at, text in enumerate(texts) if len(text) < 24 and LENGTH.match(text)]
    if len(lengths) >= _PARTS and _words_between(lengths, texts) >= _ARTICLE_WORDS:
        return f"{len(lengths)} lines that state a length in words"
    listed = sum(1 for text in texts for _ in _CONTENTS.finditer(text))
    if listed >= _LISTED:
        return f"a table of contents of {listed} articles"
    labels = [name for text in texts if (name := _label(text)) in STATING]
    counts = Counter(labels)
    repeated = [label for label, count in counts.items() if count >= _FORMS]
    if len(repeated) >= _LABELS and _in_turn(labels, repeated):
        times = min(counts[label] for label in repeated)
        return f"the labels {', '.join(repeated[:4])} stand {times} times each"
    return None


def _label(text: str) -> str:
    """The label that a line begins with, or is: "Source: Herald", "Source:" in a cell of its own; "" for none."""
    line = text.split("\n", 1)[0]
    alone = line.strip().removesuffix(":")
    if len(line) <= _ALONE and ":" not in alone:
        return key(alone)
    m = _LABEL.match(line)
    return key(m["label"]) if m else ""


def _far_apart(marks: Sequence[int], texts: Sequence[str]) -> bool:
    """Whether an article's words stand between marks that count, and no picture's; or the marks say "document".

    Two marks that do not say so part one text: its first half and its second, a picture before and after.
    """
    if all(_DOCUMENT.search(texts[at]) for at in marks):
        return True
    if len(marks) < _PARTS or any(_WORD.search(_OF.sub(" ", texts[at])) for at in marks):
        return False  # a step, a part or a picture of one text
    return _words_between(marks, texts) >= _ARTICLE_WORDS


def _words_between(marks: Sequence[int], texts: Sequence[str]) -> float:
    """The median of the words between neighbouring lines."""
    return median(sum(len(text.split()) for text in texts[a + 1 : b]) for a, b in pairwise(marks))


_DOCUMENT = re.compile(
    r"document|dokument|article|artikel|artículo|articolo|story|record|text\b|beitrag|item|документ|статья", re.I
)
#: A caption has fewer words.
_ARTICLE_WORDS = 80
_PARTS = 3
_WORD = re.compile(r"[^\W\d_]{3}")
_OF = re.compile(r"\bvon\b|\bvan\b|\bsur\b", re.I)


def _run(counted: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The last number and the total of marks that count 1, 2, 3 … of the same total."""
    for total in {m for _, m in counted}:
        numbers = [n for n, m in counted if m == total]
        if len(numbers) > 1 and numbers[:2] == [1, 2] and numbers == sorted(numbers):
            return numbers[-1], total
    return None


def _in_turn(labels: Sequence[str], repeated: Sequence[str]) -> bool:
    """Whether the labels come as the lines of a form do: all of them, and then all of them again."""
    inner = [label for label in labels if label in repeated]
    half = inner[: len(set(repeated))]
    return len(set(half)) >= _LABELS
