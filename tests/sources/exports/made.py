"""Two paragraphs, an export of Nexis to fill in, and what an article of an export states."""

from __future__ import annotations

from morgue.core.article import Article

TIDE = "The tide of Harrow Bay came in two hours late on Tuesday, and the harbour master said that nobody knew why."
MOON = "The moon was blamed by some, the new breakwater by others; a meeting will be held in the net loft on Friday."


def stated(article: Article) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """What most exports state."""
    return article.title, article.outlet, article.date, article.authors


OLD = """
                               {n} of 2 DOCUMENTS


                                 {outlet}

                            {day}

{title}

{by}: {author}

{section}: {place}

{length}: 42 {words}


{text}

{more}

{load}: {loaded}

{language}: {named}

PUBLICATION-TYPE: Newspaper


                      Copyright 2024 Harrow House
                            All Rights Reserved

"""
ENGLISH = {
    "outlet": "Harrow Bay Herald", "day": "March 5, 2024 Tuesday 9:50 PM GMT", "by": "BYLINE", "author": "Jane Roe",
    "section": "SECTION", "place": "NEWS; Pg. 3", "length": "LENGTH", "words": "words", "load": "LOAD-DATE",
    "loaded": "March 6, 2024", "language": "LANGUAGE", "named": "ENGLISH",
}  # fmt: skip
GERMAN = {
    "outlet": "Hafenbote", "day": "5. März 2024 Dienstag 9:50 PM GMT+1", "by": "AUTOR", "author": "Jana Roh",
    "section": "RUBRIK", "place": "LOKALES; S. 3 Ausg. 54", "length": "LÄNGE", "words": "Wörter", "load": "UPDATE",
    "loaded": "6. März 2024", "language": "SPRACHE", "named": "GERMAN; DEUTSCH",
}  # fmt: skip
