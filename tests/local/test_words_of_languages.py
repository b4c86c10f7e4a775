"""Forms that meet: spellings, compounds, numbers, abbreviations, signs, and words with something written on to them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from morgue.search.language.parse import parse
from morgue.search.local.backend import LocalBackend
from morgue.search.request import SearchRequest
from tests.local.build import article, snapshot

TODAY = date(2026, 11, 21)

TEXTS = {
    "hyphen": ("en", "An e-mail from the co-founder about the F-35 and the vice-president."),
    "joined": ("en", "Emails from cofounders about the F35."),
    "apart": ("en", "The vice president read the mail aloud."),
    "plural": ("en", "Two co-founders and three vice-presidents."),
    "comma": ("en", "It cost 1,000 crowns, then 1,250.75, up 5%, or $5bn."),
    "bare": ("en", "It cost 1000 crowns, then 1250.75, up 5, or 5bn."),
    "german": ("de", "Es kostete 1.250,75 Kronen. Die Bürgermeisterin kam nach Köln."),
    "spelt": ("de", "Die Buergermeisterin fuhr nach Koeln."),
    "dots": ("en", "In Washington, D.C., the U.S. envoy spoke."),
    "last": ("en", "The envoy came from Washington D.C"),
    "capitals": ("en", "The US envoy left DC early."),
    "pronoun": ("en", "He told us the tea was cold."),
    "signs": ("en", "It was written in C++, and later in C# or F#."),
    "plain": ("en", "Vitamin C and class C vessels."),
    "accents": ("es", "Habló Peña Nieto en el café."),
    "bareaccents": ("es", "Pena Nieto en el cafe."),
    "lodz": ("pl", "Strajk w Łodzi trwa, a Łódź czeka. Øresund, œuvre, Đakovo, ışık, straße."),
    "korean": ("ko", "대통령은 서울에서 기자들과 만났다. 정부가 금리를 올렸다."),
    "korean2": ("ko", "대통령이 부산을 찾았다. 대통령 선거. 승인했다."),
    "hebrew": ("he", "מועצת הנמל אישרה. הממשלה בירושלים. והשביתה נמשכת."),
    "persian": ("fa", "می‌خواهیم کتاب‌های تازه بخریم."),
    "arabic": ("ar", "قال الأستاذ أحمد إنّ الكِتابَ مُهِمٌّ. كبيره"),
    "hindi": ("hi", "हिन्दी में लिखा गया।"),
    "soft": ("en", "The soft\u00adhyphen and the har\u200bbour."),
    "danish": ("da", "Skibet lå i Ålborg ved Sørensen."),
    "simplified": ("zh", "记者在台湾发表了报道。"),
    "traditional": ("zh", "記者在臺灣發表了報道。"),
    "ukrainian": ("uk", "Київ і Харків чекають на поїзди."),
    "ukrainian2": ("uk", "До Києва з Харкова. У Києві та Харкові тихо."),
    "danish2": ("da", "Skibet laa i Aalborg ved Soerensen."),
}


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> LocalBackend:
    names = list(TEXTS)
    held = [article(i, TEXTS[n][1], language=TEXTS[n][0]) for i, n in enumerate(names)]
    return LocalBackend(snapshot(tmp_path_factory.mktemp("words"), [held[:9], held[9:]]))


def found(backend: LocalBackend, query: str) -> set[str]:
    hits = backend.run(SearchRequest(parse(query, today=TODAY), limit=100, collapse=False)).hits
    return {list(TEXTS)[int(h.id.lstrip("a") or 0)] for h in hits}


MEET = {
    "记者": "simplified traditional",
    "記者": "simplified traditional",
    "台灣": "simplified traditional",
    '"記者在台湾"': "simplified traditional",
    "=記者": "traditional",
    "Київ": "ukrainian ukrainian2",
    "Києва": "ukrainian ukrainian2",
    "Харків": "ukrainian ukrainian2",
    "Харкова": "ukrainian ukrainian2",
    "e-mail": "hyphen joined",
    "email": "hyphen joined",
    "=e-mail": "hyphen",
    "=emails": "joined",
    "=email": "",
    "co-founder": "hyphen joined plural",
    "co-founders": "hyphen joined plural",
    "cofounder": "hyphen joined plural",
    "=co-founders": "plural",
    "F-35": "hyphen joined",
    "F35": "hyphen joined",
    "=F35": "joined",
    "vice-president": "hyphen apart plural",
    '"email"': "",
    '"emails from"': "joined",
    "ema*": "hyphen joined",
    "co-found*": "hyphen plural",
    "cofound*": "hyphen joined plural",
    '"vice president"': "hyphen apart",
    "1,000": "comma bare",
    "1000": "comma bare",
    "=1000": "bare",
    "=1,000": "comma",
    "1,250.75": "comma bare german",
    "1250.75": "comma bare german",
    "1.250,75": "comma bare german",
    "D.C.": "dots last capitals",
    "D.C": "dots last capitals",
    "DC": "dots last capitals",
    "=D.C.": "dots last",
    '"Washington D.C"': "dots last",
    "U.S.": "dots capitals",
    "US": "dots capitals pronoun",
    "=U.S.": "dots",
    "C++": "signs",
    "C#": "signs",
    "C": "signs plain",
    "=C": "plain",
    "5%": "comma",
    "$5bn": "comma",
    "5bn": "comma bare",
    "=5bn": "bare",
    "pena nieto": "accents bareaccents",
    '"pena nieto"': "accents bareaccents",
    '"peña nieto"': "accents bareaccents",
    '="pena nieto"': "bareaccents",
    "=café": "accents",
    '"café"': "accents bareaccents",
    "lodz": "lodz",
    "oresund": "lodz",
    "oeuvre": "lodz",
    "dakovo": "lodz",
    "isik": "lodz",
    "strasse": "lodz",
    "Bürgermeisterin": "german spelt",
    "Buergermeisterin": "german spelt",
    "Burgermeisterin": "german spelt",
    "=Buergermeisterin": "spelt",
    "koeln": "german spelt",
    "aalborg": "danish danish2",
    "Ålborg": "danish danish2",
    "Sørensen": "danish danish2",
    "대통령": "korean korean2",
    "대통령은": "korean korean2",
    "=대통령은": "korean",
    "서울": "korean",
    "금리": "korean",
    "부산": "korean2",
    "승인": "korean2",
    "기자": "korean",
    "נמל": "hebrew",
    "ממשלה": "hebrew",
    "ירושלים": "hebrew",
    "שביתה": "hebrew",
    "הנמל": "hebrew",
    "میخواهیم": "persian",
    "می‌خواهیم": "persian",
    "كتابهاي": "persian",
    "احمد": "arabic",
    "كبيرة": "arabic",
    "हिंदी": "hindi",
    "harbour": "soft",
    "softhyphen": "soft",
    "email w/5 cofounder": "hyphen joined",
    "e-mail w/5 co-founders": "hyphen joined",
    "co-founder w/5 email": "hyphen joined",
    "atleast2(e-mail)": "",
    "title:e-mail": "",
}


@pytest.mark.parametrize("query", MEET)
def test_forms_meet_on_both_sides_and_as_typed_after_an_equals_sign(backend: LocalBackend, query: str) -> None:
    assert found(backend, query) == set(MEET[query].split())


def test_a_word_of_the_main_language_is_no_form_of_another_for_being_in_foreign_articles(tmp_path: Path) -> None:
    english = [article(i, "They can wait; Canada can too, and the nose can itch.", language="en") for i in range(4)]
    more = [
        article(10, "Yes we can, dijeron los pescadores.", language="es"),
        article(11, "Das Lotsenboot der Fischer. Die Banken.", language="de"),
        article(12, "Eines Lotsenbootes wegen; Lotsenboote und eine Bank.", language="de"),
        article(13, "Canada waits.", language="en"),
        article(14, "Nosy i nosem.", language="pl"),
    ]
    backend = LocalBackend(snapshot(tmp_path, [english, more]))

    def count(query: str) -> int:
        return backend.count(parse(query, today=TODAY)).articles

    assert count("canada") == 5
    assert count("nose") == 4
    assert count("pescador") == 1
    assert count("Lotsenboots") == 2
    assert count("lotsenboot w/3 bank") == 1
    assert count("lang:de Banken") == 2


def test_an_abbreviation_meets_its_plural_and_not_another_one(tmp_path: Path) -> None:
    texts = {
        "mp": "The MP spoke of one F-16.",
        "mps": "Two MPs left, and F-16s flew over. It was the 1990s.",
        "gp": "A GP was called in 1990.",
        "gps": "The GPS had failed.",
        "mr": "Mr Brook said so.",
        "mrs": "Mrs Brook did not.",
    }
    held = [article(i, text, language="en") for i, text in enumerate(texts.values())]
    backend = LocalBackend(snapshot(tmp_path, [held]))

    def ids(query: str) -> set[str]:
        hits = backend.run(SearchRequest(parse(query, today=TODAY), limit=100, collapse=False)).hits
        return {list(texts)[int(h.id.lstrip("a") or 0)] for h in hits}

    for query in ("mp", "MPs", "f-16", "F16s"):
        assert ids(query) == {"mp", "mps"}, query
    for query, only in {"gp": "gp", "gps": "gps", "mr": "mr", "mrs": "mrs", "1990": "gp", "1990s": "mps"}.items():
        assert ids(query) == {only}, query


FORMS = {
    "uk": ("Страйки тривають у Києві. Рибалки повернулися, будинки горять.", "страйк страйків рибалка Київ:"),
    "bg": ("Рибарите се върнаха. Стачките продължават.", "рибар стачка стачки"),
    "hu": ("A sztrájkok folytatódnak Budapesten.", "sztrájk sztrájkok Budapest Budapesten"),
    "he": ("הדייגים חזרו לנמל, והשחקנים נשארו.", "דייג דייגים הדייג שחקן"),
    "pt": ("As eleições foram anuladas.", "eleição eleicao eleições"),
    "es": ("Los jueces y las actrices llegaron.", "juez jueces actriz actrices"),
    "nl": (
        "De ideeën over industrieën en financiën, bacteriën en zeeën.",
        "idee industrie bacterie zee financiën",
    ),
    "no": (
        "Forskerne møtte lærere, velgeren og politikerne.",
        "forsker forskere forskeren lærer velger politiker",
    ),
    "tr": ("Öğretmenler başkanlar için toplandı.", "öğretmen ogretmen öğretmenler başkan başkanlar"),
    "ar": ("قال الوزير إن الفريق وصل.", "وزير الوزير فريق الفريق"),
}
#: One of each pair is no form of the other.
OTHERS = {
    "es": ("La luz, la raíz y el arroz.", "luce raca voces"),
    "nl": ("De knie en de fee.", "kni feest kniezen"),
    "no": ("Læreren er her.", "lærd lær leder ern"),
    "tr": ("Öğretmenler geldi.", "öğrenci öğretim"),
    "ar": ("قال الوزير كلمة.", "زيارة وزن"),
}


@pytest.mark.parametrize("language", list(FORMS))
def test_forms_of_a_language_meet_though_few_articles_are_of_it(tmp_path: Path, language: str) -> None:
    text, asked = FORMS[language]
    english = [article(i, f"The ferry of the harbour number {i} sailed.", language="en") for i in range(1, 9)]
    backend = LocalBackend(snapshot(tmp_path, [[article(0, text, language=language), *english]]))
    for word in asked.split():
        if not word.endswith(":"):
            hits = backend.run(SearchRequest(parse(word, today=TODAY), limit=100, collapse=False)).hits
            assert len(hits) == 1, word
