"""Declares the exports of Nexis: of old and LexisNexis Academic (TXT, HTML), Uni and Lexis+ (DOCX, RTF, TXT). Data.

The old form says "3 of 74 DOCUMENTS" before each article, then outlet, day and headline; the new one begins with the
headline and says "End of Document" after each. Labels are the same in both, in the language of the source or of
the pages, in capitals or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from morgue.index.sources.press import kinds
from morgue.index.sources.press.family import Family, Record, table
from morgue.index.sources.press.lines import Line

FIELDS = table(
    title="headline|title|kop|titel|titre|título|titulo|titolo|überschrift|schlagzeile|encabezado|hoofding|titular|koptekst|leadall",
    subtitle="subtitle|sub-title|untertitel|subheadline|ondertitel|sous-titre|subtítulo|sottotitolo|bovenkop",
    authors="""byline|autor|autorin|auteur|auteurs|author|authors|autore|autores|autora|autori|verfasser|signature|door
        |von|författare|forfatter|redactie|autor/a""",
    section="""section|rubrik|ressort|rubrique|sectie|rubriek|sección|seccion|sezione|rubrica|seção|secção|secao|seccao
        |sektion|katern|cahier""",
    page="page|pages|seite|pagina|página|pg",
    edition="edition|ausgabe|édition|editie|edición|edizione|edição",
    language="language|sprache|langue|taal|idioma|lengua|lingua|língua|idioma original|språk|sprog|linguaggio",
    lead="""highlight|highlights|encart|chapeau|lead|abstract|summary|zusammenfassung|résumé|samenvatting|resumen
        |riassunto|sommario|resumo|intro|einleitung|teaser|hauptpunkt|hoogtepunt|destacado|inleiding""",
    body="""body|text|article|artikel|artículo|articolo|artigo|textkörper|haupttext|hauptteil|fulltext|full text
        |volltext|tekst|texte|texto|testo|corps|cuerpo|corpo
        |=body|=text|=textkörper|=haupttext|=hauptteil|=fließtext|=corps|=corps de l'article|=texte|=tekst|=hoofdtekst
        |=hoofdgedeelte|=cuerpo|=cuerpo del texto|=corpo|=corpo del testo|=corpo do texto|=artikeltext|=brödtext
        |=brødtekst""",
    id="acc-no|accession number|accession-no|doc-id|document-id",
    url="url|link|web-url|weblink",
    date="date|datum|fecha|data|publication date|erscheinungsdatum",
    skip="""length|länge|longueur|lengte|longitud|extensión|extension|lunghezza|comprimento|tamanho|extensão|längd|længde
        |dateline|ortszeile|place|date-line|ort|lieu|origin|series|serie|série|column|kolumne|dataline|plaats
        |graphic|graphics|grafik|illustration|illustrations|image|bild|bilder|abbildung|foto|fotos|photo|grafiek|gráfico
        |gráficos|immagine|imagem|=graphic|=graphics|=grafik|=graphique|=illustration|=grafiek|=gráfico|=grafica|=gráficos
        |=bild|rank|type|typ|correction-date|anchors|guests|show|program|network|medium|station|time|format|notes|note
        |bio|transcript|view original page|story-provided-by|byline-title|issn|isbn|volume|issue|publisher|verlag
        |éditeur|website|medientyp|media|market|category|source|quelle|bron""",
    tail="""load-date|load date|update|ladedatum|date-chargement|date de chargement|laaddatum|laad-datum|laadatum
        |fecha de carga|fecha-carga|data di caricamento|data-carga|data de carregamento|data-caricamento|uploaddatum
        |aktualisierungsdatum|inladningsdatum|indlæsningsdato
        |publication-type|type-publication|publikationstyp|pub-type|publikationsart|document-type|dokumenttyp|publicatietype
        |tipo de publicación|tipo di pubblicazione|tipo de publicação|tipo-pubblicazione|tipo-publicación|doc-type
        |journal-code|zeitungs-code|code-revue|code-journal|krantencode|pub-subject|distribution|copyright|zeitungscode
        |subject|thema|sujet|onderwerp|tema|materia|asunto|soggetto|argomento|assunto|stichwörter|schlagworte|schlagwörter
        |geographic|geo|geographie|geografie|geografía|localisation-geo|geografisch|région|geographisch|geografica
        |organization|organisation|organización|organizzazione|organização|organisatie
        |company|firma|firmen|unternehmen|société|societe|bedrijf|empresa|azienda|società|compañía
        |person|personen|personne|personnes|persoon|persona|personas|persone|pessoa|people
        |industry|branche|industrie|industria|indústria|sector|secteur-activite|secteur|settore|sectores
        |ticker|symbole-boursier|tickersymbol|aandelensymbool|stock-symbol
        |city|stadt|ville|stad|ciudad|città|cidade|state|bundesland|état|staat|estado|stato|provincie
        |country|land|länder|pays|país|paese|facility|product|keyword|keywords|terms|classification|trade name
        |=classification|=klassifikation|=klassifizierung|=classificatie|=clasificación|=classificazione|=classificação
        |=load-date""",
)
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:\n]{1,32}?)\s?:(?:[\s\xa0]+|\Z)(?P<value>.*)", re.DOTALL)
_OPENS = re.compile(
    r"\A\s*\d[\d.,]*\s+(?:of|von|de|sur|van|di|/)\s+\d[\d.,]*\s+(?:documents?|dokument\w*|document\w*|documenti|doc\w*)\s*\Z",
    re.I,
)
_CLOSES = re.compile(
    r"\A\W*(?:end of documents?|ende des dokuments?|dokumentende|fin du document|einde(?: van)?(?: het)? document"
    r"|fin del documento|fine del documento|fim do documento|slut på dokument\w*|dokumentets slut)\W*\Z",
    re.I,
)
_DEBRIS = re.compile(
    r"\A(?:abstract|full text|original gesamtseiten-pdf|view original page|link to image|load-date: none"
    r"|pdf-datei dieses dokuments|this content is (?:also )?available .{0,40}|return to list|link to original"
    r"|\[?image\]?)\Z",
    re.I,
)
#: After the first paragraphs only a label in capitals is one, or a heading that is one word: "Source: Reuters" is text.
_INNER = re.compile(r"\A(?:[^a-zß-ÿ:]{3,32}:|[^:]{3,30}\Z)")
#: What a line of a cover page or of its table of contents says.
_COVER = re.compile(
    r"\A(?:user name|date and time|job number|documents? \(\d+\)|\d+\.\s+\S|client/matter|search terms|search type"
    r"|narrowed by|content type|news\Z|sources?:|timeline:|publication type|download request|time of request"
    r"|benutzername|datum und uhrzeit|auftragsnummer|dokumente? \(\d+\)|nom d.utilisateur|gebruikersnaam"
    r"|about lexisnexis"
    r"|nombre de usuario|nome utente|numero (?:di|de) |copyright ©)",
    re.I,
)
#: What the first lines say of every request, of which the list of its documents may be a file of its own.
_REQUEST = re.compile(
    r"\A(?:user name|date and time|job number|benutzername|datum und uhrzeit|auftragsnummer|nom d.utilisateur"
    r"|date et heure|numéro (?:de|du) (?:tâche|travail|job)|gebruikersnaam|datum en tijd|taaknummer|nombre de usuario"
    r"|fecha y hora|número de (?:trabajo|tarea)|nome utente|data e ora|numero (?:di )?(?:lavoro|processo)"
    r"|nome (?:do|de) usuário|data e hora)\s*:",
    re.I,
)
_ASIDE = re.compile(r"\([^()]+\)\Z")
#: A day stands among so many lines from a record's start, and a label or the body so many after it.
_DAY_WITHIN, _LABEL_WITHIN = 8, 6


def _old_head(lines: Sequence[Line], record: Record) -> int:
    """Outlet, day, headline, in this order; a copyright line may come first, and the headline before the day."""
    at = 0
    texts = [_without_owner(line.text) for line in lines[:_DAY_WITHIN]]
    while at < len(texts) and kinds.is_copyright(texts[at]):
        at += 1
    day = next((i for i in range(at, min(len(texts), at + 5)) if kinds.is_day(_first(texts[i]))), None)
    if at < len(texts) and day != at:
        rows = texts[at].split("\n")
        if day is None and len(rows) > 1 and kinds.is_day(rows[-1]):
            record.add("date", rows.pop())
        record.add("outlet", "\n".join(rows))
        at += 1
    if day is None:
        return _headline(texts, at, record)
    before = [text for text in texts[at:day] if not kinds.is_copyright(text)]
    record.add("date", _first(texts[day]))
    at = day + 1
    while at < len(texts) and (kinds.is_day(texts[at]) or kinds.is_copyright(texts[at])):
        at += 1
    if before:
        record.add("title", before[-1])
        return at
    return _headline(texts, at, record)


def _without_owner(text: str) -> str:
    """A block without the copyright in its first rows, where more follows them; as it is where nothing does."""
    rows = text.split("\n")
    if not kinds.is_copyright(rows[0]):
        return text
    left = [row for row in rows[1:] if not _RIGHTS.search(row)]
    return "\n".join(left) or text


_RIGHTS = re.compile(
    r"\b(?:rights? reserved|all rights|rechte vorbehalten|droits réservés|rechten voorbehouden)\b", re.I
)


def _headline(texts: Sequence[str], at: int, record: Record) -> int:
    if at < len(texts) and not record.values.get("title"):
        record.add("title", texts[at])
        return at + 1
    return at


def _first(text: str) -> str:
    return text.split("\n", 1)[0]


def _new_head(lines: Sequence[Line], record: Record) -> int:
    """Headline, outlet, day, copyright; what else stands there and is no sentence is left out."""
    texts = [line.text for line in lines]
    day = next((i for i, text in enumerate(texts[:_DAY_WITHIN]) if kinds.is_day(_first(text)) and i), None)
    if day is not None:
        record.add("date", _first(texts[day]))
        # "The New York Times Blogs", then "(Sinosphere)": a paper's blog, or its place, on a line of its own
        named = day - 2 if day > 2 and _ASIDE.match(texts[day - 1]) else day - 1
        record.add("outlet", " ".join(texts[max(1, named) : day]))
        record.add("title", " ".join(texts[: max(1, named)]))
        return _after(texts, day + 1)
    for name, text in zip(("title", "outlet"), (t for t in texts[:3] if not kinds.is_copyright(t)), strict=False):
        record.add(name, text)
    return _after(texts, min(2, len(texts)))


def _after(texts: Sequence[str], at: int) -> int:
    while at < len(texts) and (kinds.is_copyright(texts[at]) or kinds.is_day(texts[at])):
        at += 1
    return at


def _start(lines: Sequence[Line]) -> int:
    """Where the first article begins after a cover page and a table of contents: two lines before its day."""
    if any(line.opens for line in lines) or not any(_COVER.match(line.text) for line in lines[:6]):
        return 0
    for at, line in enumerate(lines):
        if not kinds.is_day(_first(line.text)) or _COVER.match(line.text):
            continue
        after = lines[at + 1 : at + 1 + _LABEL_WITHIN]
        if any(UNI.labelled(row.text) or kinds.is_copyright(row.text) for row in after) and at > 1:
            return at - 2
    listed = is_request([line.text for line in lines]) and not any(_CLOSES.match(line.text) for line in lines)
    return len(lines) if listed else 0


def is_request(texts: Sequence[str]) -> bool:
    """Whether an export begins with its request: who asked when, and under which number."""
    return sum(_REQUEST.match(text) is not None for text in texts[:4]) > 1


_nexis = partial(Family, name="nexis", label=_LABEL, fields=FIELDS, debris=_DEBRIS, inner=_INNER)
OLD = _nexis(head=_old_head, opens=_OPENS)
UNI = _nexis(head=_new_head, closes=_CLOSES, start=_start, ends=True)
