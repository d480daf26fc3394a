"""E-mail through an SMTP server."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from runtime.config import Settings
from runtime.ports import Letter, Post

TIMEOUT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class SmtpPost:
    """Hands letters to one SMTP server, one connection each."""

    server: SplitResult
    sender: str

    def send(self, letter: Letter) -> None:
        """Hand over one letter.

        Raises OSError or smtplib.SMTPException when the server did not take it.
        """
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())
        message["Message-ID"] = f"<{letter.message_id}@dougong>"
        message.set_content(letter.text)
        secure = self.server.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        port = self.server.port or (465 if secure else 25)
        with kind(self.server.hostname or "localhost", port, timeout=TIMEOUT_SECONDS) as session:
            if self.server.username:
                session.login(unquote(self.server.username), unquote(self.server.password or ""))
            session.send_message(message)


def post_of(settings: Settings) -> Post | None:
    """The post the settings name; None where no server is set up."""
    if settings.smtp_url is None:
        return None
    return SmtpPost(urlsplit(settings.smtp_url), settings.mail_from)
