"""A mail server on loopback that speaks SMTP, and goes wrong when told to."""

import asyncio
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from embedded.supervision import free_port

Fault = Literal["greylists", "refuses the address", "refuses the text", "hangs", "drops the connection"]


@dataclass
class MailServer:
    """Faults happen one a visit, in order; afterwards it takes every mail."""

    faults: list[Fault] = field(default_factory=list)
    visits: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    port: int = 0
    _ends: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            cast("EmailMessage", message_from_bytes(cast("bytes", envelope.content), policy=default))
            for envelope in self.envelopes
        ]

    async def handle_RCPT(  # noqa: N802 (aiosmtpd looks for this name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.visits += 1
        match self.faults[0] if self.faults else None:
            case "greylists":
                self.faults.pop(0)
                return "450 4.2.0 Greylisted, come again"
            case "refuses the address":
                return f"550 5.1.1 <{address}> is unknown here"
            case _:
                envelope.rcpt_tos.append(address)
                return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        match self.faults.pop(0) if self.faults else None:
            case "refuses the text":
                return "554 5.7.1 We do not like this"
            case "hangs":
                await self._ends.wait()
            case "drops the connection":
                cast("asyncio.Transport", server.transport).abort()
            case _:
                self.envelopes.append(envelope)
                self.encrypted.append(
                    session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None
                )
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        name, password = data.login.decode(), data.password.decode()
        self.logins.append((name, password))
        return AuthResult(success=password != "wrong", handled=False)

    @classmethod
    @contextmanager
    def serving(
        cls, *faults: Fault, security: str = "none", certificate: Path | None = None
    ) -> "Iterator[MailServer]":
        server = cls(list(faults), port=free_port())
        context = _server_context(certificate) if certificate else None
        controller = Controller(
            server,
            hostname="127.0.0.1",
            port=server.port,
            authenticator=server.authenticate,
            auth_require_tls=False,
            auth_exclude_mechanism=["LOGIN"],
            ssl_context=context if security == "tls" else None,
            tls_context=context if security == "starttls" else None,
            require_starttls=security == "starttls",
        )
        controller.start()
        try:
            yield server
        finally:
            controller.loop.call_soon_threadsafe(server._ends.set)
            controller.stop()


def own_certificate(folder: Path) -> Path:
    """Make a certificate for 127.0.0.1 that nobody has signed, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    return path


def _server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
