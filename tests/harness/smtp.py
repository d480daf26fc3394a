"""Mail: a real SMTP server, and the mails it took."""

import shutil
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.harness.processes import start_module, wait_until


class MailServer:
    """Where it listens and what it received."""

    def __init__(self, port: int, folder: Path) -> None:
        self.host = "127.0.0.1"
        self.port = port
        self._folder = folder

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def mails(self) -> list[EmailMessage]:
        """Every mail so far, the oldest first; X-Envelope-To names who it went to."""
        files = sorted(self._folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """The mails, once there are that many."""
        wait_until(lambda: len(self.mails()) >= count, f"{count} mails arrive", seconds)
        return self.mails()

    def refuse(self, reply: str = "451 Try again later") -> None:
        """Refuse from now on, until `accept`."""
        (self._folder / "refuse").write_text(reply)

    def accept(self) -> None:
        (self._folder / "refuse").unlink(missing_ok=True)

    def clear(self) -> None:
        for file in self._folder.glob("*.eml"):
            file.unlink()


@pytest.fixture(scope="session")
def _worker_mail(worker_folder: Path) -> Iterator[MailServer]:
    folder = worker_folder / "mail"
    folder.mkdir()
    process, port = start_module(
        "tests.harness.smtp_process", [str(folder)], log=worker_folder / "mail.log"
    )
    yield MailServer(port, folder)
    process.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def smtp_server(_worker_mail: MailServer) -> MailServer:
    """A mail server with no mail in it."""
    _worker_mail.accept()
    _worker_mail.clear()
    return _worker_mail
