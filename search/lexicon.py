"""The dictionary of an archive as the expansion of words needs it, so that every engine can expand in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Lexicon(Protocol):
    """The surface forms of an archive, whatever keeps them. Forms of deleted articles may be among them."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages whose forms have stems, ISO 639-1, in alphabetical order."""

    @property
    def main_language(self) -> str | None:
        """The language of most articles; None where none is known."""

    def held(self, texts: Iterable[str]) -> set[str]:
        """The texts, among some, that are forms of the archive."""

    def keyed(self, key: str) -> set[str]:
        """The forms with a key (`morgue.core.folding.key`): accents, separators and joints aside."""

    def seen(self, language: str, form: str) -> bool:
        """Whether a form occurs in an article of a language."""

    def stem_mates(self, language: str, keys: set[str]) -> set[str]:
        """The forms seen in a language whose stems have one of these keys."""

    def attached(self, base: str) -> set[str]:
        """The forms that have particles or prefixes written on to a base, and the base where it is a form."""

    def documents(self, forms: Iterable[str]) -> int:
        """The sum of the articles of each form."""

    def documents_in(self, language: str, form: str) -> int:
        """The articles of a language that have a form."""
