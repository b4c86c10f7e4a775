"""British and American spellings of a word: `colour` for `color`, `organised` for `organized`. Pure.

A closed list of word beginnings and one rule, since endings alone deceive: `four` is no `for`, `prise` no `prize`.
"""

from __future__ import annotations

from morgue.core.patterns import compiled

#: Beginnings of words, British and American, whose endings are the same.
_BEGINNINGS = tuple(
    pair.split("/")
    for pair in (
        "behaviour/behavior candour/candor clamour/clamor colour/color demeanour/demeanor "
        "endeavour/endeavor favour/favor fervour/fervor flavour/flavor harbour/harbor honour/honor "
        "humour/humor labour/labor neighbour/neighbor odour/odor parlour/parlor rigour/rigor rumour/rumor "
        "saviour/savior savour/savor splendour/splendor tumour/tumor valour/valor vapour/vapor vigour/vigor "
        "calibre/caliber centred/centered centre/center fibre/fiber litre/liter lustre/luster "
        "manoeuvre/maneuver meagre/meager metre/meter kilometre/kilometer sombre/somber spectre/specter "
        "theatre/theater defence/defense licence/license offence/offense pretence/pretense "
        "aeroplane/airplane aluminium/aluminum analys/analyz artefact/artifact cheque/check grey/gray "
        "jewellery/jewelry mould/mold moustache/mustache paralys/paralyz plough/plow programme/program "
        "pyjama/pajama sceptic/skeptic storey/story sulphur/sulfur tyre/tire travell/travel cancell/cancel "
        "counsell/counsel fuell/fuel labell/label modell/model signall/signal fulfil/fulfill "
        "skilful/skillful wilful/willful instalment/installment anaem/anem anaesthe/anesthe "
        "diarrhoea/diarrhea foetus/fetus foetal/fetal gynaeco/gyneco haemo/hemo leukaem/leukem "
        "orthopaedic/orthopedic paediatr/pediatr catalogue/catalog dialogue/dialog"
    ).split()
)
#: The pairs by the first letters of either.
_LETTERS = 3
_BY_LETTERS: dict[str, list[list[str]]] = {}
for _pair in _BEGINNINGS:
    for _letters in {spelt[:_LETTERS] for spelt in _pair}:
        _BY_LETTERS.setdefault(_letters, []).append(_pair)
#: Other words that begin so, or mean something else in the other spelling.
_OTHERS = compiled(r"(?:check|story|storie|tire|program|dialog|catalog|model|label|signal|fuel|travel)(?:s|es)?\Z")
_ISE = compiled(r"(\w{4,}[^aeiouw])i([sz])(e[ds]?|er|ers|ing|ation|ations|ational)\Z")


def other_spelling(word: str) -> str | None:
    """The word as it is spelt on the other side of the Atlantic; None where that is the same or not known."""
    for british, american in _BY_LETTERS.get(word[:_LETTERS], ()):
        if word.startswith(british) and not (word.startswith(american) and len(american) > len(british)):
            return american + word[len(british) :]
        if word.startswith(american) and not _OTHERS.match(word):
            return british + word[len(american) :]
    ise = _ISE.match(word)
    return f"{ise[1]}i{'z' if ise[2] == 's' else 's'}{ise[3]}" if ise is not None else None
