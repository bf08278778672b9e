"""Sealing a file on receipt: scanned first, then encrypted to the readers' public keys; the plaintext is not kept."""

from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

import pyrage
from django.conf import settings

from apps.files.states import Scan
from apps.kernel.clamd import ScannerAway, scan
from apps.kernel.decisions import Invalid

SECONDS = 20.0
"""Somebody waits for the page meanwhile."""


def sealed(name: str, stream: BinaryIO, recipients: Sequence[str], field: str = "file") -> tuple[BinaryIO, Scan]:
    """The content encrypted to these age recipients, and what the scanner said before; raises Invalid for the field.

    What is sealed can never be scanned again: so an infected file, or one that the scanner cannot be asked about, is
    refused instead of kept.
    """
    verdict = Scan.UNSCANNED
    if settings.CLAMAV_URL:
        try:
            said = scan(settings.CLAMAV_URL, stream, seconds=SECONDS)
        except ScannerAway:
            sentence = (
                f"“{name}” was not added: a file is scanned before it is sealed, and the virus scanner does not answer. "
                "Try again later, or seal the file yourself and add the .age file."
            )
            raise Invalid({field: sentence}) from None
        if not said.is_clean:
            raise Invalid({field: f"“{name}” was not added: the virus scanner found {said.found} in it."})
        verdict = Scan.CLEAN
    stream.seek(0)
    keys = [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients]
    return BytesIO(pyrage.encrypt(stream.read(), keys)), verdict
