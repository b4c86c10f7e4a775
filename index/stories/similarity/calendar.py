"""Lists words that tell one report of a kind from the next: names of days and months, small numbers. Pure data.

In the languages most archives hold; a language that is missing still has its figures.
"""

from __future__ import annotations

from typing import Final

_DAYS: Final = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda terça quarta quinta sexta
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
poniedziałek wtorek środa czwartek piątek sobota niedziela poniedziałku środę piątek sobotę niedzielę
понедельник вторник среду среда четверг пятницу пятница субботу суббота воскресенье
pazartesi salı çarşamba perşembe cuma cumartesi pazar
"""
_MONTHS: Final = """
january february april june july august september october november december
jan feb apr jun jul aug sep sept oct nov dec
januar februar märz mai juni juli oktober dezember
janvier février mars avril juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
januari februari maart mei augustus december
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""

#: Names of days and months that are hardly anything else.
DAYS: Final = frozenset((_DAYS + _MONTHS).split()) - {"mars", "mai", "mei", "maja", "sep", "mon", "wed", "fri", "mart"}

#: Those that count only with a capital, being common words without.
CAPITAL_DAYS: Final = frozenset({"may", "march", "mars", "mai", "mei", "sat", "sun", "mon", "wed", "fri", "sep"})

_ONE_TO_TWELVE: Final = (
    "one two three four five six seven eight nine ten eleven twelve",
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "um dois três quatro cinco seis sete oito nove dez onze doze",
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
)
_MORE: Final = """
thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40
fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred thousand million billion trillion hundert tausend cent mille
cien mil cento сто тысяч
"""


def _values() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in (*_ONE_TO_TWELVE, _MORE):
        for place, entry in enumerate(line.split(), 1):
            word, _, value = entry.partition(":")
            found.setdefault(word, value or (word if line is _MORE else str(place)))
    return found


#: Numbers in words, and how they are written in digits; hundreds and more stay words.
NUMBER_WORDS: Final = _values()

#: Those that are hardly anything else.
NUMBERS: Final = frozenset(NUMBER_WORDS) - frozenset("one eins un uno um een один once".split())
