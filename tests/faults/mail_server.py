"""A mail server as a process of its own: python mail_server.py PORT LOG MODE.

It writes the Message-ID and the reader of whatever it accepts to the file LOG before it answers, and behaves as the
file MODE says: `ok`; `451` or `554`, its answer to every message; `hang`, no answer at all; `die`, it is gone between
its acceptance and the answer. A line that was written is the kernel's, so it outlives the process.
"""

import asyncio
import os
import sys
import time
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

REFUSALS = {"451": "451 4.3.0 Come again later", "554": "554 5.6.0 Not with me"}


class Mailbox:
    """Accepts, refuses, hangs or dies."""

    def __init__(self, log: str, mode: str) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._mode = Path(mode)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        mode = self._mode.read_text()
        if mode in REFUSALS:
            return REFUSALS[mode]
        if mode == "hang":
            await asyncio.sleep(3600)
        headers = BytesHeaderParser().parsebytes(envelope.content)
        os.write(self._log, f"{headers['Message-ID']} {' '.join(envelope.rcpt_tos)}\n".encode())
        if mode == "die":
            os._exit(1)
        return "250 OK"


if __name__ == "__main__":
    port, log, mode = sys.argv[1:]
    Controller(Mailbox(log, mode), hostname="127.0.0.1", port=int(port)).start()
    while True:
        time.sleep(3600)
