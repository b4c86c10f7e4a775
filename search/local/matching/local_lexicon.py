"""Joins the dictionaries of all segments into one lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from morgue.search.local.collection import Collection


class LocalLexicon:
    """Satisfies `morgue.search.lexicon.Lexicon` over one collection; deleted articles count."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with a stem table in some segment."""
        return self._collection.languages

    @property
    def main_language(self) -> str | None:
        """The language of most live articles."""
        return self._collection.main_language

    def held(self, texts: Iterable[str]) -> set[str]:
        """The texts, among some, that are forms in some segment."""
        segments = self._collection.segments
        return {t for t in texts if any(s.reader.lexicon.find(t) is not None for s in segments)}

    def keyed(self, key: str) -> set[str]:
        """The forms with a key."""
        found = self.held([key])
        for segment in self._collection.segments:
            reader = segment.reader
            found.update(reader.lexicon.terms(int(o) for o in reader.folds.find(key)))
        return found

    def seen(self, language: str, form: str) -> bool:
        """Whether the form occurs in a document of this language, in any segment."""
        for segment in self._collection.segments:
            if language in segment.reader.languages:
                ordinal = segment.reader.lexicon.find(form)
                if ordinal is not None and segment.reader.stems(language).seen(ordinal):
                    return True
        return False

    def stem_mates(self, language: str, keys: set[str]) -> set[str]:
        """The forms seen in a language whose stems have one of these keys."""
        found: set[str] = set()
        for segment in self._collection.segments:
            if language in segment.reader.languages:
                table = segment.reader.stems(language)
                ordinals = (int(o) for each in keys for o in table.forms(each))
                found.update(segment.reader.lexicon.terms(ordinals))
        return found

    def attached(self, base: str) -> set[str]:
        """The base where it is a form, and the forms that have something written on to it."""
        found = self.held([base])
        for segment in self._collection.segments:
            reader = segment.reader
            found.update(reader.lexicon.terms(int(o) for o in reader.attached.find(base)))
        return found

    def documents(self, forms: Iterable[str]) -> int:
        """The sum of the documents of the forms."""
        lexicons = [s.reader.lexicon for s in self._collection.segments]
        places = ((x, x.find(t)) for t in forms for x in lexicons)
        return sum(int(lexicon.doc_freq[o]) for lexicon, o in places if o is not None)

    def documents_in(self, language: str, form: str) -> int:
        """Documents of a language that have the form."""
        count = 0
        for segment in self._collection.segments:
            ordinal = segment.reader.lexicon.find(form)
            column = segment.column("language")
            if ordinal is not None and language in column.strings:
                docs = segment.reader.postings(ordinal).docs
                count += int(np.count_nonzero(column.values[docs] == column.strings.index(language)))
        return count
