"""What templates ask of a file."""

from typing import Any

from django import template

from apps.files.models import File
from apps.kernel.decisions import Decision

register = template.Library()


@register.filter
def given_to(file: File, viewer: Any) -> Decision:
    """Whether the file's content is given to the viewer, or the sentence that says why not."""
    return file.downloadable_by(viewer)
