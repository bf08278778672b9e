"""Evidence, for tests: files, keys, and what is stored of them."""

from pathlib import Path
from typing import Any

import pyrage
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.files.models import File
from apps.files.services.keys import register_key
from apps.incidents.services.adding import add_evidence
from tests.cast import NOW, Cast

SECRET = b"kanari: the weights were on a laptop\n"


def text(name: str = "log.txt", content: bytes = SECRET) -> SimpleUploadedFile:
    """A small log with a word that must stand nowhere in the clear."""
    return SimpleUploadedFile(name, content, content_type="text/plain")


def key_of(cast: Cast, name: str, whose: str = "organisation") -> pyrage.x25519.Identity:
    """A key that somebody has registered; the committee's context must be open."""
    identity = pyrage.x25519.Identity.generate()
    register_key(actor=cast.viewer(name), now=NOW, whose=whose, recipient=str(identity.to_public()))
    return identity


def add(cast: Cast, ref: str, *uploads: SimpleUploadedFile, readers: tuple[Any, ...] = ()) -> list[File]:
    """Add files to a report of Borealis, sealed for these."""
    return add_evidence(
        actor=cast.viewer("borealis.liaison"),
        now=NOW,
        ref=ref,
        evidence=uploads,
        sealed_to=[str(identity.to_public()) for identity in readers],
    )


def bytes_of(file: File, folder: Path) -> bytes:
    """What the storage holds of a file."""
    return (folder / file.stored_as).read_bytes()
