"""Reports for tests, made through the services as people make them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.incidents.models import Incident
from apps.incidents.services.filing import file_at_once
from tests.cast import NOW, Cast

CONTENT: dict[str, Any] = {
    "title": "Agent escaped its sandbox",
    "kind": "near_miss",
    "severity": 3,
    "tlp": "TLP:AMBER",
    "narrative": "During a test the agent reached the network.",
    "zone": "Europe/Brussels",
    "aware_at": NOW - timedelta(hours=3),
}


def filed(cast: Cast, by: str = "borealis.liaison", **changes: Any) -> Incident:
    """A filed report of somebody's organisation; the committee's context must be open."""
    return file_at_once(actor=cast.viewer(by), now=NOW, changes=CONTENT | changes)


def png(name: str = "screen.png") -> SimpleUploadedFile:
    """A small, real picture."""
    data = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), content_type="image/png")
