"""Whether a file that is what its name says is nothing else besides: a picture that is a script, a PDF with a ZIP's end.

Runs where `content` runs, after it: the file is known to be of its type and not too large.
"""

import re
import zipfile
from typing import BinaryIO

from apps.files.rules import TYPES, Form, extension_of, two_things
from apps.kernel.decisions import YES, Decision

SNIFFED = 1024
"""So much of a file's beginning some programs search for a page of the web."""
SLACK = 1024
"""Bytes behind the end of a picture or PDF that are let pass: padding of cameras and scanners."""
MARKUP = re.compile(rb"<(?:script|iframe|!doctype|html)\b|<\?php|javascript:", re.IGNORECASE)
SCRIPT_AFTER_GIF = re.compile(rb"\s*(?:/\*[\s\S]*|(?://|[=;,+\-.?(\[])[\s!-~]*)")
"""What stands for a picture's size, where a script goes on after the word “GIF89a” with a comment or an operator."""


def one_thing(name: str, stream: BinaryIO) -> Decision:
    """Refuse a picture or PDF that would be read as something else by another program."""
    form = TYPES[extension_of(name)].form
    if form not in {Form.IMAGE, Form.PDF}:
        return YES
    stream.seek(0)
    content = stream.read()
    if _is_zip(stream):
        return two_things(name, "a ZIP archive")
    marked = content if form == Form.IMAGE else content[:SNIFFED]
    if MARKUP.search(marked):
        return two_things(name, "a page or script of the web")
    if content.startswith(b"GIF8") and SCRIPT_AFTER_GIF.fullmatch(content[6:10]):
        return two_things(name, "a script")
    end = _end_of(content)
    if end and len(content[end:].strip(b"\0\r\n\t ")) > SLACK:
        return two_things(name, "something else behind its end")
    return YES


def _is_zip(stream: BinaryIO) -> bool:
    """Whether a program for archives would open it; the mere mark of an end, which chance may write, is none."""
    try:
        with zipfile.ZipFile(stream) as container:
            return bool(container.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return False


def _end_of(content: bytes) -> int:
    """Where the picture or PDF ends by its own account; 0 where it does not tell."""
    if content.startswith(b"%PDF-"):
        at = content.rfind(b"%%EOF")
        return at + 5 if at >= 0 else 0
    if content.startswith(b"\x89PNG"):
        at = content.find(b"IEND\xae\x42\x60\x82")
        return at + 8 if at >= 0 else 0
    if content.startswith(b"\xff\xd8"):
        # Pictures within the picture end alike, so the last end counts.
        at = content.rfind(b"\xff\xd9")
        return at + 2 if at >= 0 else 0
    if content.startswith(b"RIFF"):
        return int.from_bytes(content[4:8], "little") + 8
    if content.startswith(b"GIF8"):
        return _end_of_gif(content)
    return 0


def _end_of_gif(content: bytes) -> int:
    at = 13 + _colours(content[10])
    while at < len(content):
        kind = content[at]
        if kind == 0x3B:
            return at + 1
        if kind == 0x2C and at + 9 < len(content):
            at += 11 + _colours(content[at + 9])
        elif kind == 0x21:
            at += 2
        else:
            return 0
        while at < len(content) and content[at]:
            at += content[at] + 1
        at += 1
    return 0


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
