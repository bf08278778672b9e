"""What a PDF says, page by page, as somebody who copies it out finds it."""

from io import BytesIO

from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    """The text layer of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
