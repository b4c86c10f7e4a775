"""Judged collections are read in every format, and measured as counted by hand."""

from __future__ import annotations

from math import log2
from pathlib import Path

import pytest

from bench.judged import Document, Judged, read
from bench.ranking import apply, average_precision, build, cross_validated, fts5, morgue, ndcg, settings
from morgue.search.local import field_weights
from morgue.search.local.matching import pseudo_frequency
from morgue.search.local.ranking import bm25f, proximity

SMART = {
    "HARBOUR.ALL": ".I 1\n.T\nFerry strike\n.W\nCrews walk\nout.\n.X\n1 5 1\n.I 2\n.W\nA quiet quay.\n",
    "HARBOUR.QRY": ".I 1\n.W\nWho walks out of the ferry?\n.I 2\n.W\nNobody knows\n",
    "HARBOUR.REL": "1 1 0 0.0\n",
}
LISA = {
    "lisa.all.txt": "Document   1\nFERRY\nSTRIKE\n\nCREWS WALK\nOUT.\n****\nDocument 2\nQUAY\n\nA QUIET QUAY.\n****\n",
    "lisa.queries.txt": "1\nWHO WALKS OUT OF\nTHE FERRY? #\n",
    "lisa.relevance.txt": "  1   1   1  \n",
}
TREC = {
    "doc-text.trec": "<DOC>\n<DOCNO>1</DOCNO>\ncrews walk\nout\n</DOC>\n<DOC>\n<DOCNO>2</DOCNO>\na quay\n</DOC>\n",
    "query-text.trec": "<top>\n<num>1</num><title>\nWHO WALKS OUT\n</title>\n</top>\n",
    "qrels": "1 0 1 1\n1 0 2 0\n",
}
JSONL = {
    "docs.jsonl": '{"id": "1", "title": "Ferry strike", "body": "Crews walk out."}\n{"id": "2", "body": "A quay."}\n',
    "queries.jsonl": '{"id": "1", "text": "Who walks out?"}\n',
    "qrels.tsv": "1\t1\t1\n1\t2\t0\n",
}
CRAN = {
    "cran.all.1400": ".I 1\n.T\nferry\n.W\ncrews walk out .\n.I 2\n.W\na quay .\n",
    "cran.qry": ".I 001\n.W\nwho walks out .\n.I 004\n.W\nwhere is the quay .\n",
    "cranqrel": "1 1 2 \n1 2 -1 \n2 2 5\n2 2 3\n",
}


def _folder(tmp_path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("files", [SMART, LISA, TREC, JSONL])
def test_each_format_gives_documents_questions_and_answers(tmp_path: Path, files: dict[str, str]) -> None:
    held = read(_folder(tmp_path, files))
    assert held is not None
    assert [d.id for d in held.documents] == ["1", "2"]
    assert "walk out" in held.documents[0].body.casefold()
    ((asked),) = held.questions
    assert asked.answers == {"1"}
    assert "walks out" in asked.text.casefold()
    assert "\n" not in asked.text


def test_cranfield_counts_its_questions_and_grades_some_answers_as_none(tmp_path: Path) -> None:
    held = read(_folder(tmp_path, CRAN))
    assert held is not None
    assert held.documents[0] == Document("1", "ferry", "crews walk out .")
    assert [(q.id, q.answers) for q in held.questions] == [("1", frozenset({"1"})), ("2", frozenset({"2"}))]


def test_a_folder_of_anything_else_holds_no_collection(tmp_path: Path) -> None:
    assert read(_folder(tmp_path, {"notes.txt": "no"})) is None


def test_measures_are_as_counted_by_hand(tmp_path: Path) -> None:
    held = read(_folder(tmp_path, {**JSONL, "qrels.tsv": "1\t1\t1\n1\t2\t1\n"}))
    assert held is not None
    found = {"1": ["9", "2", "8", "1"]}
    assert ndcg(found, held) == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert average_precision(found, held) == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert ndcg({}, held) == 0


def test_both_engines_find_the_one_answer(tmp_path: Path) -> None:
    held = read(_folder(tmp_path, JSONL))
    assert isinstance(held, Judged)
    build(held, tmp_path / "archive")
    assert morgue(held, tmp_path / "archive")["1"] == fts5(held)["1"] == ["1"]


def test_a_collection_is_judged_by_what_was_chosen_without_it() -> None:
    low, high = (("fields.K1", 1.0),), (("fields.K1", 2.0),)
    chosen, outside = cross_validated({low: [0.5, 0.1], high: [0.2, 0.6]})
    assert chosen == high
    assert outside == [0.2, 0.1]


def test_a_setting_reaches_every_module_that_has_the_constant() -> None:
    before = next(settings([f"field_weights.K1={field_weights.K1}", f"ranking.proximity.POWER={proximity.POWER}"]))
    weight = next(settings([f"field_weights.TITLE_WEIGHT={field_weights.TITLE_WEIGHT}"]))
    try:
        apply((("field_weights.K1", 1.5), ("ranking.proximity.POWER", 8.0), ("field_weights.TITLE_WEIGHT", 3.0)))
        assert (vars(bm25f)["K1"], proximity.POWER, vars(pseudo_frequency)["TITLE_WEIGHT"]) == (1.5, 8, 3)
    finally:
        apply((*before, *weight))
    assert (vars(bm25f)["K1"], proximity.POWER, vars(pseudo_frequency)["TITLE_WEIGHT"]) == (2.0, 6, 4)
