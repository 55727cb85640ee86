"""Real HTTP servers on loopback that answer as badly as a test asks for."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Answer = Callable[[socket.socket, bytes], None]
"""Says something, or nothing, to a request read from the connection; which is closed afterwards."""


@dataclass
class DifficultServer:
    """Gives every request the same answer and keeps what it was asked."""

    answer: Answer
    requests: list[str] = field(default_factory=list)
    """Method, path, headers and body of each, as they came."""
    base_url: str = ""
    tls: ssl.SSLContext | None = None
    """Answers by HTTPS with this certificate, if any."""

    @contextmanager
    def running(self) -> Iterator["DifficultServer"]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.base_url = f"{'https' if self.tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}/fhir"
            thread = threading.Thread(target=self._serve, args=(listener,))
            thread.start()
            try:
                yield self
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join()

    def _serve(self, listener: socket.socket) -> None:
        talks = []
        while (connection := _next(listener)) is not None:
            talks.append(threading.Thread(target=self._talk, args=(connection,)))
            talks[-1].start()
        for talk in talks:
            talk.join()

    def _talk(self, connection: socket.socket) -> None:
        # A client that has had enough hangs up in the middle; that is what it is meant to do.
        with suppress(ConnectionError, ssl.SSLError), self._secured(connection) as secured:
            request = _read_message(secured)
            self.requests.append(request.decode())
            self.answer(secured, request)

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self.tls.wrap_socket(connection, server_side=True) if self.tls else connection


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's TLS context with a certificate for 127.0.0.1 that it signed itself, kept in "own.pem"."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    unlocked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "own.pem"
    file.write_bytes(unlocked + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def saying(
    status: int, body: object = None, *, headers: str = "", kind: str = "application/fhir+json"
) -> Answer:
    """An HTTP answer with this status; a body that is no text is sent as JSON."""
    content = (body if isinstance(body, str) else json.dumps(body)).encode()
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
    whole = f"{head}Connection: close\r\n{headers}\r\n".encode() + content
    return lambda connection, _: connection.sendall(whole)


def outcome(text: str) -> dict[str, object]:
    """An OperationOutcome with one error."""
    issue = {"severity": "error", "code": "processing", "diagnostics": text}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def by_path(answers: dict[str, Answer]) -> Answer:
    """Another answer for each "METHOD path", the path without query and without "/fhir/"."""

    def answer(connection: socket.socket, request: bytes) -> None:
        method, target, _ = request.decode().split(" ", 2)
        path = target.removeprefix("/fhir/").partition("?")[0]
        answers[f"{method} {path}"](connection, request)

    return answer


def forwarding(url: str, *, lose: Callable[[bytes], bool]) -> Answer:
    """What the server at that URL answers; where `lose` says so, its answer is taken and lost."""
    upstream = urlsplit(url)

    def answer(connection: socket.socket, request: bytes) -> None:
        with socket.create_connection((upstream.hostname, upstream.port)) as server:
            server.sendall(request.replace(b"Connection: keep-alive", b"Connection: close"))
            said = b"".join(iter(lambda: server.recv(65536), b""))
        if not lose(request):
            connection.sendall(said)

    return answer


def half_a_body(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b'HTTP/1.1 201 Created\r\nContent-Length: 5000\r\n\r\n{"resourceType": "Docum')


def hanging_up(connection: socket.socket, request: bytes) -> None:
    """Not a word."""


def no_http(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"\x00\xffSSH-2.0-OpenSSH\r\n\r\n")


def nothing(connection: socket.socket, request: bytes) -> None:
    """Silence until the other side goes away, for a minute at most."""
    _quiet_until_closed(connection, 60)


def dripping(connection: socket.socket, request: bytes) -> None:
    """A header that never ends, one byte every half second, so that no single read times out."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(120):
        if _quiet_until_closed(connection, 0.5):
            return
        connection.sendall(b"x")


def _read_message(connection: socket.socket) -> bytes:
    """One whole HTTP/1.1 message with a Content-Length, or what came before the other side closed."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += (part := connection.recv(65536))
        if not part:
            return received
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length and (part := connection.recv(65536)):
        body += part
    return head + b"\r\n\r\n" + body


def _quiet_until_closed(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False


def _next(listener: socket.socket) -> socket.socket | None:
    """The next connection; None once the listener is shut down."""
    try:
        return listener.accept()[0]
    except OSError:
        return None
