"""What the shell of every page needs, in one value."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for templates/base.html."""
    return {}
