"""Mails arrive once and whole, or it is said that they did not; what stands in them is in no log."""

import asyncio
import logging
import stat
import traceback
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded.supervision import free_port
from models.language import Language
from services.letters import password_changed_letter, reset_letter, verify_letter
from services.mail import AddressRefused, FolderMailer, Mail, MailNotSent, Security, SmtpMailer
from tests.heard_log import HeardLog
from tests.stand_ins.mail_server import Fault, MailServer, own_certificate

LINK = "https://ffff.example/reset?token=" + "s3cr3t" * 20
PASSWORD = "p4ssw0rd"
MAIL = Mail("minji@example.kr", "Choose a new password", f"여기에서 고르세요:\n\n{LINK}\n")


def mailer_to(
    server: MailServer, security: Security = "none", password: str | None = None, patience_s: float = 60
) -> SmtpMailer:
    username = "ffff" if password else None
    return SmtpMailer(
        "127.0.0.1",
        server.port,
        username,
        password,
        "FFFF <no-reply@ffff.example>",
        security,
        patience_s=patience_s,
        pause_s=0.001,
    )


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_mail_arrives_with_its_korean_text_and_its_whole_link() -> None:
    with MailServer.serving() as server:
        await mailer_to(server).send(MAIL)
    [mail] = server.mails
    assert mail["To"] == "minji@example.kr"
    assert mail["From"] == "FFFF <no-reply@ffff.example>"
    assert mail["Subject"] == MAIL.subject
    assert mail.get_content().replace("\r\n", "\n") == MAIL.text
    assert mail["Date"].datetime is not None
    assert mail["Message-ID"].endswith("@ffff.example>")
    assert mail["Auto-Submitted"] == "auto-generated", "out-of-office answers stay away"


async def test_a_mail_that_is_greylisted_twice_arrives_once() -> None:
    with MailServer.serving("greylists", "greylists") as server:
        await mailer_to(server).send(MAIL)
    assert len(server.mails) == 1


async def test_a_mail_arrives_though_the_connection_is_dropped_or_hangs_at_first() -> None:
    with MailServer.serving("drops the connection", "hangs") as server:
        await mailer_to(server, patience_s=3).send(MAIL)
    assert len(server.mails) == 1


async def test_a_server_that_greylists_for_ever_is_left_alone_after_three_visits() -> None:
    with MailServer.serving(*["greylists"] * 9) as server:
        with pytest.raises(MailNotSent):
            await mailer_to(server).send(MAIL)
        assert server.visits == 3


async def test_an_address_that_is_unknown_is_not_tried_again_and_said_to_be_the_reason() -> None:
    with MailServer.serving("refuses the address") as server:
        with pytest.raises(AddressRefused):
            await mailer_to(server).send(MAIL)
        assert server.visits == 1


async def test_a_text_that_is_refused_is_not_tried_again() -> None:
    with MailServer.serving("refuses the text") as server:
        with pytest.raises(MailNotSent):
            await mailer_to(server).send(MAIL)
        assert server.visits == 1


async def test_a_server_that_is_away_is_a_mail_not_sent() -> None:
    with pytest.raises(MailNotSent):
        await mailer_to(MailServer(port=free_port())).send(MAIL)


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_mails_go_encrypted_to_a_server_that_can_prove_who_it_is(
    security: Security, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = own_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with MailServer.serving(security=security, certificate=certificate) as server:
        await mailer_to(server, security, password=PASSWORD).send(MAIL)
        assert server.logins == [("ffff", PASSWORD)]
        assert server.encrypted == [True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_server_that_cannot_prove_who_it_is_gets_neither_mail_nor_password(
    security: Security, tmp_path: Path
) -> None:
    with MailServer.serving(security=security, certificate=own_certificate(tmp_path)) as server:
        with pytest.raises(MailNotSent):
            await mailer_to(server, security, password=PASSWORD).send(MAIL)
        assert (server.logins, server.envelopes) == ([], [])


async def test_a_server_that_no_longer_offers_encryption_gets_neither_mail_nor_password() -> None:
    with MailServer.serving() as server:
        with pytest.raises(MailNotSent):
            await mailer_to(server, "starttls", password=PASSWORD).send(MAIL)
        assert (server.logins, server.envelopes) == ([], [])


async def test_a_wrong_password_is_a_mail_not_sent() -> None:
    with MailServer.serving() as server:
        with pytest.raises(MailNotSent):
            await mailer_to(server, password="wrong").send(MAIL)
        assert len(server.logins) == 1, "a second try would lock the account"


@pytest.mark.parametrize(
    "address",
    [
        "minji@example.kr\r\nBcc: everybody@example.kr",
        "minji@example.kr\nBcc: everybody@example.kr",
        "minji@example.kr, everybody@example.kr",
        "minji@example.kr;everybody@example.kr",
        "minji@example.kr (everybody@example.kr)",
        "Minji <minji@example.kr>",
        "",
        "@",
        "minji",
        "minji@",
        "@example.kr",
        "min ji@example.kr",
        "minji@example..kr",
        "minji\0@example.kr",
        "\ud800@example.kr",
    ],
)
async def test_what_is_not_exactly_one_address_is_refused_before_anybody_is_called(address: str) -> None:
    with MailServer.serving() as server:
        with pytest.raises(AddressRefused):
            await mailer_to(server).send(Mail(address, "Hello", "Hello"))
        assert server.visits == 0


async def test_a_subject_with_line_breaks_is_one_line_and_no_header() -> None:
    with MailServer.serving() as server:
        await mailer_to(server).send(
            Mail("minji@example.kr", "Hello\r\nBcc: everybody@example.kr\n\nbody", "Text")
        )
    [mail] = server.mails
    assert mail["Subject"] == "Hello Bcc: everybody@example.kr body"
    assert mail["Bcc"] is None
    assert server.envelopes[0].rcpt_tos == ["minji@example.kr"]


async def test_an_address_in_hangul_is_reached_by_its_ascii_domain() -> None:
    with MailServer.serving() as server:
        await mailer_to(server).send(Mail("minji@한국.kr", "Hello", "Text"))
    assert server.envelopes[0].rcpt_tos == ["minji@xn--3e0b707e.kr"]


async def test_a_dot_alone_on_a_line_does_not_end_the_mail() -> None:
    with MailServer.serving() as server:
        await mailer_to(server).send(Mail("minji@example.kr", "Hello", "before\n.\nafter\n"))
    assert server.mails[0].get_content().splitlines() == ["before", ".", "after"]


@pytest.mark.parametrize(
    "fault", ["greylists", "refuses the address", "refuses the text", "hangs", "drops the connection"]
)
async def test_neither_address_nor_link_nor_password_is_logged_or_stands_in_a_failure(
    fault: Fault, log: HeardLog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with MailServer.serving(*[fault] * 3) as server, pytest.raises((MailNotSent, AddressRefused)) as raised:
        mailer = mailer_to(server, password=PASSWORD, patience_s=0.5)
        await mailer.send(MAIL)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    said = [
        *ours,
        *map(str, log.events),
        *traceback.format_exception(raised.value),
        repr(MAIL),
        repr(mailer),
    ]
    assert log.names() == ["mail_not_sent"]
    for secret in ("minji", "s3cr3t", PASSWORD):
        assert not any(secret in text for text in said), secret


async def test_without_a_server_a_mail_lies_in_a_folder_where_it_can_be_read_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "mails"
    await FolderMailer(folder).send(Mail(MAIL.to, "비밀번호를 고르세요", MAIL.text))
    [path] = files_in(folder)
    text = path.read_text()
    assert "To: minji@example.kr\n" in text
    assert "Subject: 비밀번호를 고르세요\n" in text
    assert MAIL.text in text
    assert str(path) in capsys.readouterr().out
    assert path.suffix == ".eml"
    assert message_from_bytes(path.read_bytes(), policy=default).get_content() == MAIL.text


async def test_only_the_owner_can_read_a_mail_in_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    await FolderMailer(folder).send(MAIL)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in files_in(folder)] == [0o600]


async def test_many_mails_at_once_are_as_many_files_and_nothing_of_them_is_said_but_where(
    tmp_path: Path, log: HeardLog, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.gather(*(FolderMailer(tmp_path).send(MAIL) for _ in range(50)))
    lines = capsys.readouterr().out.splitlines()
    assert len(files_in(tmp_path)) == len(set(lines)) == len(lines) == 50
    assert not any("minji" in line or "s3cr3t" in line for line in lines)
    assert log.events == []


@given(
    to=st.text(max_size=80), subject=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
)
async def test_no_address_and_no_subject_whatsoever_makes_a_second_recipient(
    tmp_path_factory: pytest.TempPathFactory, to: str, subject: str
) -> None:
    folder = tmp_path_factory.mktemp("mails")
    try:
        await FolderMailer(folder).send(Mail(to, subject, "Text"))
    except AddressRefused:
        assert files_in(folder) == []
        return
    [path] = files_in(folder)
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert mail.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert len(mail["To"].addresses) == 1


LETTERS: list[Callable[[Language], Mail]] = [
    partial(verify_letter, to="minji@example.kr", link=LINK, minutes=30),
    partial(reset_letter, to="minji@example.kr", link=LINK, minutes=30),
    partial(password_changed_letter, to="minji@example.kr", reset_link=LINK),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("letter", LETTERS)
def test_a_letter_has_its_link_alone_on_a_line_in_every_language(
    letter: Callable[[Language], Mail], language: Language
) -> None:
    mail = letter(language)
    assert mail.to == "minji@example.kr"
    assert LINK in mail.text.splitlines()
    assert "FFFF" in mail.subject
    assert "{" not in mail.text


@pytest.mark.parametrize("letter", LETTERS[:2])
def test_a_letter_with_a_link_that_ends_says_when(letter: Callable[[Language], Mail]) -> None:
    assert "30" in letter(Language.EN).text
