"""Real servers on loopback for the tests of the way out: a plain one, one with TLS, a forward proxy."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ANSWER = b"HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\ntaken"


@dataclass
class Server:
    """Where it listens, and what it was sent."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


def read_request(connection: socket.socket) -> bytes:
    """The whole request, headers and body by its Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536) or b"\r\n\r\n"
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def listening(serve: Callable[[Server, socket.socket], None]) -> Iterator[Server]:
    """A server that hands each connection to `serve`, in a thread; all are over at the end."""
    threads = []
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as connections:
        server = Server(listener.getsockname()[1])

        def one(connection: socket.socket) -> None:
            with suppress(OSError), connection:
                serve(server, connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    connections.callback(_cut, connection)
                    threads.append(threading.Thread(target=one, args=(connection,)))
                    threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield server
        finally:
            _cut(listener)
            accepting.join()
            connections.close()
            for thread in threads:
                thread.join()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def answering(answer: bytes = ANSWER) -> Iterator[Server]:
    """A server that keeps each request and gives the same answer."""

    def serve(server: Server, connection: socket.socket) -> None:
        server.requests.append(read_request(connection))
        connection.sendall(answer)

    with listening(serve) as server:
        yield server


@contextmanager
def answering_by_tls(certificate: Path) -> Iterator[Server]:
    """The same behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def serve(server: Server, connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as encrypted:
            server.requests.append(read_request(encrypted))
            encrypted.sendall(ANSWER)

    with listening(serve) as server:
        yield server


@contextmanager
def forwarding(names: dict[str, int]) -> Iterator[Server]:
    """A forward proxy that knows these names (host:port, to a port on loopback) and refuses all others."""

    def serve(server: Server, connection: socket.socket) -> None:
        request = read_request(connection)
        server.requests.append(request)
        place = request.split(b" ")[1].decode()
        if place not in names:
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", names[place])) as beyond:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(beyond, connection))
            back.start()
            _pump(connection, beyond)
            back.join()

    with listening(serve) as server:
        yield server


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    _cut(sink)


@dataclass(frozen=True)
class Authority:
    """An authority of the test's own, and where its certificates are."""

    folder: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def found(cls, folder: Path) -> "Authority":
        """A new one."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Fictional Authority")
        builder = _builder(name, name, key).add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        certificate = builder.add_extension(usage, True).sign(key, hashes.SHA256())
        return cls(folder, certificate, key)

    def certify(self, host: str) -> Path:
        """A file with a key and a certificate for the name or address."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            alternative = x509.DNSName(host)
        builder = _builder(_name("receiver"), self.certificate.subject, key)
        certificate = builder.add_extension(x509.SubjectAlternativeName([alternative]), False).sign(
            self.key, hashes.SHA256()
        )
        path = self.folder / f"{host}.pem"
        pem = serialization.Encoding.PEM
        secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(secret + certificate.public_bytes(pem))
        return path

    def trusted(self) -> ssl.SSLContext:
        """A client's context that trusts this authority only."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _builder(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
    )
