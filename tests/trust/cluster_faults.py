"""Faults that would break what docs/SECURITY.md promises of a cluster; `make opensearch` puts them in."""

from __future__ import annotations

from morgue.index.cluster import archive, http, writer
from morgue.search.cluster import session

#: By promise and name: the module, what is there, what would be a fault, the test that must notice.
CLUSTER_FAULTS: dict[tuple[int, str], tuple[str, str, str, str]] = {
    (25, "an item that was refused is taken for filed"): (
        http.__name__,
        '            if item["status"] not in done:\n',
        "            if False:\n",
        "../opensearch/test_bulk.py::test_an_item_that_was_refused_is_sent_again",
    ),
    (25, "a writer whose lease was taken over goes on"): (
        archive.__name__,
        "            if_seq_no=held.seq_no,\n            if_primary_term=held.term,\n",
        "",
        "../opensearch/test_failure.py::test_a_stale_writer_is_refused",
    ),
    (25, "what was decided is not carried out"): (
        writer.__name__,
        "        if record.journal:\n",
        "        if False:\n",
        "../opensearch/test_failure.py::test_what_was_decided_is_carried_out_by_the_next_writer",
    ),
    (26, "half an answer is taken for a whole one"): (
        session.__name__,
        '        elif answered < total or shards.get("failed"):\n',
        "        elif False:\n",
        "../opensearch/test_failure.py::test_an_answer_of_some_parts_says_so",
    ),
    (27, "certificates are not looked at"): (
        http.__name__,
        'cert_reqs="CERT_REQUIRED"',
        'cert_reqs="CERT_NONE"',
        "../opensearch/test_errors.py::test_a_password_over_tls",
    ),
}
