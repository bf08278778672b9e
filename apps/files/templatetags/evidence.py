"""What templates ask of a file."""

from typing import Any

from django import template

from apps.files.models import File
from apps.kernel.decisions import Decision

register = template.Library()


@register.simple_tag(takes_context=True)
def given(context: Any, file: File) -> Decision:
    """Whether the file's content is given to whoever looks at the page, or the sentence that says why not."""
    return file.downloadable_by(getattr(context.get("request"), "viewer", None))
