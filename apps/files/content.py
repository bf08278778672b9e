"""Whether the content of a file is what its name says, and holds nothing that acts by itself.

Reads only: nothing is unpacked, run or written. `sandbox` runs this apart from the portal.
"""

import base64
import codecs
import json
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pikepdf
import puremagic
from PIL import Image, UnidentifiedImageError

from apps.files import rules
from apps.files.polyglots import one_thing
from apps.files.rules import TYPES, Form, extension_of, mismatch
from apps.kernel.decisions import YES, Decision, first_refusal, no

HEAD = 2048
HEADER = 64 * 1024
ZIP = b"PK\x03\x04"
ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
AGE_LINE = re.compile(rb"-> [!-~]+( [!-~]+)*|[A-Za-z0-9+/]{0,64}")
CHUNK = 256 * 1024

# Pillow only warns at its limit and stops at twice that; here the limit is the limit.
Image.MAX_IMAGE_PIXELS = rules.MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def matches(name: str, stream: BinaryIO) -> Decision:
    """Check the content of a file with a cleaned name of an allowed type; leaves the stream at its start."""
    kind = TYPES[extension_of(name)]
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    try:
        if kind.begins and not head.startswith(kind.begins):
            return mismatch(name, _seems(head))
        return first_refusal(_CHECKS[kind.form](name, stream), one_thing(name, stream))
    finally:
        stream.seek(0)


def _seems(head: bytes) -> str:
    """What the first bytes look like, in words; nothing when unknown."""
    for kind in TYPES.values():
        if kind.begins and head.startswith(kind.begins) and kind.form != Form.OFFICE:
            return kind.label
    try:
        guess = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return f"a “{guess}” file" if guess else ""


def _image(name: str, stream: BinaryIO) -> Decision:
    try:
        with Image.open(stream, formats=[TYPES[extension_of(name)].marker]) as image:
            image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = rules.MOST_PIXELS // 1_000_000
        return no(f"“{name}” has more than {most} million pixels. Scale it down and add it again.")
    except UnidentifiedImageError:
        return mismatch(name)
    except Exception:  # Pillow's decoders raise whatever a broken file provokes
        return no(f"The image “{name}” is damaged. Export it again and add the new file.")
    return YES


def _pdf(name: str, stream: BinaryIO) -> Decision:
    try:
        with pikepdf.open(stream, suppress_warnings=True) as pdf:
            if len(pdf.objects) > rules.MOST_OBJECTS or len(pdf.pages) > rules.MOST_PAGES:
                return no(f"“{name}” has too many pages or parts. Split it; the most is {rules.MOST_PAGES} pages.")
            acts = next((reason for item in pdf.objects for reason in _active(item)), "")
    except pikepdf.PasswordError:
        return no(f"“{name}” is protected by a password. Save it without one.")
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError):
        return no(f"The PDF “{name}” is damaged. Export it again and add the new file.")
    return no(f"“{name}” holds {acts}. Print it to a new PDF and add that.") if acts else YES


_FORBIDDEN_KEYS = {
    "/JS": "a script",
    "/JavaScript": "a script",
    "/EmbeddedFiles": "another file",
    "/EF": "another file",
    "/XFA": "an active form",
    "/RichMedia": "active media",
}
_FORBIDDEN_NAMES = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program",
    "/EmbeddedFile": "another file",
    "/RichMedia": "active media",
}


def _active(item: pikepdf.Object) -> Iterator[str]:
    """Words for each thing in one object, down to where other objects begin, that would act when opened."""
    waiting = [item]
    while waiting:
        part = waiting.pop()
        children: list[pikepdf.Object] = []
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in part.items():
                if key in _FORBIDDEN_KEYS:
                    yield _FORBIDDEN_KEYS[key]
                if key in {"/S", "/Type", "/Subtype"} and str(value) in _FORBIDDEN_NAMES:
                    yield _FORBIDDEN_NAMES[str(value)]
                children.append(value)
        elif isinstance(part, pikepdf.Array):
            children.extend(part)
        waiting.extend(
            child
            for child in children
            if isinstance(child, pikepdf.Dictionary | pikepdf.Array) and not child.is_indirect
        )


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The stream as text; raises UnicodeDecodeError, and ValueError at a NUL."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    while chunk := stream.read(CHUNK):
        if b"\0" in chunk:
            raise ValueError("NUL")
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _text(name: str, stream: BinaryIO) -> Decision:
    try:
        for _part in _lines(stream):
            pass
    except ValueError:
        stream.seek(0)
        seems = _seems(stream.read(HEAD))
        return mismatch(name, seems) if seems else no(f"“{name}” is not UTF-8 text. Save it with that encoding.")
    return YES


def _json(name: str, stream: BinaryIO) -> Decision:
    if not (readable := _text(name, stream)):
        return readable
    stream.seek(0)
    try:
        json.loads(stream.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return no(f"“{name}” is not valid JSON ({_where(error)}). Correct it, or save it as .txt.")
    return YES


def _json_lines(name: str, stream: BinaryIO) -> Decision:
    if not (readable := _text(name, stream)):
        return readable
    stream.seek(0)
    for number, line in enumerate(stream, start=1):
        try:
            if line.strip():
                json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError):
            return no(f"Line {number} of “{name}” is not valid JSON. Correct it, or save the file as .txt.")
    return YES


def _where(error: Exception) -> str:
    return f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"


def _office(name: str, stream: BinaryIO) -> Decision:
    try:
        with zipfile.ZipFile(stream) as container:
            entries = [_entry(info) for info in container.infolist()]
            decision = rules.may_unpack(name, entries, TYPES[extension_of(name)].marker)
            return decision and _nested(name, container)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError, RuntimeError):
        return no(f"“{name}” is damaged. Save it again from the program that made it.")


def _entry(info: zipfile.ZipInfo) -> rules.Entry:
    return rules.Entry(info.filename, info.compress_size, info.file_size, bool(info.flag_bits & 1))


def _nested(name: str, container: zipfile.ZipFile) -> Decision:
    """Containers in the container, such as a workbook in a letter, are judged as it is; in those there may be none.

    Nothing of any part is unpacked but its first bytes, and of an inner container as much as an upload may have.
    """
    for info in container.infolist():
        with container.open(info) as part:
            inner = part.read(len(ZIP))
            if inner != ZIP:
                continue
            inner += part.read(rules.MOST_NESTED)
        if len(inner) > rules.MOST_NESTED or not (decision := _inner(name, inner)):
            return rules.bomb(name) if len(inner) > rules.MOST_NESTED else decision
    return YES


def _inner(name: str, content: bytes) -> Decision:
    with zipfile.ZipFile(BytesIO(content)) as inner:
        decision = rules.may_unpack(name, [_entry(info) for info in inner.infolist()], "")
        for info in inner.infolist() if decision else ():
            with inner.open(info) as part:
                if part.read(len(ZIP)) == ZIP:
                    return rules.bomb(name)
    return decision


def _age(name: str, stream: BinaryIO) -> Decision:
    """The header of age alone: for whom a file is sealed and what is in it, only its readers can tell."""
    if stream.read(len(ARMOUR)) == ARMOUR:
        stream.seek(0)
        lines = stream.read().strip().splitlines()
        if lines[-1] != b"-----END AGE ENCRYPTED FILE-----":
            return mismatch(name)
        try:
            stream = BytesIO(base64.b64decode(b"".join(lines[1:-1]), validate=True))
        except ValueError:
            return mismatch(name)
    stream.seek(0)
    header, readers = stream.read(HEADER).split(b"\n"), 0
    for line in header[1:]:
        if line.startswith(b"--- ") and readers:
            return YES
        readers += line.startswith(b"-> ")
        if not AGE_LINE.fullmatch(line):
            break
    return mismatch(name)


_CHECKS = {
    Form.PDF: _pdf,
    Form.IMAGE: _image,
    Form.TEXT: _text,
    Form.JSON: _json,
    Form.LINES: _json_lines,
    Form.OFFICE: _office,
    Form.AGE: _age,
}
