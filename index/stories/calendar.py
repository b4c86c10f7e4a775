"""Words that tell one report of a kind from the next: names of days and months, and small numbers. Pure data.

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

_NUMBERS: Final = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend
deux trois quatre cinq sept huit neuf dix onze douze cent mille
dos tres cuatro cinco seis siete ocho nueve diez cien mil
due tre quattro cinque sei sette otto nove dieci cento
dois três quatro sete oito nove dez
twee drie vijf zes zeven negen tien
два три четыре пять шесть семь восемь девять десять сто тысяч
"""

#: Small numbers in words.
NUMBERS: Final = frozenset(_NUMBERS.split())
