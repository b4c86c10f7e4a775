"""Phrases by which sites head, end and interrupt their articles, by language. Data; they only add to what paragraphs are like.

Each table holds folded text (lower case, no accents). A line is compared whole, without punctuation at its ends.
"""

from __future__ import annotations

import re

from index.clean.months import fold

#: A line that says this, alone, stands inside articles and is never news.
INSIDE = frozenset(
    """advertisement|advertisements|advert|ad|sponsored|sponsored content|continue reading|story continues below advertisement|article continues below|article continues after ad|story continues|scroll to continue|
    read more|read also|see also|watch|watch live|listen|listen to article|share|share this|share this article|copy link|save|print|email|comment|comments|play video|video|gallery|photos|photo|image|view gallery|
    loading|loading...|related|recommended|trending|you may also like|follow us|subscribe|sign up|sign in|log in|skip|close|menu|more|next|previous|back to top|embed|image source|image caption|getty images|
    anzeige|werbung|zur startseite|mehr lesen|lesen sie auch|auch interessant|bild|foto|teilen|artikel anhoren|vorlesen|merken|drucken|newsletter|empfohlener externer inhalt|empfohlener redaktioneller inhalt|externer inhalt|ein klick fur den datenschutz|
    placeholder|weiterlesen|mehr zum thema|kommentare|quelle|dieses thema im programm|schlagworter zu diesem artikel|
    publicite|la suite apres cette publicite|lire aussi|lire plus tard|partager|a lire aussi|voir aussi|reserve aux abonnes|article reserve aux abonnes|
    publicidad|lee tambien|leer mas|compartir|te puede interesar|mas informacion|ver tambien|comentarios|suscribete|
    pubblicita|leggi anche|condividi|leggi tutto|ascolta|
    publicidade|leia tambem|compartilhar|leia mais|continua apos a publicidade|
    advertentie|lees ook|lees meer|deel|annons|annonse|annonce|las mer|les ogsa|les mer|les mere|las ocksa|laes ogsaa|del|kopier lenke|mainos|lue myos|
    reklama|czytaj takze|czytaj tez|czytaj rowniez|zobacz tez|zobacz takze|zobacz rowniez|udostepnij|wiecej|skomentuj|komentarze|drukuj|reklamy|ctete take|sdilet|inzerce|reklam|hirdetes|reclama|citeste si|
    реклама|читайте также|читать далее|поделиться|комментарии|версия для печати|печать|по теме|смотрите также|читайте також|поділитися|теги|фото|видео|обсудить|
    διαφημιση|διαβαστε επισης|διαβαστε ακομη|δειτε επισης|σχετικα|σχολια|εκτυπωση|κοινοποιηση|
    ilgili haberler|haberin devami|paylas|yorumlar|etiketler|reklam alani|baca juga|advertisement scroll to continue with content|iklan|bagikan|
    広告|関連記事|続きを読む|シェア|閉じる|広告|分享|相关阅读|相关新闻|打印|广告|更多|评论|分享到|기사 공유|관련기사|광고|विज्ञापन|कॉपी लिंक|ये भी पढ़ें""".replace("\n", "").split("|")
)  # fmt: skip

#: A line that says this, alone, ends an article: what follows is another list.
ENDS = frozenset(
    """related articles|related stories|related news|related posts|related content|related topics|related|more stories|more news|more from|recommended|recommended stories|recommended for you|you may also like|you might also like|
    most popular|most read|most viewed|popular|trending|trending now|latest news|latest stories|top stories|top news|read next|up next|next article|previous article|more on this story|more on this topic|more like this|also read|
    comments|leave a comment|leave a reply|post a comment|join the conversation|no comments yet|no comments|add a comment|share this|share this article|share this story|share this post|about the author|about the authors|about author|topics|tags|
    also in the news|from the web|around the web|sponsored links|sponsored content|promoted stories|editor's picks|editors' picks|popular stories|download the app|newsletter|sign up for our newsletter|try our ai features|access this article for free|
    mehr zum thema|weitere artikel|weitere themen|weitere meldungen|weitere nachrichten|das konnte sie auch interessieren|auch interessant|meistgelesen|meistgelesene artikel|meist gelesen|mehr aus|kommentare|kommentar schreiben|themen|schlagworter|schlagworte|verwandte artikel|ahnliche artikel|lesen sie auch|empfehlungen der redaktion|leserkommentare|diskutieren sie mit|quellen|verwendete quellen|zur autorin|zum autor|uber den autor|weitere informationen|dieses thema im programm|schlagworter zu diesem artikel|
    sur le meme sujet|a lire aussi|lire aussi|les plus lus|articles lies|dans la meme rubrique|commentaires|vos commentaires|nos derniers articles|voir aussi|
    noticias relacionadas|mas noticias|te puede interesar|lo mas leido|lo mas visto|comentarios|mas informacion|temas|etiquetas|archivado en|tambien te puede interesar|
    leggi anche|articoli correlati|potrebbe interessarti|i piu letti|commenti|argomenti|ultime notizie|noticias relacionadas|leia tambem|mais lidas|veja tambem|
    lees ook|meer over|meest gelezen|reacties|relaterte saker|mest lest|mer om|relaterade artiklar|mest last|kommentarer|laes ogsa|lue lisaa|lue myos|luetuimmat|
    czytaj takze|czytaj tez|zobacz takze|zobacz tez|zobacz rowniez|najczesciej czytane|polecamy|powiazane artykuly|wiecej na temat|komentarze|wasze komentarze|dodaj komentarz|tagi|najnowsze|podobne artykuly|warto przeczytac|mohlo by vas zajimat|souvisejici clanky|nejctenejsi|diskuse|
    читайте также|по теме|новости по теме|материалы по теме|статьи по теме|ранее на тему|еще по теме|похожие новости|другие новости|последние новости|самые популярные|комментарии|оставить комментарий|добавить комментарий|ваше мнение|обсуждение|теги|ссылки по теме|главные новости|смотрите также|новости партнеров|популярное|самое читаемое|читайте також|новини за темою|
    διαβαστε επισης|σχετικα αρθρα|σχετικα θεματα|τελευταιες ειδησεις|δημοφιλη|σχολια|προσθηκη σχολιου|περισσοτερα|δειτε επισης|ετικετες|
    ilgili haberler|diger haberler|en cok okunanlar|son dakika haberleri|yorumlar|etiketler|baca juga|berita terkait|terpopuler|artikel terkait|komentar|
    関連記事|関連キーワード|おすすめ情報|アクセスランキング|この記事を書いた人|この記事をシェア|相关新闻|相关阅读|相关报道|热门推荐|推荐阅读|网友评论|评论|延伸阅读|更多新闻|精彩推荐|热点推荐|48小时点击排行|관련기사|인기기사|댓글|यह भी पढ़ें|संबंधित खबरें""".replace("\n", "").split("|")
)  # fmt: skip

#: A line that says this, alone, opens the readers' comments, which may be longer than the article.
COMMENTS = frozenset(
    """comments|leave a comment|leave a reply|post a comment|join the conversation|reader comments|all comments|kommentare|kommentar schreiben|leserkommentare|diskutieren sie mit|commentaires|vos commentaires|comentarios|commenti|reacties|
    kommentarer|komentarze|wasze komentarze|dodaj komentarz|opinie|diskuse|комментарии|обсуждение|обсуждение статьи|оставить комментарий|добавить комментарий|ваше мнение|комментарии читателей|коментарі|σχολια|προσθηκη σχολιου|yorumlar|komentar|网友评论|评论|댓글""".replace("\n", "").split("|")
)  # fmt: skip

#: What only the house says: rights, registration, imprint.
_LEGAL = re.compile(
    r"\A\W{0,3}©|©\s?(?:copyright|\d{4})|\(c\) ?(?:19|20)\d\d|\ball rights reserved|\bcopyright (?:\d|by|of|the)|alle rechte vorbehalten|tous droits reserves|todos los derechos reservados|tutti i diritti|todos os direitos|wszelkie prawa|все права (?:на |защищен)|свидетельство о регистрации|"
    r"перепечатка|использование материалов|при (?:полном|цитировании|использовании)|адрес редакции|учредител|zadna czesc|版权|未经授权|無断転載|저작권|무단 전재|may not be (?:published|reproduced|copied)|terms of (?:use|service)|user agreement|privacy policy"
)

#: How a line begins that leads elsewhere or belongs to the house, not the story.
_LEADS = re.compile(
    r"(?:read (?:more|also|next|the full)|see also|also read|more ?:|related ?:|watch ?:|listen ?:|click here|follow us|follow \w+ on|subscribe (?:to|now|here|for)|sign up (?:to|for|here|now)|join our|download (?:the|our)|get in touch|"
    r"got a story|do you have a story|have you been|want more|for more (?:stories|news|on this|information)|check out (?:more|our)|don'?t miss|support our|"
    r"copyright\b|©|\(c\) ?\d{4}|all rights reserved|this article (?:was (?:originally|first)|originally|first) (?:published|appeared)|the post .{5,200} appeared first|photo(?:graph)?(?: credit| by)?:|image(?: credit| source)?:|picture:|"
    r"share this|advertisement\b|sponsored by|like what you|enjoy(?:ed|ing) this|if you (?:like|enjoy)ed|the views expressed|opinions expressed|disclaimer|editor'?s note|"
    r"lesen sie (?:auch|hier|mehr)|lesen sie dazu|mehr zum thema|lest (?:auch|hier|den)|auch interessant|folgen sie|folgst du|abonnieren sie|newsletter:|hier geht es|foto:|bild:|bildquelle|quelle:|mehr dazu|stand:|lesezeit|"
    r"lire aussi|a lire|lisez aussi|voir aussi|suivez|abonnez|credit photo|il vous reste|la suite est reservee|"
    r"lea tambien|lee tambien|leer mas|suscrib|siguenos|te recomendamos|mas informacion|esta funcionalidad|leggi anche|leggi l'articolo|iscriviti|seguici|leia tambem|leia mais|assine|"
    r"lees ook|lees meer|les ogsa|las ocksa|las mer|laes ogsa|lue myos|"
    r"czytaj (?:tez|takze|wiecej|rowniez)|zobacz (?:tez|takze|rowniez|wiecej)|przeczytaj|zrodlo:|fot\.|foto |zdjecie:|polub nas|ctete take|zdroj:|"
    r"читайте (?:также|также:|в|еще|нас|подробнее|далее|об этом)|смотрите также|подробнее|по материалам|источник:|источник фото|фото:|фото |подписывайтесь|подпишись|следите|если вы (?:заметили|нашли)|нашли ошибку|выделите|использование материалов|перепечатка|читайте нас|джерело|"
    r"διαβαστε (?:επισης|ακομ|περισσοτερα)|πηγη ?:|δειτε (?:επισης|ακομ)|ακολουθηστε|"
    r"ilgili haber|kaynak:|haberi paylas|baca juga|simak juga|sumber:|"
    r"〈|責任編集|转载|来源[:：]|编辑[:：]|责任编辑|\(责任编辑|（责任编辑|\[责任编辑|【编辑|本网站所刊载|版权|未经授权|関連記事|有料会員|この記事は|funda olunye|ये भी पढ़ें)"
)

#: Lines about reading time, updates and the like, at the head.
_HEAD = re.compile(
    r"(?:\d+\s?(?:min(?:ute[ns]?|uten|utos|uti)?\.?)\b.{0,20}(?:read|lesezeit|lecture|lesedauer|leestijd|lettura|lasning)?|lecture \d+|lesedauer|lesezeit|reading time|updated?\b|last updated|published|posted|publie|publicado|actualizado|pubblicato|aggiornato|veroffentlicht|aktualisiert|stand[: ]|"
    r"artikel |von [^.]{3,60}\Z|by [^.]{3,60}\Z|par [^.]{3,60}\Z|por [^.]{3,60}\Z|di [A-ZÀ-Þ][^.]{3,40}\Z|опубликовано|обновлено|версия для печати|дата[: ]|просмотров|δημοσιευση|ημερομηνια|ενημερωθηκε|data publikacji|ostatnia aktualizacja|aktualizacja|发布时间|来源|作者|時間|更新|"
    r"share|print|comments?\b|\d+ comments?|view(?:s|ed)?\b|listen|audio)"
)


def folded(line: str) -> str:
    """A line as the tables hold it: folded, without punctuation and digits at its ends."""
    return fold(line).strip(" \t.:;,!?…|>»«<-–—*•+/\\()[]\"'“”0123456789")


def inside(line: str) -> bool:
    """Whether a whole line is an interruption such as "Advertisement"."""
    return len(line) < 60 and folded(line) in INSIDE


def ends(line: str) -> bool:
    """Whether a whole line is the heading of a list after the article."""
    return len(line) < 60 and folded(line) in ENDS


#: How a caption ends: with the photographer and the agency.
_CREDIT = re.compile(
    r"(?:©|\b(?:photo|photograph|picture|image|foto|bild|fot|photo credit|credit|imagen|crediti|фото|zdjecie|nuotr|fotograf|kep|slika)s?\.?\s?[:：/])[^.!?]{0,80}[)\].]?\Z|"
    r"(?:getty images|shutterstock|istock(?:photo)?|alamy(?: stock photo)?|unsplash|wikimedia commons|picture alliance|imago images|reuters/[\w .-]{3,40}|(?:ap|afp|epa|dpa|lusa|apa|keystone|ansa)[ /-](?:photo|foto|images?)?[\w /.-]{0,40}|nuotr\.|zvg)\)?\.?\Z"
)


def caption(line: str) -> bool:
    """Whether a line ends with a picture's credit."""
    return len(line) < 350 and _CREDIT.search(fold(line)) is not None


def opens_comments(line: str) -> bool:
    """Whether a whole line is the heading of the readers' comments."""
    return len(line) < 60 and folded(line) in COMMENTS


def legal(line: str) -> bool:
    """Whether a line speaks of rights or of the house."""
    return _LEGAL.search(fold(line)) is not None


def leads_elsewhere(line: str) -> bool:
    """Whether a line begins as a pointer to other articles, a credit or a notice of the house."""
    return len(line) < 500 and _LEADS.match(fold(line).lstrip(" >»•*-–—|(")) is not None


def heads(line: str) -> bool:
    """Whether a line is the kind that stands between headline and text."""
    return len(line) < 120 and _HEAD.match(fold(line).lstrip(" >»•*-–—|")) is not None
