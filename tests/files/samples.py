"""A good file of every type that is taken, made here so that no binary lies in the repository."""

import io
import zipfile
from collections.abc import Mapping

import pikepdf
import pyrage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """An upload as a view receives it."""
    return SimpleUploadedFile(name, content)


def image(form: str, size: tuple[int, int] = (8, 8)) -> bytes:
    """A white picture in one of Pillow's formats."""
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, form)
    return out.getvalue()


def pdf(change: Mapping[str, object] | None = None, pages: int = 1, password: str = "") -> bytes:
    """A PDF of blank pages; `change` adds keys to its root."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            document.add_blank_page()
        for key, value in (change or {}).items():
            document.Root[key] = value
        locked = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=locked)
    return out.getvalue()


def container(parts: Mapping[str, bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def office(marker: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """The least that is taken for a Word or Excel file."""
    return container({"[Content_Types].xml": b"<Types/>", marker: b"<document/>"} | dict(more or {}))


def aged(content: bytes = b"for one reader\n", *, armoured: bool = False) -> bytes:
    """Something sealed to a key that nobody has."""
    return pyrage.encrypt(content, [pyrage.x25519.Identity.generate().to_public()], armored=armoured)


def good() -> dict[str, bytes]:
    """One good file of each type, by its name."""
    return {
        "report.pdf": pdf(),
        "chart.png": image("PNG"),
        "photo.jpg": image("JPEG"),
        "photo.jpeg": image("JPEG"),
        "loop.gif": image("GIF"),
        "chart.webp": image("WEBP"),
        "log.txt": "Zug\u0308e der Auswertung\n".encode(),
        "notes.md": b"# Notes\n",
        "metrics.csv": b"\xef\xbb\xbfmetric,value\nloss,1.5\n",
        "run.json": b'{"halted": true}',
        "events.jsonl": b'{"at": 1}\n\n{"at": 2}\n',
        "letter.docx": office("word/document.xml"),
        "sheet.xlsx": office("xl/workbook.xml"),
        "log.txt.age": aged(),
    }
