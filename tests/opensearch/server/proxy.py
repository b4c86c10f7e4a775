"""Stands before a node: asks for a password over TLS, is away for a while, or answers in its place."""

from __future__ import annotations

import base64
import http.client
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Proxy:
    """A server on the loopback address; `answers` maps paths to bodies that it gives without asking the node."""

    def __init__(
        self,
        node: str,
        *,
        login: str | None = None,
        certificate: Path | None = None,
        answers: dict[str, bytes] | None = None,
    ) -> None:
        self._node = node
        self._login = None if login is None else "Basic " + base64.b64encode(login.encode()).decode()
        self._certificate = certificate
        self._answers = answers or {}
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        #: Requests that came, by method and path.
        self.seen: list[str] = []
        self.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listens, on the same port as before."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                proxy.pass_on(self)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815  the library's own names

            def log_message(self, *_: object) -> None:
                return

        ThreadingHTTPServer.allow_reuse_address = True
        server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        server.daemon_threads = True
        if self._certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        self._port = server.server_address[1]
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Refuses connections from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def pass_on(self, request: BaseHTTPRequestHandler) -> None:
        """One request to the node and its answer back."""
        self.seen.append(f"{request.command} {request.path}")
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        if self._server is None:
            request.close_connection = True
            return
        if self._login is not None and request.headers.get("Authorization") != self._login:
            self._reply(request, 401, b'{"error":{"type":"security_exception","reason":"no"}}')
            return
        told = self._answers.get(request.path.partition("?")[0])
        if told is not None:
            self._reply(request, 200, told)
            return
        connection = http.client.HTTPConnection(self._node, timeout=120)
        kind = request.headers.get("Content-Type") or "application/json"
        connection.request(request.command, request.path, body or None, {"Content-Type": kind})
        answer = connection.getresponse()
        self._reply(request, answer.status, answer.read())
        connection.close()

    @staticmethod
    def _reply(request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def certificate(folder: Path, host: str = "127.0.0.1") -> Path:
    """A certificate for a host, signed by itself, with its key in the same file."""
    made = folder / "certificate.pem"
    key = folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}",
         "-addext", f"subjectAltName=IP:{host}", "-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made
