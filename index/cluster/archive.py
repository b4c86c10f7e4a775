"""Makes an archive in a cluster, checks whether it is there and usable, and keeps its record of commits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace

from morgue.core.errors import ArchiveDamaged, ArchiveMissing, ArchiveTooNew, ArchiveTooOld
from morgue.index.cluster.address import Address
from morgue.index.cluster.http import Connection, Json, Refused
from morgue.index.cluster.mapping import FINGERPRINT, FORMAT, INDICES, MAKER

_RECORD = "archive"
_MAJOR = 2


@dataclass(frozen=True, slots=True)
class Record:
    """The archive's own record: where its commits stand and who may write.

    generation  the number of the last commit
    seq         numbers given to articles and to stories so far
    epoch       how often the lease was taken; owner, beat: who has it, and a number that he raises while he lives
    journal     parts of a change that is decided but perhaps not yet carried out; 0 for none
    abandoned   (epoch, last commit of it): what was written under that epoch after that commit does not count
    dirty       something of the last of these may still lie there
    unsettled   outlets whose recurring lines were not looked for since articles came
    """

    generation: int = 0
    seq: int = 0
    epoch: int = 0
    owner: str = ""
    beat: int = 0
    journal: int = 0
    abandoned: tuple[tuple[int, int], ...] = ()
    dirty: bool = False
    unsettled: tuple[str, ...] = ()
    token: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The record as it was read, with what a change of it must name."""

    record: Record
    seq_no: int
    term: int
    fields: Json = field(default_factory=dict)


def record_path(address: Address) -> str:
    """Where the record is."""
    return f"{address.name}-state/_doc/{_RECORD}"


def read(connection: Connection) -> Held | None:
    """The record; None where there is no archive of that name."""
    found = connection.find(record_path(connection.address))
    if found is None or not found.get("found"):
        return None
    data = found["_source"].get("data")
    names = {f.name for f in fields(Record)}
    if not isinstance(data, dict) or not {"generation", "epoch"} <= data.keys():
        raise ArchiveDamaged(f"the record of {connection.address.shown} is not what was written", "make it anew")
    known = {k: v for k, v in data.items() if k in names}
    known["abandoned"] = tuple((int(e), int(g)) for e, g in known.get("abandoned", ()))
    known["unsettled"] = tuple(known.get("unsettled", ()))
    return Held(Record(**known), int(found["_seq_no"]), int(found["_primary_term"]))


def write(connection: Connection, held: Held, record: Record) -> Held | None:
    """Replaces the record as it was held; None when somebody else changed it meanwhile."""
    from secrets import token_hex

    record = replace(record, token=token_hex(8))
    body = {"kind": "archive", "data": asdict(record)}
    try:
        done = connection.call(
            "PUT",
            record_path(connection.address),
            body,
            if_seq_no=held.seq_no,
            if_primary_term=held.term,
            refresh="true",
        )
    except Refused as refused:
        if refused.status != 409:
            raise
        now = read(connection)  # the answer to a request that did arrive may have been lost
        return now if now is not None and now.record.token == record.token else None
    return Held(record, int(done["_seq_no"]), int(done["_primary_term"]))


def check(connection: Connection) -> None:
    """Returns when there is an archive that this version can read; ArchiveMissing and its kin otherwise."""
    address = connection.address
    check_server(connection)
    found = connection.find(f"{address.name}-articles/_mapping")
    if found is None:
        raise ArchiveMissing(
            f"no archive at {address.shown}", f"make one: morgue index FILES --archive {address.shown}"
        )
    meta = next(iter(found.values()))["mappings"].get("_meta", {})
    if meta.get("maker") != MAKER:
        raise ArchiveMissing(
            f"the index {address.name}-articles is another program's", "name another archive; nothing was changed"
        )
    if meta.get("format", 0) > FORMAT:
        raise ArchiveTooNew(f"a newer version of the program wrote {address.shown}", "update morgue")
    if meta.get("format") != FORMAT or meta.get("fingerprint") != FINGERPRINT:
        raise ArchiveTooOld(
            f"another version's analyzer made {address.shown}", "copy it into a new one: morgue copy FROM TO"
        )


def check_server(connection: Connection) -> None:
    """Returns when the other end is an OpenSearch of a version that is known to do."""
    from morgue.core.errors import ArchiveError

    told = connection.get("")
    version = told.get("version", {})
    if version.get("distribution") != "opensearch":
        raise ArchiveError(f"{connection.address.hosts[0]} is no OpenSearch", "is the address right?")
    number = str(version.get("number", ""))
    if number.split(".")[0] != str(_MAJOR):
        raise ArchiveError(
            f"this is OpenSearch {number[:20]}; morgue knows version {_MAJOR}", "see docs/cluster.md for versions"
        )


def create(connection: Connection) -> None:
    """Makes the archive where there is none. Two who do so at once make one."""
    address = connection.address
    check_server(connection)
    if connection.find(f"{address.name}-articles/_mapping") is not None:
        check(connection)
        if read(connection) is not None:  # a cluster that is short of room refuses to make even what is there
            return
    # a node may die as soon as there are articles, and a copy that is only being made does not take over
    copies = min(2, 1 + address.replicas)
    for ending, made in reversed(INDICES.items()):  # the articles last: they are what says that there is an archive
        try:
            body = made(address.shards, address.replicas)
            connection.call("PUT", f"{address.name}-{ending}", body, wait_for_active_shards=copies)
        except Refused as refused:
            if refused.kind != "resource_already_exists_exception":
                raise
    try:
        connection.call(
            "PUT",
            record_path(address),
            {"kind": "archive", "data": asdict(Record())},
            op_type="create",
            refresh="true",
        )
    except Refused as refused:
        if refused.status != 409:
            raise
    check(connection)
