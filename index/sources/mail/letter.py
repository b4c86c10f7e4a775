"""Cuts a mail down to what its writer wrote: without links to itself, its footer and hidden text."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Lines that speak of the mail itself.
_SELF = re.compile(
    r"\A\W*(?:(?:click here to )?(?:view|read|open|see)\b.{0,40}\b(?:in|on) (?:your |a "
    r"|the )?(?:web ?)?(?:browser|web(?:site)?|online|app)"
    r"|(?:view|read) (?:this )?(?:e-?mail|newsletter|message|post)?\s?online|trouble (?:viewing|reading).{0,80}"
    r"|(?:im|in) (?:ihrem )?(?:web-?)?browser (?:ansehen|anzeigen|öffnen|lesen|betrachten)|online (?:ansehen"
    r"|lesen|version)"
    r"|(?:newsletter|e-?mail|mail) (?:im browser|online) \w+|web-?version|online-?version|voir (?:en ligne"
    r"|dans (?:votre|le) navigateur).{0,40}"
    r"|(?:afficher|ouvrir|lire|version) .{0,30}(?:navigateur|en ligne)|ver (?:en|no) (?:el )?navegador.{0,30}"
    r"|bekijk .{0,30}(?:browser|online).{0,10}|visualizza .{0,30}browser.{0,10}|forwarded this (?:e-?mail"
    r"|message).{0,60}"
    r"|was this (?:e-?mail|newsletter) forwarded.{0,60}|read more|mehr lesen|weiterlesen|lire la suite|leer más"
    r"|lees verder"
    r"|leggi (?:tutto|di più)|continue reading|read the full (?:story|article)|read in app|view image:?|image"
    r"|advertisement"
    r"|sponsored|anzeige|publicité|share(?: this)?|forward to a friend|tweet|like|facebook|twitter|linkedin"
    r"|instagram)\W*\Z",
    re.I,
)
#: Where a footer begins: the mail's own terms.
_FOOTER = re.compile(
    r"\b(?:unsubscribe|opt[- ]out|manage (?:your )?(?:preferences|subscriptions?|e-?mail)|update (?:your )?preferences"
    r"|you (?:are|'re) receiving this|you received this|sent (?:to|by) .{0,60}because|privacy (?:policy|notice)"
    r"|abmelden|abbestellen|abbestellung|austragen|abonnement verwalten|sie erhalten diese|datenschutz(?:erklärung)?\b"
    r"|impressum|se d[ée]sabonner|d[ée]sinscri(?:re|ption|vez)|vous recevez (?:ce|cette)|darse de baja"
    r"|cancelar (?:la |tu )?suscripción"
    r"|recibe este|uitschrijven|afmelden|u ontvangt deze|disiscriviti|cancella(?:ti| l.iscrizione)|ricevi questa"
    r"|cancelar (?:a )?(?:inscrição|assinatura)|отписаться|avregistrera|afmeld|avmeld|wypisz|配信停止|退订|取消訂閱)",
    re.I,
)
#: A footer holds at most so large a share of the words.
_SHARE = 0.4
_LINK = re.compile(r"\s*[<(\[]?https?://\S{30,}[>)\]]?")
_RULE = re.compile(r"\A[\W_]*\Z")
#: A line that speaks of the mail is shorter.
_NOTE = 120
#: Terms of a mail are shorter.
_TERMS = 400


def body(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a letter, without lines that speak of the mail and without its footer."""
    kept = [text for line in lines if (text := _line(line))]
    return kept[: _end(kept)]


def _line(line: str) -> str:
    text = " ".join((_LINK.sub("", line) if "http" in line else line).split())
    return "" if _RULE.match(text) or (len(text) < _NOTE and _SELF.match(text)) else text


def _end(lines: Sequence[str]) -> int:
    """Where the footer begins; the number of lines where there is none."""
    sizes = [len(line.split()) for line in lines]
    total, after = sum(sizes), sum(sizes)
    for at, line in enumerate(lines):
        if after <= _SHARE * total and at and len(line) < _TERMS and _FOOTER.search(line):
            return at
        after -= sizes[at]
    last = len(lines)
    while last > 1 and _FOOTER.search(lines[last - 1]) and len(lines[last - 1]) < 120:
        last -= 1
    return last
