"""What is committed is there, once, whatever else happens; what is forgotten is nowhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from morgue.core.article import Given, RawItem
from morgue.core.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveMissing
from morgue.index.archive import manifest
from morgue.index.archive.archive import Archive
from morgue.index.archive.segments import Segments
from morgue.index.archive.writer import Writer
from morgue.index.codec.reader import EXTENSION, SegmentReader
from tests.archive.conftest import article, file_all, prepared


def ids(archive: Archive) -> set[str]:
    snapshot = archive.snapshot()
    return {snapshot.id(d) for d in range(snapshot.documents) if snapshot.live(d)}


def raw(number: int) -> RawItem:
    made = article(number)
    return RawItem("invented", "text", "text", b"", made.provenance.sha256, given=Given(id=made.id))


def test_what_is_committed_is_read_back_whole(archive: Archive) -> None:
    wanted = [article(n) for n in range(20)]
    file_all(archive, *wanted)
    snapshot = archive.snapshot()
    for one in wanted:
        doc = snapshot.find(one.id)
        assert doc is not None
        assert next(snapshot.filed([doc])).article == one
    assert snapshot.articles == 20


def test_nothing_is_kept_without_a_commit(archive: Archive) -> None:
    with Writer(archive) as writer:
        writer.add(prepared(article(1))[0])
    assert ids(archive) == set()


def test_the_same_bytes_are_filed_once(archive: Archive) -> None:
    file_all(archive, article(1))
    with Writer(archive) as writer:
        assert writer.holds(raw(1)) and not writer.holds(raw(2))
        assert not writer.add(prepared(article(1))[0])
        assert writer.add(prepared(article(2))[0])
        assert writer.holds(raw(2))
        assert not writer.add(prepared(article(2))[0])
        writer.commit()
    assert ids(archive) == {"a1", "a2"}


def test_a_taken_id_gets_a_number_and_a_note(archive: Archive) -> None:
    second = replace(article(2), id="a1")
    third = replace(article(3), id="a1")
    file_all(archive, article(1), second)
    file_all(archive, third, second)
    assert ids(archive) == {"a1", "a1~2", "a1~3"}
    snapshot = archive.snapshot()
    doc = snapshot.find("a1~2")
    assert doc is not None
    found = next(snapshot.filed([doc])).article
    assert found.body == second.body
    assert found.provenance.notes == ("the id a1 was taken by other text",)


def test_one_id_for_all_is_gathered_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that is no id: 10,000 such rows took a minute when each was compared with each."""
    gathered = 0
    named = Segments.named

    def counted(self: Segments, id: str) -> list[tuple[str, str]]:
        nonlocal gathered
        gathered += 1
        return named(self, id)

    monkeypatch.setattr(Segments, "named", counted)
    rows = [replace(article(n), id="0") for n in range(60)]
    for _ in range(2):
        with Writer(archive) as writer:
            for at in range(0, 60, 20):
                for one in prepared(*rows[at : at + 20]):
                    writer.add(one)
                writer.commit()
    assert ids(archive) == {"0", *(f"0~{n}" for n in range(2, 61))}
    assert gathered <= 3


def test_what_shares_an_id_is_known_again_where_others_were_forgotten(archive: Archive) -> None:
    rows = [replace(article(n), id="a") for n in range(1, 6)]
    file_all(archive, *rows[:3])
    file_all(archive, *rows[3:])
    with Writer(archive) as writer:
        writer.forget(["a", "a~3"])
    for _ in range(2):
        with Writer(archive) as writer:
            known = [writer.holds(replace(raw(n), given=Given(id="a"))) for n in range(1, 6)]
            assert known == [False, True, False, True, True]
            assert not writer.add(prepared(rows[1])[0])
            retold = replace(rows[4].provenance, sha256="0" * 64)
            assert not writer.add(prepared(replace(rows[4], provenance=retold))[0]), "other bytes, the same text"
    with Writer(archive) as writer:
        assert writer.add(prepared(replace(article(9), id="a"))[0])
        writer.commit()
    assert ids(archive) == {"a~2", "a~4", "a~5", "a~6"}


def test_equal_texts_are_one_story(archive: Archive) -> None:
    text = article(7).body
    file_all(archive, article(1, text, date="2021-03-04"), article(2, text, date="2021-03-05"), article(3))
    snapshot = archive.snapshot()
    found = {f.article.id: f.story for f in snapshot.filed(range(snapshot.documents))}
    assert found["a1"].id == found["a2"].id != found["a3"].id
    assert (found["a1"].role, found["a2"].role, found["a3"].role) == ("original", "copy", "original")
    assert found["a2"].of == "a1"
    assert found["a2"].articles == 2 and found["a2"].copies == 1 and found["a2"].outlets == 2


def test_many_small_commits_merge_and_lose_nothing(archive: Archive) -> None:
    text = article(100).body
    for n in range(30):
        file_all(archive, article(n), article(1000 + n, text))
    snapshot = archive.snapshot()
    assert snapshot.articles == 60
    assert len(snapshot.segments) < 15
    found = {f.article.id: f for f in snapshot.filed(range(snapshot.documents))}
    assert len(found) == 60
    assert {f.story.id for i, f in found.items() if len(i) > 4} == {found["a1000"].story.id}
    for n in range(30):
        assert found[f"a{n}"].article == article(n)


def test_only_two_generations_stay_on_disk(archive: Archive) -> None:
    for n in range(5):
        file_all(archive, article(n))
    assert manifest.generations(archive.folder) == [5, 4]
    named = {f.name for g in (5, 4) for f in manifest.read(archive.folder, g).files()}
    there = {p.name for p in archive.folder.iterdir()}
    assert there == named | {"MAIN-4.manifest", "MAIN-5.manifest", "MAIN_WRITELOCK"}


def test_a_reader_keeps_its_snapshot(archive: Archive) -> None:
    file_all(archive, article(1))
    before = archive.snapshot()
    for n in range(2, 14):
        file_all(archive, article(n))
    assert next(before.filed([0])).article == article(1)
    assert before.articles == 1 and archive.snapshot().articles == 13


def test_a_second_writer_is_kept_out(archive: Archive) -> None:
    with Writer(archive), pytest.raises(ArchiveLocked):
        Writer(archive)
    Writer(archive).close()


def test_what_a_killed_run_left_is_removed(archive: Archive) -> None:
    file_all(archive, article(1))
    rest = archive.folder / "MAIN_0123456789abcdef.segment"
    rest.write_bytes(b"half")
    assert ids(archive) == {"a1"}
    Writer(archive).close()
    assert not rest.exists()


def test_the_forgotten_are_on_disk_no_more_and_stay_away(archive: Archive) -> None:
    file_all(archive, article(1), article(2), article(3))
    with Writer(archive) as writer:
        assert writer.forget(["a2", "nowhere"]) == ("a2",)
        assert writer.forgotten(raw(2)) and not writer.forgotten(raw(1))
    assert ids(archive) == {"a1", "a3"}
    for path in archive.folder.glob(f"*{EXTENSION}"):
        reader = SegmentReader(archive.folder, path.stem)
        assert "a2" not in {a.id for a in reader.stored_many(range(reader.doc_count))}
        assert reader.lexicon.find("word2x1") is None
    with Writer(archive) as writer:
        assert writer.forgotten(raw(2))
        assert writer.add(prepared(article(2))[0])
        writer.commit()
        assert not writer.forgotten(raw(2))
    assert ids(archive) == {"a1", "a2", "a3"}


def test_forgetting_all_leaves_an_archive_that_works(archive: Archive) -> None:
    file_all(archive, article(1))
    with Writer(archive) as writer:
        writer.forget(["a1"])
    assert archive.snapshot().articles == 0
    file_all(archive, article(2))
    assert ids(archive) == {"a2"}


def test_a_run_that_brought_most_of_the_archive_leaves_one_segment(archive: Archive) -> None:
    with Writer(archive) as writer:
        for start in (0, 5):
            for one in prepared(*(article(n) for n in range(start, start + 5))):
                writer.add(one)
            writer.commit()
        assert len(archive.snapshot().segments) == 2
        writer.settle()
    assert len(archive.snapshot().segments) == 1
    with Writer(archive) as writer:
        writer.add(prepared(article(11))[0])
        writer.commit()
        writer.settle()
    assert len(archive.snapshot().segments) == 2
    assert ids(archive) == {f"a{n}" for n in (*range(10), 11)}


def test_compact_leaves_one_segment(archive: Archive) -> None:
    for n in range(4):
        file_all(archive, article(n))
    with Writer(archive) as writer:
        before, after = writer.compact()
    assert after < before
    assert len(archive.snapshot().segments) == 1
    assert ids(archive) == {"a0", "a1", "a2", "a3"}


def test_missing_foreign_and_damaged_folders_say_so(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveMissing, match="morgue index"):
        Archive.open(tmp_path / "nowhere")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to_mother.txt").write_text("Dear mother")
    with pytest.raises(ArchiveError, match="holds something else"):
        Archive.open_or_create(tmp_path / "letters")
    with pytest.raises(ArchiveError, match="is a file"):
        Archive.open(tmp_path / "letters" / "to_mother.txt")
    file_all(archive, article(1))
    victim = next(archive.folder.glob(f"*{EXTENSION}"))
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(ArchiveDamaged, match=victim.name):
        Archive.open(archive.folder)
