"""An HTTP server in a process of its own that writes down what it is sent, surely.

``python -m … FOLDER``. Each request becomes one JSON line in ``received.jsonl``, on disk before the
reply goes out. ``answers.json`` in the folder says how to reply (see `HttpSink.answer`).
"""

import base64
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.harness.processes import end_with_parent

_LOCK = threading.Lock()
FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()


def write_down(fact: dict[str, Any]) -> int:
    """Append the request and return its number, from 1."""
    with _LOCK, (FOLDER / "received.jsonl").open("ab+") as file:
        file.seek(0)
        number = sum(1 for _ in file) + 1
        file.write(json.dumps({"number": number, **fact}, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        return number


def answer_for(number: int) -> dict[str, Any]:
    """The answer for the n-th request: from the list while it lasts, then its last one for ever."""
    try:
        answers = json.loads((FOLDER / "answers.json").read_text())
    except FileNotFoundError:
        return {}
    return dict(answers[min(number, len(answers)) - 1])


class Sink(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = write_down(
            {
                "at": time.time(),
                "method": self.command,
                "path": self.path,
                "headers": [[name, value] for name, value in self.headers.items()],
                "body": base64.b64encode(body).decode(),
            }
        )
        self._answer(answer_for(number))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _take  # noqa: N815

    def _answer(self, answer: dict[str, Any]) -> None:
        time.sleep(answer.get("delay", 0))
        if answer.get("hang_up"):  # performed, but the reply is lost
            self.close_connection = True
            self.connection.close()
            return
        body = answer.get("body", "").encode()
        self.send_response(answer.get("status", 200))
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


if __name__ == "__main__":
    end_with_parent()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    print(server.server_address[1], flush=True)
    server.serve_forever()
