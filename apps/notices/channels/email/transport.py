"""The connection to the mail server."""

import contextlib
import smtplib
from collections.abc import Iterator
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from apps.notices.channels import Undeliverable, Unreachable
from apps.notices.channels.email.moulds import Cast
from apps.notices.rules import one_line

CLOSING = 421
OF_THE_LINE = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)


class MailServer:
    """Sends over one connection; after the line broke, the next message opens a new one."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def send(self, message: Any) -> None:
        """Hand over one message; returns once the server has accepted it."""
        try:
            self._connection.open()
            if isinstance(message, Cast) and isinstance(self._connection, EmailBackend):
                # A cast letter's addresses are plain: to have Django read them again takes longer than to send it.
                self._connection.connection.sendmail(message.sender, message.to, message.as_bytes())
            else:
                self._connection.send_messages([message])
        except Exception as error:
            said = one_line(_said(error), 300)
            code, _space, _words = said.partition(" ")
            status = int(code) if code.isdigit() else None
            if not _line_is_at_fault(error):
                raise Undeliverable(said, status) from error
            self.close()
            raise Unreachable(said, status) from error

    def close(self) -> None:
        """Hang up, however broken the line is."""
        with contextlib.suppress(Exception):
            self._connection.close()
        self._connection = get_connection()


def _said(error: Exception) -> str:
    """The server's own words where it had any, else the kind of error."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"
    return f"{code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"


def _line_is_at_fault(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, OF_THE_LINE) or getattr(error, "smtp_code", None) == CLOSING
    return isinstance(error, OSError)


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """A line to the mail server, hung up at the end."""
    server = MailServer()
    try:
        yield server
    finally:
        server.close()
