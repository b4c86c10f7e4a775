"""No connection is opened: by none of the program's modules but one, and by no process that was given no cluster."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from morgue.cli.main import main
from morgue.core.location import Location
from tests.trust.small import filing, news

ROOT = Path(__file__).parents[2]
#: The one module that may open connections: that of the cluster.
CLUSTER: tuple[str, ...] = ("index/cluster/http.py",)
_NETWORK = {
    "socket",
    "ssl",
    "http",
    "http.client",
    "http.server",
    "urllib.request",
    "requests",
    "urllib3",
    "aiohttp",
    "httpx",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "xmlrpc.client",
    "socketserver",
    "opensearchpy",
    "websockets",
}
#: What Python tells of before it happens (`sys.audit`). Not that a socket is made or bound: urllib3, which comes with
#: trafilatura, finds out so whether the machine knows IPv6, and connects to nothing.
_EVENTS = {
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "urllib.Request",
    "http.client.connect",
    "ftplib.connect",
    "smtplib.connect",
    "webbrowser.open",
}


def imported(path: Path) -> set[str]:
    """What a module imports, at its head or anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {a.name for a in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{a.name}" for a in node.names)}
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("__import__", "import_module"):
            names |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return names


def modules() -> list[Path]:
    """All modules of the program."""
    rooms = [room for room in ("morgue", "index", "search", "tui", "cli") if (ROOT / room).is_dir()]
    return [path for room in rooms for path in (ROOT / room).rglob("*.py")]


def test_no_module_but_the_clusters_can_open_a_connection() -> None:
    """The name of the host, for the message of the lock, is all that is asked of `socket`."""
    assert len(modules()) > 200
    for path in modules():
        if str(path.relative_to(ROOT)) in CLUSTER:
            continue
        names = imported(path)
        if path.name == "lock.py":
            names.discard("socket")
            asked = {
                node.attr
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "socket"
            }
            assert asked == {"gethostname"}
        assert not _NETWORK & names, path


def test_at_most_one_module_is_the_clusters() -> None:
    assert len(CLUSTER) <= 1 and all((ROOT / name).is_file() for name in CLUSTER)


# -- what a process does


def _listen(log: Path) -> None:
    """From now on this process and its children write down what of the network they touch."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def heard(event: str, args: tuple[Any, ...]) -> None:
        if event in _EVENTS:
            os.write(descriptor, f"{event} {args!r}\n".encode())

    sys.addaudithook(heard)


async def _browsed(folder: Path) -> None:
    from morgue.tui.app import Browser
    from morgue.tui.state import Browsing

    app = Browser(Location.of_folder(folder), Browsing("harbour"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("down", "enter", "escape", "t")
        await pilot.pause()


def _everything(home: Path) -> None:
    """What a person does with an archive in a folder."""
    folder = str(home / "archive")
    for command in (
        ["index", str(home / "news")],
        ["search", "harbour", "--facets", "outlet"],
        ["show", "h0001"],
        ["story", "h0003"],
        ["similar", "h0001"],
        ["timeline", "harbour"],
        ["save", "mine", "harbour"],
        ["new", "mine"],
        ["export", "harbour"],
        ["stats"],
        ["doctor"],
        ["verify"],
        ["verify", "--repair"],
        ["compact"],
    ):
        assert main([*command, "--archive", folder]) == 0, command
    main(["clean", str(home / "news")])
    asyncio.run(_browsed(home / "archive"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    filing(news(6))(tmp_path / "archive")
    (tmp_path / "news").mkdir()
    head = '<link rel="stylesheet" href="http://192.0.2.1/a.css"><script src="http://192.0.2.1/a.js"></script>'
    body = "<p>The harbour of the town is calm today, and the ferry sails at noon as it ever did.</p>" * 5
    page = f'<html><head><title>Quay</title>{head}</head><body><img src="http://192.0.2.1/i.png">{body}</body></html>'
    (tmp_path / "news" / "page.html").write_text(page)
    (tmp_path / "news" / "map.xml").write_text(
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd"><urlset><url><loc>http://192.0.2.1/</loc></url></urlset>'
    )
    return tmp_path


def _in_a_child(home: Path, act: Any) -> list[str]:
    """What a process of its own touched of the network."""
    log = home / "log"
    child = os.fork()
    if not child:
        status = 1
        try:
            hole = os.open(os.devnull, os.O_RDWR)
            for number in (0, 1):
                os.dup2(hole, number)
            os.chdir(home)
            _listen(log)
            act(home)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return log.read_text().splitlines()


def test_an_archive_in_a_folder_opens_no_connection(home: Path) -> None:
    """Indexing, searching, browsing and looking after it, in the program's own processes and its workers."""
    assert _in_a_child(home, _everything) == []


def test_a_connection_would_be_heard(home: Path) -> None:
    """Else the test above would show nothing."""

    def connecting(_: Path) -> None:
        with socket.socket() as made:
            made.connect_ex(("127.0.0.1", 9))
        if not os.fork():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
                made.sendto(b"x", ("127.0.0.1", 9))
            os._exit(0)
        os.wait()

    heard = [row.split()[0] for row in _in_a_child(home, connecting)]
    assert heard == ["socket.connect", "socket.sendto"]


#: How urllib3, which trafilatura brings, learns at import whether there is IPv6: a socket of no port of this machine's
#: own address, bound and closed. Nothing is sent, and nobody could answer.
_OWN_BIND = re.compile(r'\bbind\(\d+, \{sa_family=AF_INET6, sin6_port=htons\(0\), .*"::1"')


@pytest.mark.trust
@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here")
def test_the_system_sees_no_connection_either(home: Path) -> None:
    """Also of what libraries do without Python."""
    for command in (["index", str(home / "news")], ["search", "harbour"], ["doctor"]):
        log = home / "calls"
        subprocess.run(
            ["strace", "-f", "-qq", "-e", "trace=connect,sendto,bind", "-o", str(log), sys.executable, "-c",
             "from morgue.cli.entry import run; run()", *command, "--archive", str(home / "archive")],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        told = [line for line in log.read_text().splitlines() if "AF_INET" in line and not _OWN_BIND.search(line)]
        assert told == []
