"""Maps names of languages, as databases write them in several languages, to ISO 639-1 codes. Data."""

from __future__ import annotations

import re

from morgue.index.clean.dates.months import fold

_NAMES = """
en english englisch anglais ingles inglese engels angielski английский 英文 英語 英语 영어 engelsk engelska angol
en ingilizce
de german deutsch allemand aleman tedesco duits niemiecki немецкий 德文 德語 德语 ドイツ語 독일어 alemao tysk tyska
de nemet
fr french franzosisch francais frances francese frans francuski французский 法文 法語 法语 フランス語 fransk franska
es spanish spanisch espagnol espanol spagnolo spaans hiszpanski испанский 西班牙文 西班牙語 西班牙语 スペイン語 espanhol
it italian italienisch italien italiano italiaans wloski итальянский 意大利文 義大利文 意大利语 イタリア語
pt portuguese portugiesisch portugais portugues portoghese portugees португальский 葡萄牙文 ポルトガル語
nl dutch niederlandisch neerlandais holandes neerlandes olandese nederlands holenderski нидерландский 荷兰文 荷蘭文
sv swedish schwedisch suedois sueco svedese zweeds svenska szwedzki
da danish danisch danois danes danese deens dansk
no norwegian norwegisch norvegien noruego norvegese noors norsk
fi finnish finnisch finnois finlandes finlandese fins suomi
pl polish polnisch polonais polaco polacco pools polski
ru russian russisch russe ruso russo russisch русский rosyjski 俄文 俄語 俄语 ロシア語 러시아어
uk ukrainian ukrainisch ukrainien ucraniano ucraino украинский
cs czech tschechisch tcheque checo ceco tsjechisch cesky
hu hungarian ungarisch hongrois hungaro ungherese magyar
tr turkish turkisch turc turco turks turkce 土耳其文
ja japanese japanisch japonais japones giapponese japans 日文 日語 日语 日本語 일본어
zh chinese chinesisch chinois chino cinese chinees 中文 華語 汉语 chinese-simplified chinese-traditional 中国語 중국어
zh mandarin
ko korean koreanisch coreen coreano koreaans 韩文 韓文 韓國語 한국어 韓国語
ar arabic arabisch arabe arabo 阿拉伯文 العربية
he hebrew hebraisch hebreu hebreo ebraico
el greek griechisch grec griego greco grieks
ro romanian rumanisch roumain rumano rumeno
bg bulgarian bulgarisch bulgare bulgaro
hr croatian kroatisch croate croata
sr serbian serbisch serbe serbio
sk slovak slowakisch slovaque eslovaco
ca catalan katalanisch catalana catala
id indonesian indonesisch bahasa
hi hindi
vi vietnamese
th thai
fa persian persisch farsi
"""
_ISO = {fold(name): code for code, *names in (line.split() for line in _NAMES.split("\n") if line) for name in names}


def language_of(stated: str) -> str | None:
    """The two letters of a language named in words or in letters; None when the name is not known.

    >>> language_of("GERMAN; DEUTSCH"), language_of("Englisch"), language_of("fr-CA"), language_of("Klingon")
    ('de', 'en', 'fr', None)
    """
    for word in re.split(r"[\s;,/|()-]+", fold(stated)):
        if word in _ISO:
            return _ISO[word]
        if len(word) == 2 and word in _CODES:
            return word
    return None


_CODES = frozenset(_ISO.values())
