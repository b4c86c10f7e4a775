"""Decides which fields a text query looks at, and what an occurrence in each is worth.

The values were chosen over eight judged collections and known items, none for one of them: see docs/ranking.md.
"""

from __future__ import annotations

from morgue.core.dataclass import dataclass

#: Saturation of term frequency (BM25's k1).
K1 = 2.0
#: What an occurrence in the title counts, a whole number; one in the body, or in a lead asked for by itself, counts 1.
TITLE_WEIGHT = 4
#: Length normalisation of the body (BM25's b). Titles and leads have none: a lead is cut to one length when indexed,
#: and a headline of twelve words is no longer a text than one of six.
BODY_B = 0.75


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields in which a text query may match; the lead only where the body, of which it is a part, is not asked."""

    title: bool
    lead: bool
    body: bool

    @property
    def whole(self) -> bool:
        """Title and body: every occurrence counts."""
        return self.title and self.body


_FIELDS = {
    None: Fields(True, False, True),
    "title": Fields(True, False, False),
    "lead": Fields(False, True, False),
    "body": Fields(False, False, True),
    "hlead": Fields(True, True, False),
}


def fields_of(name: str | None) -> Fields:
    """The fields behind a name of the query language."""
    return _FIELDS[name]
