"""What the shell of every page needs, in one value."""

from typing import Any

from django.http import HttpRequest

from apps.desk.shell import shell_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell` for templates/base.html."""
    return {"shell": shell_of(request)}
