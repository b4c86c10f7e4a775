"""Makes the syndication card of a story: who ran it, when, and what each outlet changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from morgue.core.analyzer import fold, paragraphs, terms
from morgue.core.article import Article, Filed, Role
from morgue.core.partial_date import parse_when
from morgue.index.stories.diff import Change, Diff, diff

#: A text that owns up to a change says so in such words.
_NOTICE = re.compile(
    r"\b(?:correct(?:ion|ions|ed|s)|clarif(?:ication|ied|ies)|an earlier version of this|previous version of this|"
    r"(?:has been|was) (?:updated|amended) to|editor['’]s note|errat(?:um|a)|"
    r"korrektur|berichtigung|korrigiert|rectificatif|correctif|corrección|rectificación|correzione|rettifica|correção|"
    r"rectificatie|sprostowanie|исправлен\w*|уточнен\w*)\b",
    re.IGNORECASE,
)
#: Words of a passage that is shown for a changed figure.
_AROUND = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the word after it, before and after the change."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """One article of a story, compared with the one it derives from (`of`; the original with none).

    first_seen   its date, else when it was captured; None for unknown
    kept         share (0 to 1) of the text of `of` that survives
    headline     its own headline where it is another, else None
    credit       whether the wire credit of `of` is still there; None where `of` has none
    cut          runs of paragraphs of `of` that are gone, numbered from 1: (6, 8) for ¶ 6 to 8
    opening      the number of paragraphs kept, when it is just the first ones of `of`; else 0
    added        sentences that `of` does not have
    reworded     sentences in other words, those aside in which a figure changed
    moved        sentences that stand elsewhere
    figures      figures that changed
    notice       whether a version says that it was corrected or updated
    silent       whether a version changed the text and does not say so
    """

    id: str
    outlet: str | None
    first_seen: str | None
    role: Role
    of: str | None
    kept: float | None
    headline: str | None = None
    credit: bool | None = None
    cut: tuple[tuple[int, int], ...] = ()
    opening: int = 0
    added: int = 0
    figures: tuple[Figure, ...] = ()
    notice: bool = False
    silent: bool = False
    reworded: int = 0
    moved: int = 0


def card(members: Sequence[Filed]) -> tuple[CardRow, ...]:
    """The rows of one story: the original first, the others by when they were first seen, unknown last."""
    by_id = {member.article.id: member.article for member in members}
    return tuple(_row(member, by_id) for member in sorted(members, key=_order))


def _order(member: Filed) -> tuple[bool, bool, int, str]:
    seen = _first_seen(member.article)
    when = parse_when(seen) if seen else None
    return member.story.role != "original", when is None, when.instant if when else 0, member.article.id


def _first_seen(article: Article) -> str | None:
    return article.date or article.provenance.captured


def _row(member: Filed, by_id: dict[str, Article]) -> CardRow:
    article, story = member.article, member.story
    source = by_id.get(story.of) if story.of else None
    plain = CardRow(article.id, article.outlet, _first_seen(article), story.role, story.of, story.kept)
    if source is None:
        return plain
    found = diff(source, article) if source.body != article.body else Diff(source.id, article.id, 1.0, ())
    cut = _runs(_lost_paragraphs(found))
    total = len(paragraphs(source.body))
    notice = story.role == "version" and bool(_NOTICE.search("\n".join(_new(found))))
    return CardRow(
        *(article.id, article.outlet, plain.first_seen, story.role, story.of, story.kept),
        headline=None if _one_headline(article, source) else article.title,
        credit=_credit(source, article),
        cut=cut,
        opening=cut[0][0] - 1 if len(cut) == 1 and cut[0][1] == total and cut[0][0] > 1 else 0,
        added=sum(change.op == "added" for change in found.changes),
        figures=tuple(_figures(found)),
        notice=notice,
        silent=story.role == "version" and not notice and any(change.op != "equal" for change in found.changes),
        reworded=sum(change.op == "reworded" and not _changed_figures(change) for change in found.changes),
        moved=sum(change.op == "moved" for change in found.changes),
    )


def _said(title: str | None) -> list[str]:
    return [fold(t) for t in terms(title or "")]


def _one_headline(a: Article, b: Article) -> bool:
    """Whether two headlines say the same; an outlet's name at the end is not part of one."""
    return any(said == other for said in _headlines(a) for other in _headlines(b))


def _headlines(article: Article) -> list[list[str]]:
    """The words of a headline, as they are and without the outlet's name at their end."""
    said, name = _said(article.title), _said(article.outlet)
    bare = name[1:] if name[:1] == ["the"] else name  # "The Harbour Times" heads its pages "Harbour Times"
    return [said, *(said[: -len(tail)] for tail in (name, bare) if tail and said[-len(tail) :] == tail)]


def _credit(source: Article, article: Article) -> bool | None:
    if not source.agency:
        return None
    name = _said(source.agency)
    return _said(article.agency) == name or (_said(article.outlet) == name)


def _lost_paragraphs(found: Diff) -> list[int]:
    """Paragraphs of the source all of whose sentences were cut."""
    fate: dict[int, bool] = {}
    for change in found.changes:
        if change.op != "added":
            fate[change.paragraph] = fate.get(change.paragraph, True) and change.op == "cut"
    return sorted(p for p, cut in fate.items() if cut)


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return tuple(runs)


def _new(found: Diff) -> list[str]:
    """What the article says that its source does not."""
    out = [change.b for change in found.changes if change.op == "added"]
    for change in found.changes:
        out.extend(word.b for word in change.words if word.op in ("added", "reworded"))
    return out


def _figures(found: Diff) -> list[Figure]:
    return [figure for change in found.changes for figure in _changed_figures(change)]


def _changed_figures(change: Change) -> list[Figure]:
    figures = []
    for i, word in enumerate(change.words):
        if word.op == "reworded" and all(any(map(str.isdigit, text)) for text in (word.a, word.b)):
            after = change.words[i + 1].b.split()[:_AROUND] if i + 1 < len(change.words) else []
            figures.append(Figure(" ".join([word.a, *after]).rstrip(".,;:"), " ".join([word.b, *after]).rstrip(".,;:")))
    return figures


def phrases(row: CardRow) -> tuple[str, ...]:
    """What changed, in the words of the card: one short phrase each."""
    if row.role == "original":
        return (f"“{row.headline}”",) if row.headline else ()
    out = [f"“{row.headline}”" if row.headline else "headline kept"]
    if row.credit is not None:
        out.append("credit kept" if row.credit else "credit dropped")
    if row.opening:
        out.append("first paragraph" if row.opening == 1 else f"first {row.opening} paragraphs")
    elif row.cut:
        out.append(f"¶ {', '.join(str(a) if a == b else f'{a}–{b}' for a, b in row.cut)} cut")
    sentences = [(n, what) for n, what in ((row.added, "added"), (row.reworded, "reworded"), (row.moved, "moved")) if n]
    if sentences:
        (first, what), *rest = sentences
        told = [f"{first} sentence{'s' * (first > 1)} {what}", *(f"{n} {what}" for n, what in rest)]
        out.append(", ".join(told))
    out.extend(f"“{figure.before}” → “{figure.after}”" for figure in row.figures)
    if row.notice:
        out.append("says what was corrected")
    elif row.silent:
        out.append("no correction notice")
    return tuple(out)
