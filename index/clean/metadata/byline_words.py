"""Lists words of bylines that are no part of a person's name: roles, desks, sections, houses. Data, folded."""

from __future__ import annotations

import re

#: Words within a name that are written small.
LOWER = frozenset(
    """
    de del della di da dos das du des van von der den ter ten la le el al bin ibn zu zur y e af av do dal dalla abu
    ben st the d l los las ould und 't
    """.split()
)

#: A part of a byline after the first that describes the person before it.
ROLE = re.compile(
    r"\b(?:of|for|at|der|des|du|de la|ph\.?d|m\.?d|r\.?n|mba|ceo|cto|cfo|founder|head|lead|director|owner)\b", re.I
)

#: Words that make an entry a role, a desk or an outlet rather than a person.
ROLES = frozenset(
    """
    editor editors editorial reporter reporters correspondent writer staff desk team newsroom columnist producer
    contributor contributors journalist journalists bureau chief associate deputy assistant digital online senior
    political business sports science health national international redaktion redakteur redakteurin redaktorin
    redaktor korrespondent korrespondentin volontar volontarin chefredakteur autor autorin redaction redacteur
    redacción redaccion redazione redactie redakcja redaktionen redakce toimitus agence agencies agencia agencias
    agenzia agentur agenturen wire wires news nachrichten admin administrator webmaster guest author authors unknown
    anonymous press releases release media services service network magazine publisher photographer fotograf photo
    photos video videos images getty contributing special published updated posted share read minutes minute min
    comments follow email print veroffentlicht aktualisiert nachrichtenagentur presseagentur coordinator
    redaktionsleiter newsteam redakteure mitarbeiter mitarbeiterin freier freie leiter leiterin ressort politik
    wirtschaft sport panorama kultur journaliste envoye correspondante correspondant corresponsal enviado especial
    редакция корреспондент обозреватель журналист автор отдел новости σύνταξη συντακτική newsdesk report reports
    exclusive breaking president director professor manager ceo lecturer fellow researcher minister analyst expert
    presenter marketing source sources quelle quellen fuente fuentes fonte fonti
    """.split()
)

#: Of these and of the words that name a house, those that are names of people too.
PERHAPS = frozenset("post min press guest page daily share read fellow minister bishop print".split())

#: Words that name a house.
COMPANY = re.compile(
    r"(?i)\b(?:inc|ltd|llc|gmbh|corp|company|times|herald|tribune|gazette|journal|zeitung|tageblatt|magazin|online|\.com"
    r"|\.de|\.org|tv|radio|newspaper|university|co\. kg|ministerium"
    r"|\w*(?:anstalt|verband|institut|hochschule|universität|stiftung|zentrale|behörde))\b|\.(?:com|net|org|de|co)\b"
)

#: Entries that are nobody.
NOBODY = frozenset(
    """admin administrator webmaster unknown anonymous guest author authors editor none null user root superuser staff
    online web source sources quelle quellen fuente fuentes fonte fonti""".split()
)

#: Words that name a section or a link: an entry made of nothing else is nobody.
SECTIONS = frozenset(
    """actualidad actualite actualites analysis and article articles artikel attualita bio biography blog blogs business
    category comment community company culture cultura development deportes economia economy editorial education
    entertainment environment europe events fashion features finance food full general health home in insights
    international lifestyle local marketing more nachrichten national news noticias opinia opinion opinions panorama
    podcast policy politica politics politik politique posts property read real estate sci-tech science sport sports
    stories tech technology top tourism travel uncategorised uncategorized updates video videos view views wirtschaft
    world новости политика спорт экономика""".split()
)
