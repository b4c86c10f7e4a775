"""Which fields a text query looks at, and what an occurrence in each is worth.

The values come from reasoning and a few measurements, not from a search over one collection: see docs/ranking.md.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Saturation of term frequency (BM25's k1).
K1 = 2.0
#: What an occurrence in the title counts, and one in the lead on top of its place in the body, which counts 1. Both are
#: multiples of STEP, so that they can be looked up as small whole numbers.
TITLE_WEIGHT, LEAD_WEIGHT, STEP = 3.0, 0.5, 0.5
#: Length normalisation of the body (BM25's b). Titles and leads have none: a lead is cut to one length when indexed,
#: and a headline of twelve words is no longer a text than one of six.
BODY_B = 0.75


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields in which a text query may match, title, lead and body."""

    title: bool
    lead: bool
    body: bool

    @property
    def whole(self) -> bool:
        """Title and body: every occurrence counts."""
        return self.title and self.body


_FIELDS = {
    None: Fields(True, True, True),
    "title": Fields(True, False, False),
    "lead": Fields(False, True, False),
    "body": Fields(False, True, True),
    "hlead": Fields(True, True, False),
}


def fields_of(name: str | None) -> Fields:
    """The fields behind a name of the query language."""
    return _FIELDS[name]
