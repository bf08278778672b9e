"""Evidence files made on the spot: small, real, and different from each other."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file's name and what makes its content."""

    name: str
    content: Callable[[], bytes]

    def upload(self) -> SimpleUploadedFile:
        """The file as a browser would send it."""
        return SimpleUploadedFile(self.name, self.content())


def note(name: str, *lines: str) -> Attachment:
    """A text file."""
    return Attachment(name, lambda: ("\n".join(lines) + "\n").encode())


def curve(name: str, title: str, *values: int) -> Attachment:
    """A picture of a line through values from 0 to 100."""
    return Attachment(name, lambda: _curve(title, values))


def page(name: str, title: str, *lines: str) -> Attachment:
    """A PDF of one page."""
    return Attachment(name, lambda: _page(title, lines))


def _curve(title: str, values: tuple[int, ...]) -> bytes:
    width, height, edge = 640, 320, 40
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((edge, 12), title, fill="#1d2939")
    step = (width - 2 * edge) / (len(values) - 1)
    points = [
        (edge + step * place, height - edge - (height - 2 * edge) * value / 100) for place, value in enumerate(values)
    ]
    draw.line([(edge, edge), (edge, height - edge), (width - edge, height - edge)], fill="#667085", width=2)
    draw.line(points, fill="#0b6e75", width=3)
    data = BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


def _page(title: str, lines: tuple[str, ...]) -> bytes:
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        text = [b"BT /F1 16 Tf 60 770 Td ", _shown(title), b" Tj /F1 11 Tf 0 -12 Td "]
        text += [b"0 -18 Td " + _shown(line) + b" Tj " for line in lines]
        sheet = pdf.add_blank_page(page_size=(595, 842))
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
        sheet.Contents = pdf.make_stream(b"".join(text) + b"ET")
        pdf.docinfo["/Title"] = title
        data = BytesIO()
        pdf.save(data)
    return data.getvalue()


def _shown(line: str) -> bytes:
    """The line as a string of a PDF's own language."""
    for mark in "\\()":
        line = line.replace(mark, f"\\{mark}")
    return b"(" + line.encode("cp1252", "replace") + b")"
