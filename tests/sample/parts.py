"""What the pages and texts of all outlets of the sample are made of. All of it invented."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample.build import Story

_DOMAINS = {
    "Harbour Times": "harbourtimes.example",
    "Hill Gazette": "hillgazette.example",
    "Valley Post": "valleypost.example",
    "The Quayside": "thequayside.example",
    "Northern Wire": "northernwire.example",
    "Küstenkurier": "kuestenkurier.example",
    "Le Courrier du Détroit": "courrierdudetroit.example",
    "港湾日报": "gangwanribao.example",
}
_MONTHS = "January February March April May June July August September October November December".split()


def domain(outlet: str) -> str:
    """The outlet's invented domain."""
    return _DOMAINS[outlet]


def folder(outlet: str) -> str:
    """The outlet's folder in the sample."""
    return {"Küstenkurier": "kuestenkurier", "Le Courrier du Détroit": "le-courrier-du-detroit"}.get(
        outlet, outlet.lower().replace(" ", "-")
    )


def day(iso: str) -> str:
    d = date.fromisoformat(iso[:10])
    return f"{d.day} {_MONTHS[d.month - 1]} {d.year}"


def related(story: Story, everything: list[Story], count: int) -> list[Story]:
    """Other articles of the outlet, the same ones for each build; what a cleaner has to leave out."""
    others = [s for s in everything if s.outlet == story.outlet and s.slug != story.slug and s.form != "fish"]
    start = sum(map(ord, story.slug)) % max(1, len(others))
    return (others[start:] + others[:start])[:count]


def paragraphs(story: Story, between: dict[int, str] | None = None) -> str:
    parts = []
    for number, text in enumerate(story.paragraphs):
        parts.append(f"<p>{escape(text, quote=False)}</p>")
        parts.append((between or {}).get(number, ""))
    return "\n".join(filter(None, parts))


def json_ld(story: Story) -> str:
    value: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.date,
        "dateModified": story.date,
        "articleSection": story.section,
        "url": story.url,
        "author": [{"@type": "Person", "name": name} for name in story.by.split(" and ") if name],
        "publisher": {"@type": "NewsMediaOrganization", "name": story.outlet},
    }
    return json.dumps(value, ensure_ascii=False)
