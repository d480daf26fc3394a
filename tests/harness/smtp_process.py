"""A mail server in a process of its own: each mail becomes one file. ``python -m … FOLDER``."""

import asyncio
import itertools
import os
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.harness.processes import end_with_parent


class Mailbox:
    """Writes each accepted mail to the folder; the file ``refuse`` holds a reply to give instead."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        refusal = self._folder / "refuse"
        if refusal.exists():
            return refusal.read_text()
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        content = envelope.original_content or b""
        name = f"{next(self._numbers):06d}"
        part = self._folder / f"{name}.part"
        with part.open("wb") as file:
            file.write(head.encode() + content)
            file.flush()
            os.fsync(file.fileno())
        part.rename(self._folder / f"{name}.eml")
        return "250 Kept"


async def serve(folder: Path) -> None:
    box = Mailbox(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, enable_SMTPUTF8=True, hostname="mail.test"), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(serve(Path(sys.argv[1])))
