"""Encodings as the web writes them, and what mending may and may not change."""

import codecs
import unicodedata

import ftfy
import pytest
from ftfy.badness import is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.index.sources.decoding.charsets import decode
from morgue.index.sources.decoding.encoding_labels import _CODECS, codec_of
from morgue.index.sources.decoding.mojibake import mend, once

TEXTS = {
    "cp1252": "La grève des ferries a été prolongée jusqu’à lundi, selon le syndicat de la baie.",
    "cp1250": "Stávka trajektů trvá již třetí den a městská rada svolala zasedání, ale na dohodu se čeká.",
    "iso8859_2": "Strajk promów w zatoce trwa już trzeci dzień i władze żądają rozmów ze związkami, ale nie są.",
    "cp1251": "Паромщики объявили забастовку в гавани. Городской совет обсуждает бюджет.",
    "koi8_r": "Паромщики объявили забастовку в гавани. Городской совет обсуждает бюджет.",
    "cp1253": "Η απεργία των πορθμείων συνεχίζεται για τρίτη ημέρα στο λιμάνι.",
    "cp1255": "שביתת המעבורות נכנסה ליומה השלישי והמועצה כינסה ישיבת חירום",
    "cp1256": "دخل إضراب العبارات يومه الثالث وعقد المجلس اجتماعا طارئا",
    "gb18030": "渡轮工人罢工进入第三天，港口管理局表示将继续谈判。",
    "cp932": "フェリーのストライキは三日目に入り、市議会は緊急会議を開いた。",
    "euc_jp": "フェリーのストライキは三日目に入り、市議会は緊急会議を開いた。",
    "cp949": "페리 파업이 사흘째 이어지면서 시의회가 긴급 회의를 열었다.",
    "iso2022_jp": "フェリーのストライキは三日目に入り、市議会は緊急会議を開いた。",
    "utf-8": "Die Fähren über die Bucht fahren heute nicht.",
    "utf-16-le": "Die Fähren über die Bucht fahren heute nicht.",
    "utf-16-be": "Die Fähren über die Bucht fahren heute nicht.",
}


@pytest.mark.parametrize("codec", TEXTS)
def test_found_in_the_bytes(codec: str) -> None:
    data = TEXTS[codec].encode(codec)
    assert decode(data).text == TEXTS[codec]
    page = f"<html><head><title>x</title></head><body><p>{TEXTS[codec]}</p></body></html>"
    assert decode(page.encode(codec)).text == page


@pytest.mark.parametrize("codec", [c for c in TEXTS if not c.startswith("utf-16")])
def test_declared_by_the_page(codec: str) -> None:
    label = next(label for label, c in _CODECS.items() if c == codec)
    for form in (
        '<meta charset="{}">',
        "<META http-equiv=x content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ):
        page = form.format(label) + TEXTS[codec]
        assert decode(page.encode(codec)).text == page
    assert decode(TEXTS[codec].encode(codec), f' "{label.upper()}" ').text == TEXTS[codec]


def test_precedence() -> None:
    page = '<meta charset="koi8-r">забастовка в гавани'
    assert decode(page.encode("cp1251"), "windows-1251").how == "declared"
    assert decode(page.encode("koi8_r")).how == "meta"
    assert decode(page.encode("koi8_r"), "no-such-label").how == "meta"
    assert decode(codecs.BOM_UTF8 + page.encode(), "windows-1251").text == page
    assert decode(page.encode(), "iso-8859-1").text == page
    assert decode(b"<!-- <meta charset=utf-16> -->caf\xe9 and the pier").text.endswith("café and the pier")


def test_web_labels_are_not_pythons() -> None:
    assert decode(b"\x93caf\xe9\x94 \x81", "iso-8859-1").text == "“café” \x81"
    assert codec_of("gb2312") == "gb18030"
    for label in ("hex", "zip", "rot13", "idna", "utf-7", "unicode_escape", "punycode", ""):
        assert codec_of(label) is None
    for codec in set(_CODECS.values()):
        assert codecs.lookup(codec)


def test_a_stray_byte_does_not_turn_a_page_into_mojibake() -> None:
    good = ("Fähren über die Bucht. " * 20).encode()
    assert decode(good + b"\xff" + good, "utf-8").text == good.decode() + "\ufffd" + good.decode()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.none() | st.sampled_from(sorted(_CODECS)) | st.text(max_size=10))
def test_decode_never_raises(data: bytes, declared: str | None) -> None:
    assert isinstance(decode(data, declared).text, str)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.none() | st.sampled_from(["utf-8", "windows-1252", "gbk"]))
def test_utf8_comes_back(text: str, declared: str | None) -> None:
    data = text.encode("utf-8", "replace")
    if not data.isascii() and "\0" not in text and "\x1b" not in text and "<" not in text:
        assert decode(codecs.BOM_UTF8 + data, declared).text == data.decode()


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("La grÃ¨ve des ferries", "La grève des ferries"),
        ("â€œNo boat,â€\x9d she said", "“No boat,” she said"),
        ("fine line\nbroken lineâ€¦", "fine line\nbroken line…"),
        ("Ã\x85ngstrÃ¶m", "Ångström"),
        ("a\u00adb\u200bc\ufeff", "abc"),
        ("a\r\nb\rc\u2028d\x85e\x0cf", "a\nb\nc\nd…e\nf"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07x\x00\x9b2J", "red x›2J"),
        ("evil \u202edlrow\u202c", "evil dlrow"),
        ("e\u0301", "é"),
        ("\ud800", "\ufffd"),
    ],
)
def test_mending(broken: str, whole: str) -> None:
    assert mend(broken) == whole


@pytest.mark.parametrize(
    "text", [*TEXTS.values(), "“Good” – naïve café ﬁ Ａ１ &amp; Ångström ½", "می‌خواهم", "👩‍👩‍👧", "a\tb"]
)
def test_good_text_is_left_alone(text: str) -> None:
    assert mend(text) == unicodedata.normalize("NFC", text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_mended_text_holds_no_controls_and_mending_twice_changes_nothing(text: str) -> None:
    once = mend(text)
    assert mend(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)


def test_piles_of_marks_take_no_time() -> None:
    assert len(mend("e" + "\u0301\u0323" * 300_000)) < 100


def test_nothing_but_mojibake_is_changed() -> None:
    kept = "“It’s ‘ours’,” said Ida — ﬁne, Ｆｕｌｌ, &amp; &eacute; … ½ ™ «so» „nein“ 3’ 1…2"
    assert mend(kept) == kept
    assert mend(f"{kept} The cafÃ© was full of peopleâ€™s coats.") == f"{kept} The café was full of people’s coats."


PIECES = st.sampled_from(
    ["Ã©", "â€œ", "Ã ", "Â ", "œ.", "à", "·²", "”", "é", " ", "a", "А", "вЂ", "Ø§", "\xa0", "\x92", ",", "ÃƒÂ©"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_line_that_ftfy_calls_bad_is_mended(line: str) -> None:
    if is_bad(line):
        assert mend(line) == mend(ftfy.fix_encoding(line))
    else:
        assert set(mend(line)) <= set(unicodedata.normalize("NFC", line))


def test_a_flood_of_mojibake_is_undone_as_far_as_an_article_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    undone: list[int] = []
    fix = ftfy.fix_encoding

    def noted(line: str) -> str:
        undone.append(len(line))
        return fix(line)

    monkeypatch.setattr(ftfy, "fix_encoding", noted)
    for line in ("Ã©â€œ\x9d ", "Ã©tÃ© \n", "\x85é "):
        undone.clear()
        mended = mend(line * (3_000_000 // len(line)))
        assert sum(undone) <= 3 * (1 << 19)
        assert mended.startswith(mend(line * 10)[:10])


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (
            "Городской совет решил восстановить старый причал, закрытый после зимней бури, сказал мэр в понедельник.",
            "cp1251",
        ),
        (
            "Το δημοτικό συμβούλιο αποφάσισε να ξαναχτίσει την παλιά προβλήτα, είπε ο δήμαρχος τη Δευτέρα το βράδυ.",
            "cp1253",
        ),
        ("港湾议会星期一表决重建旧码头，费用将高于计划，市长说工程将在春天开始，需要两年时间才能完成。" * 2, "gb18030"),
    ],
)
def test_a_page_read_as_western_and_written_anew_is_read_again(text: str, codec: str) -> None:
    head = f'<head><meta name="description" content="{text}"></head>'
    page = f"<html>{head}<body><p>{text}</p><p>{text[:30]}</p></body></html>"
    twice = page.encode(codec).decode("latin-1")
    assert once(twice) == page
    assert once(page) == page


@pytest.mark.parametrize(
    "text",
    [
        "À la fête, l'été a été réglé dès février, où l'élève gênée a crié",
        "ÉTÉ À LA FÊTE, ÉLÈVES GÊNÉS, RÉGLÉS DÈS FÉVRIER ",
        "Größe öäü " * 9,
    ],
)
def test_western_letters_are_no_other_script(text: str) -> None:
    page = f"<p>{text}</p>" * 3
    assert once(page) == page
