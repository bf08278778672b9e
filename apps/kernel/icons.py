"""Icons as inline SVG, read once from the Tabler package."""

from __future__ import annotations

import functools
import io
from importlib import resources
from xml.etree import ElementTree
from zipfile import ZipFile

from django.utils.safestring import SafeString, mark_safe

_SVG = "{http://www.w3.org/2000/svg}"


@functools.cache
def _archive() -> ZipFile:
    # In memory: an open file shared with forked workers would be read from under each other.
    return ZipFile(io.BytesIO((resources.files("tablericons") / "tablericons.zip").read_bytes()))


@functools.cache
def icon(name: str, size: int = 20, css_class: str = "") -> SafeString:
    """Return the outline icon ``name`` as decorative SVG, ``size`` pixels wide; KeyError if there is none."""
    root = ElementTree.fromstring(_archive().read(f"outline/{name}.svg"))  # noqa: S314 - a file of an installed package
    for node in root.iter():
        node.tag = node.tag.removeprefix(_SVG)
    root.attrib.pop("class", None)
    root.attrib |= {"width": str(size), "height": str(size), "aria-hidden": "true", "focusable": "false"}
    if css_class:
        root.attrib["class"] = css_class
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308 - the package's own markup
