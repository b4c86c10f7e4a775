"""Faults that would break what docs/SECURITY.md promises of a folder: the test named for each must notice."""

from __future__ import annotations

import morgue.cli.main as program
from morgue.cli import diagnostics
from morgue.cli.desk import tables_in
from morgue.core import durable_files, regular_files
from morgue.core.loading import compiled
from morgue.index.archive import access, commit, lock, manifest, sigint, writer
from morgue.index.archive.maintenance import repair
from morgue.index.codec import container, shapes, store_dictionaries
from morgue.index.codec.postings import packing_kernels
from morgue.index.pipeline import cleaning_pool
from morgue.index.sources import walk
from morgue.render import files, records, sanitize
from morgue.search import deadline
from morgue.search.desk.receipts import receipt
from morgue.workspace import json_lines, saved_searches

#: By promise of docs/SECURITY.md and name: the module, what is there, what would be a fault, the test that must notice.
FAULTS: dict[tuple[int, str], tuple[str, str, str, str]] = {
    (1, "the folder is not synced before the rename"): (
        commit.__name__,
        "        write_new(path, data)\n    disk().sync_folder(folder)\n",
        "        write_new(path, data)\n",
        "test_power.py::test_a_power_cut_at_any_sync_or_rename_loses_nothing",
    ),
    (1, "a sync does nothing"): (
        durable_files.__name__,
        "        file.flush()\n        _sync(file.fileno())\n",
        "        file.flush()\n",
        "test_power.py::test_what_is_synced_is_on_the_real_disk",
    ),
    (1, "a folder's sync does nothing"): (
        durable_files.__name__,
        "            _sync(descriptor)\n",
        "            pass\n",
        "test_power.py::test_what_is_synced_is_on_the_real_disk",
    ),
    (2, "what a cut-off commit left is not swept"): (
        commit.__name__,
        "    listed = _ever_listed(folder)\n",
        "    return\n",
        "test_faults.py::test_a_fault_at_any_change_leaves_the_old_or_the_new",
    ),
    (3, "a worker inherits the lock"): (
        lock.__name__,
        "os.register_at_fork(after_in_child=_not_ours)\n",
        "",
        "test_limits.py::test_a_forked_child_does_not_hold_the_lock",
    ),
    (4, "Ctrl-C does not wait"): (
        sigint.__name__,
        "signal.signal(signal.SIGINT, lambda number, _: came.append(number))",
        "signal.getsignal(signal.SIGINT)",
        "test_limits.py::test_ctrl_c_waits_for_the_end_of_a_change",
    ),
    (5, "the lock is not looked at before a commit"): (
        commit.__name__,
        "    lock.check()\n",
        "",
        "test_two_writers.py::test_without_its_lock_a_writer_changes_nothing",
    ),
    (6, "stored blocks have no checksum"): (
        store_dictionaries.__name__,
        "write_checksum=True",
        "write_checksum=False",
        "../codec/test_damage.py::test_no_flipped_bit_of_a_stored_block_gives_another_article",
    ),
    (6, "streams are not verified"): (
        container.__name__,
        "        return self._digest_of(start, length) == digest\n",
        "        return True\n",
        "../codec/test_damage.py::test_every_flipped_bit_is_found",
    ),
    (6, "segments are not verified"): (
        repair.__name__,
        "            reader.verify(deep)\n",
        "            pass\n",
        "test_damage.py::test_a_stream_that_is_not_what_its_segment_says_is_seen_whatever_the_manifest_says",
    ),
    (7, "a repair takes no lock"): (
        repair.__name__,
        "    lock = WriterLock(folder)\n    try:\n        found =",
        "    lock = object.__new__(WriterLock)\n    try:\n        found =",
        "test_damage.py::test_a_repair_waits_for_the_writer",
    ),
    (7, "a repair brings back the forgotten"): (
        repair.__name__,
        "Tombstone(gone, forgotten)",
        "Tombstone(gone[:0], forgotten)",
        "test_forgetting.py::test_a_repair_does_not_bring_the_forgotten_back",
    ),
    (8, "old files stay"): (
        commit.__name__,
        "    listed = _ever_listed(folder)\n",
        "    return\n",
        "test_cycles.py::test_nothing_grows",
    ),
    (9, "an article is not filed"): (
        writer.__name__,
        "        self._pending[name] = replace(prepared, article=article)\n",
        "",
        "../archive/test_writer.py::test_the_forgotten_are_on_disk_no_more_and_stay_away",
    ),
    (10, "a module can unpickle"): (
        manifest.__name__,
        "import json\n",
        "import json\nimport pickle\n",
        "test_pickles.py::test_nothing_of_ours_reads_pickles",
    ),
    (11, "names in a manifest are not checked"): (
        manifest.__name__,
        "made.generation != generation or not _own_names(made)",
        "made.generation != generation",
        "test_pickles.py::test_a_manifest_cannot_lead_out_of_its_folder",
    ),
    (12, "a link out of the folder is followed"): (
        walk.__name__,
        "    if not target.is_relative_to(root):\n",
        "    if False:\n",
        "test_bombs.py::test_small_bombs_and_odd_files_are_refused",
    ),
    (13, "workers have all the memory there is"): (
        cleaning_pool.__name__,
        "        _lower_to(used + WORKER_BYTES)\n",
        "        pass\n",
        "test_workers.py::test_exactly_the_guilty_item_is_given_up",
    ),
    (14, "anybody's folder will do"): (
        access.__name__,
        "    if info.st_uid != os.geteuid() and os.geteuid() != 0:\n",
        "    if False:\n",
        "test_limits.py::test_an_archive_of_another_user_is_refused",
    ),
    (15, "the query under the caret is unescaped"): (
        diagnostics.__name__,
        '_write(f"    {safe(row)}")',
        '_write(f"    {row}")',
        "test_terminal.py::test_the_query_above_a_caret_shows_what_is_in_it_and_commands_nothing",
    ),
    (15, "an article goes to a command's terminal as it is"): (
        files.__name__,
        "safe(article.body).replace(",
        "article.body.replace(",
        "test_terminal.py::test_what_a_command_shows_of_an_article_is_safe",
    ),
    (15, "lines are not made safe"): (
        sanitize.__name__,
        '    return _FIND.sub(_shown, _BREAKS.sub(" ", text))\n',
        '    return _BREAKS.sub(" ", text)\n',
        "test_terminal.py::test_no_command_passes_a_payload_on",
    ),
    (16, "a cell may begin a formula"): (
        records.__name__,
        '_FORMULA = ("=", ',
        "_FORMULA = (",
        "test_terminal.py::test_a_spreadsheet_runs_no_cell",
    ),
    (17, "time never runs out"): (
        deadline.__name__,
        "time.monotonic() >= self.end) or",
        "False) or",
        "test_queries.py::test_marks_are_not_looked_up_without_end_when_the_time_is_up",
    ),
    (18, "the generation before keeps the forgotten"): (
        writer.__name__,
        "        self._publish()  # a second generation, so that none with the article remains on disk\n",
        "",
        "test_forgetting.py::test_a_full_disk_does_not_keep_an_article",
    ),
    (18, "a full disk stops forgetting"): (
        writer.__name__,
        "            if not no_room(error):\n",
        "            if True:\n",
        "test_forgetting.py::test_a_full_disk_does_not_keep_an_article",
    ),
    (19, "a module can open connections"): (
        durable_files.__name__,
        "import os\n",
        "import os\nimport urllib.request\n",
        "test_connections.py::test_no_module_but_the_clusters_can_open_a_connection",
    ),
    (20, "what is no file is taken for one"): (
        regular_files.__name__,
        "        raise NotAFile(path)\n    return info.st_size\n",
        "        pass\n    return info.st_size\n",
        "test_outside.py::test_the_door_opens_nothing_but_files_of_the_folder",
    ),
    (20, "a name is opened before it is looked at"): (
        regular_files.__name__,
        "        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):\n"
        "            raise NotAFile(path)\n",
        "",
        "test_door.py::test_what_is_no_file_is_not_even_opened",
    ),
    (20, "names in saved.json are not checked"): (
        saved_searches.__name__,
        "_NAME.match(name) and isinstance(query, str)",
        "isinstance(query, str)",
        "test_outside.py::test_a_name_in_a_file_is_checked_as_one_that_is_typed",
    ),
    (21, "streams need not fit each other"): (
        shapes.__name__,
        "    if found != wanted:\n",
        "    if False:\n",
        "test_numbers.py::test_a_stream_that_does_not_fit_the_others_is_refused_at_opening",
    ),
    (21, "the days of an article need not go together"): (
        shapes.__name__,
        "(first <= last) & ",
        "",
        "test_numbers.py::test_days_that_do_not_go_together_are_refused",
    ),
    (22, "an error in the handler of an error is a traceback"): (
        program.__name__,
        "        return int(diagnostics.plainly(error))\n",
        "        raise\n",
        "test_handles.py::test_an_error_in_the_handler_of_an_error_is_one_line",
    ),
    (23, "what a person made is not synced"): (
        durable_files.__name__,
        "        file.write(data)\n        _disk.sync(file)\n",
        "        file.write(data)\n",
        "test_power.py::test_a_power_cut_loses_no_saved_search",
    ),
    (23, "a line of the workspace may hold anything"): (
        json_lines.__name__,
        "        if len(line) > _SHORT and ",
        "        if False and ",
        "../workspace/test_hostile_files.py::test_a_long_line_that_is_no_text_is_not_parsed",
    ),
    (24, "rows may lack any number of cells"): (
        tables_in.__name__,
        "        if lacking > _MOST_LACKING:\n",
        "        if False:\n",
        "../desk/test_hostile_tables.py::test_rows_that_lack_most_cells_of_a_wide_heading_are_refused",
    ),
    (24, "a number of a receipt may be any"): (
        receipt.__name__,
        "    if type(value) is not int:\n        raise TypeError\n    return value\n",
        "    return int(value)  # type: ignore[call-overload]\n",
        "../desk/test_hostile_tables.py::test_a_number_of_a_receipt_that_cannot_be_is_refused",
    ),
    (28, "a kernel reads beyond the end of a list"): (
        packing_kernels.__name__,
        "            if end + length > len(data):\n                return OUTSIDE\n            plane(",
        "            plane(",
        "../codec/test_kernel_damage.py::test_damaged_bytes_lead_nowhere",
    ),
    (28, "machine code is read from anybody's folder"): (
        compiled.__name__,
        "    return told.st_uid == os.getuid() and not told.st_mode & 0o022 and not folder.is_symlink()\n",
        "    return told.st_uid == os.getuid()\n",
        "../local/test_compiled_trust.py::test_what_another_could_have_written_is_not_run",
    ),
}
