"""Names of months, days and stretches of time in German, French, Spanish, Italian, Portuguese, Dutch and Russian."""

from __future__ import annotations

import re
import unicodedata


def _bare(name: str) -> str:
    """A name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _numbered(rows: tuple[str, ...]) -> dict[str, int]:
    """The names of each row, with and without their accents, by the row's number from 1."""
    numbers = {name: number for number, names in enumerate(rows, 1) for name in names.split()}
    return {_bare(name): number for name, number in numbers.items()} | numbers


#: The number of a month by its names, where they are not the English.
MONTHS = _numbered(
    (
        "januar jänner janvier enero gennaio janeiro januari января январь",
        "februar feber février febrero febbraio fevereiro februari февраля февраль",
        "märz mars marzo março maart марта март",
        "avril abril aprile апреля апрель",
        "mai mayo maggio maio mei мая май",
        "juni juin junio giugno junho июня июнь",
        "juli juillet julio luglio julho июля июль",
        "août agosto augustus августа август",
        "septembre septiembre settembre setembro сентября сентябрь",
        "oktober octobre octubre ottobre outubro октября октябрь",
        "novembre noviembre novembro ноября ноябрь",
        "dezember décembre diciembre dicembre dezembro декабря декабрь",
    )
)
#: The number of a day of the week, Monday 1, by its names.
WEEKDAYS = _numbered(
    (
        "montag lundi lunes lunedì segunda-feira maandag понедельник",
        "dienstag mardi martes martedì terça-feira dinsdag вторник",
        "mittwoch mercredi miércoles mercoledì quarta-feira woensdag среда",
        "donnerstag jeudi jueves giovedì quinta-feira donderdag четверг",
        "freitag vendredi viernes venerdì sexta-feira vrijdag пятница",
        "samstag sonnabend samedi sábado sabato zaterdag суббота",
        "sonntag dimanche domingo domenica zondag воскресенье",
    )
)
#: How many days a word lies before today.
_DAYS_BACK = {
    0: "heute|aujourd'hui|hoy|oggi|hoje|vandaag|сегодня",
    1: "gestern|hier|ayer|ieri|ontem|gisteren|вчера",
    2: "vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|eergisteren|позавчера",
    -1: "morgen|demain|mañana|domani|amanhã|завтра",
}
#: Stretches of the calendar.
_CALENDAR = {
    ("this", "week"): "diese woche|cette semaine|esta semana|questa settimana|deze week|эта неделя|на этой неделе",
    ("last", "week"): "letzte woche|vorige woche|vergangene woche|la semaine dernière|semaine dernière"
    "|la semana pasada|semana pasada|la settimana scorsa|settimana scorsa|scorsa settimana|semana passada|vorige week"
    "|прошлая неделя|на прошлой неделе",
    ("this", "month"): "dieser monat|diesen monat|ce mois|ce mois-ci|este mes|questo mese|este mês|deze maand"
    "|этот месяц|в этом месяце",
    ("last", "month"): "letzter monat|letzten monat|voriger monat|vorigen monat|vergangenen monat|le mois dernier"
    "|mois dernier|el mes pasado|mes pasado|il mese scorso|mese scorso|scorso mese|mês passado|vorige maand"
    "|прошлый месяц|в прошлом месяце",
    ("this", "year"): "dieses jahr|cette année|este año|quest'anno|este ano|dit jaar|этот год|в этом году",
    ("last", "year"): "letztes jahr|voriges jahr|vergangenes jahr|l'année dernière|année dernière|l'an dernier"
    "|el año pasado|año pasado|l'anno scorso|anno scorso|scorso anno|ano passado|vorig jaar|прошлый год|в прошлом году",
}
_WEEK = "week|woche|kw|cw|semaine|semana|settimana|неделя"

DAYS_BACK = {name: back for back, names in _DAYS_BACK.items() for n in names.split("|") for name in (n, _bare(n))}
CALENDAR = {name: which for which, names in _CALENDAR.items() for n in names.split("|") for name in (n, _bare(n))}


def plain(text: str) -> str:
    """A phrase as the tables have it: in small letters, one space between words, a straight apostrophe."""
    return re.sub(r"[ _]+", " ", text.replace("’", "'")).casefold()


def any_of(phrases: dict[str, int] | dict[str, tuple[str, str]]) -> str:
    """A regular expression of phrases, the longest first; words may be parted by spaces or underscores."""
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(re.escape(p).replace(r"\ ", "[ _]+").replace("'", "['’]") for p in ordered)


#: As the units of time have them: a name, and a regular expression with named groups.
UNITS = (
    ("iso week", r"(?P<y>\d{4})-?W(?P<w>\d{1,2})(?:-?(?P<d>[1-7]))?"),
    ("iso week", rf"(?:{_WEEK})[ _]*(?P<w>\d{{1,2}})[ _/.-]+(?P<y>\d{{4}})(?P<d>(?!))?"),
    ("days back", rf"(?P<t>{any_of(DAYS_BACK)})"),
    ("calendar word", rf"(?P<t>{any_of(CALENDAR)})"),
    ("foreign weekday", rf"(?P<t>{any_of(WEEKDAYS)})"),
)
