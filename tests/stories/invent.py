"""Invented news of Harrow Bay: stories that share nothing, and what outlets do to them."""

import random

_NAMES = ["Ada Brook", "Tom Vale", "Nora Finch", "Eli Marsh", "Ruth Penn", "Sam Alder", "Ida Frost", "Jon Pike"]
_WHO = [
    "The harbour council",
    "A union of sailors",
    "The ferry company",
    "The mayor of Harrow Bay",
    "An inquiry into the pier",
    "The school board",
    "A growers' cooperative",
    "The coast guard",
    "A court in Hill Town",
    "The water board",
]
_DID = [
    "rejected",
    "approved",
    "postponed",
    "criticised",
    "welcomed",
    "reopened",
    "published",
    "withdrew",
    "defended",
    "questioned",
    "doubled",
    "halved",
]
_WHAT = [
    "the plan for a second quay",
    "the pay offer",
    "a report on the lighthouse",
    "the ban on night fishing",
    "the new timetable",
    "the price of tickets",
    "a study of the seabed",
    "its budget for repairs",
    "the sale of the old mill",
    "a bridge over the river",
    "the rules for anchors",
    "the contract for dredging",
    "a map of the sandbanks",
    "the closing of the cannery",
]
_WHEN = [
    "after talks that lasted all night",
    "despite a letter from residents",
    "at a meeting behind closed doors",
    "as storms kept boats in port",
    "in a vote that surprised many",
    "while visitors waited on the shore",
    "because money had run out",
    "once lawyers had read the papers",
    "although few had asked for it",
    "before the season began",
]


def _place(rng: random.Random) -> str:
    return "".join(
        rng.choice(("tol", "mar", "ek", "bri", "den", "os", "ul", "fer", "wick", "hal")) for _ in range(4)
    ).title()


def sentence(rng: random.Random) -> str:
    parts = [f"In {_place(rng)}", rng.choice(_WHO), rng.choice(_DID), rng.choice(_WHAT), rng.choice(_WHEN)]
    tail = rng.choice(
        [
            f", {rng.choice(_NAMES)} of {_place(rng)} said",
            f", which will cost {rng.randint(3, 980)} crowns",
            f", {rng.choice(_NAMES)} told {rng.randint(20, 300)} people",
            f" and {rng.choice(_WHO).lower()} {rng.choice(_DID)} {rng.choice(_WHAT)}",
        ]
    )
    return " ".join(parts) + tail + "."


def story(seed: object, sentences: int = 14) -> str:
    """A text of about 19 words a sentence, one paragraph each; two seeds have hardly a run of words in common."""
    rng = random.Random(f"story {seed}")
    return "\n".join(sentence(rng) for _ in range(sentences))


def prose(seed: object, words: int) -> str:
    """Words in no order: hardly a run of two comes twice."""
    rng = random.Random(f"prose {seed}")
    return " ".join("".join(rng.choices("abcdeghilmnorstu", k=rng.randint(2, 9))) for _ in range(words))


def paragraphs(text: str, *which: int) -> str:
    lines = text.split("\n")
    return "\n".join(lines[i] for i in which)


def market_report(seed: object) -> str:
    """The form of every day with other figures."""
    rng = random.Random(f"market {seed}")
    p = [rng.randint(100, 999) for _ in range(12)]
    return (
        f"Fish prices at the Harrow Bay market closed at {p[0]} crowns a crate on the day, the market office said.\n"
        f"Herring stood at {p[1]} crowns, mackerel at {p[2]} and sole at {p[3]}, against {p[4]} a week before.\n"
        f"Boats landed {p[5]} crates at the northern quay and {p[6]} at the southern one, the harbour master said.\n"
        f"Traders from the hill towns bought {p[7]} crates, and {p[8]} went to the cannery at the usual rate.\n"
        f"The office expects {p[9]} boats tomorrow, and puts the weekly turnover at {p[10]} crowns, down from {p[11]}."
    )
