"""A machine that receives webhooks, as a process of its own: python receiver.py PORT LOG MODE.

It writes path and webhook-id of whatever it accepts to the file LOG before it answers, and behaves as the file MODE
says: `ok`; `503`, its answer to everything; `die`, it is gone between its acceptance and the answer.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Receiver(BaseHTTPRequestHandler):
    """Accepts, refuses or dies."""

    log: int
    mode: Path

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        mode = self.mode.read_text()
        if mode == "503":
            return self._answer(503)
        os.write(self.log, f"{self.path} {self.headers['webhook-id']}\n".encode())
        if mode == "die":
            os._exit(1)
        return self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response_only(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Keep quiet."""


if __name__ == "__main__":
    port, log, mode = sys.argv[1:]
    Receiver.log, Receiver.mode = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), Path(mode)
    ThreadingHTTPServer.request_queue_size = 64
    ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver).serve_forever()
