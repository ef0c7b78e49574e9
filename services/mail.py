"""Mails to one person each: over SMTP, or into a folder where no server is configured."""

import asyncio
import os
import random
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from typing import Literal, Protocol

import aiosmtplib
import structlog

from services.errors import Invalid, Unavailable

log = structlog.get_logger()

Security = Literal["starttls", "tls", "none"]

_TRIES = 3
_READABLE = default.clone(utf8=True, cte_type="8bit")


class MailNotSent(Unavailable):
    code = "mail_not_sent"
    message = "We could not send the e-mail. Please try again in a few minutes."


class AddressRefused(Invalid):
    code = "address_refused"
    message = "We cannot send e-mail to this address. Is it spelled correctly?"


@dataclass(frozen=True, slots=True)
class Mail:
    """A plain text for one address; what is personal or secret in it never shows in a repr."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)


class Mailer(Protocol):
    """The way mails leave us."""

    async def send(self, mail: Mail) -> None:
        """Hand a mail over.

        Raises:
            AddressRefused: it is no address, or its server will never take mail for it.
            MailNotSent: nobody took the mail, though it was tried more than once.
        """
        ...


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Hands mails to a server; what fails for the moment is tried three times in all.

    `patience_s` is for each step of the talk with the server, `pause_s` about how long the first pause takes.
    """

    host: str
    port: int
    username: str | None
    password: str | None = field(repr=False)
    sender: str
    security: Security
    patience_s: float = 10.0
    pause_s: float = 1.0

    async def send(self, mail: Mail) -> None:
        message = _message(mail, self.sender, readable=False)
        for pause_s in (*self._pauses(), None):
            failure = await self._failure_of_sending(message)
            if failure is None:
                return
            if not _may_pass(failure) or pause_s is None:
                log.warning("mail_not_sent", reason=type(failure).__name__, code=_code_of(failure))
                raise AddressRefused if _is_about_the_address(failure) else MailNotSent
            await asyncio.sleep(pause_s)

    def _pauses(self) -> list[float]:
        return [self.pause_s * 4**n * random.uniform(0.5, 1.5) for n in range(_TRIES - 1)]  # noqa: S311 (no secret)

    async def _failure_of_sending(self, message: EmailMessage) -> Exception | None:
        """Returned, not raised: addresses stand in its text, and a traceback must not carry them on."""
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.username,
                password=self.password,
                timeout=self.patience_s,
                use_tls=self.security == "tls",
                start_tls=self.security == "starttls",
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            return error
        return None


@dataclass(frozen=True, slots=True)
class FolderMailer:
    """Puts mails into a folder, one file each that only its owner can read, and says on stdout where."""

    folder: Path

    async def send(self, mail: Mail) -> None:
        message = _message(mail, "FFFF <ffff@localhost>", readable=True)
        path = await asyncio.to_thread(self._write, message.as_bytes())
        print(f"A mail lies in {path}", flush=True)  # noqa: T201 (for the developer at the terminal, not for a log)

    def _write(self, message: bytes) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(message)
        return path


def _message(mail: Mail, sender: str, *, readable: bool) -> EmailMessage:
    """One address and one line of subject, whatever was typed."""
    message = EmailMessage(_READABLE if readable else SMTP)
    message["From"] = sender
    message["To"] = _address(mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="8bit" if readable else None)
    return message


def _address(text: str) -> Address:
    name, _, domain = text.rpartition("@")
    try:
        ascii_text = f"{name}@{domain.encode('idna').decode()}"
        address = Address(addr_spec=ascii_text)
    except (MessageError, ValueError, IndexError):
        raise AddressRefused from None
    if address.addr_spec != ascii_text:
        raise AddressRefused
    return address


def _may_pass(failure: Exception) -> bool:
    code = _code_of(failure)
    return not isinstance(failure, aiosmtplib.SMTPNotSupported) and (code is None or 400 <= code < 500)


def _is_about_the_address(failure: Exception) -> bool:
    code = _code_of(failure)
    return isinstance(failure, aiosmtplib.SMTPRecipientsRefused) and code is not None and code >= 500


def _code_of(failure: Exception) -> int | None:
    """The server's answer, where it was one; None means that the way to it broke."""
    match failure:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[first, *_]):
            return first.code
        case aiosmtplib.SMTPResponseException():
            return failure.code
        case _:
            return None
