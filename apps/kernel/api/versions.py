"""Changing what one has read: the version in `If-Match` (RFC 9110)."""

from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.request import Request


class Changed(exceptions.APIException):
    """Somebody else was faster."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = _("It has changed since you read it. Read it again and repeat your change.")


def etag(version: int) -> dict[str, str]:
    """The header that names the version which an answer shows."""
    return {"ETag": f'"{version}"'}


def check_version(request: Request, version: int) -> None:
    """Raise Changed where the request wants another version than the present one; it may want none."""
    wanted = request.headers.get("If-Match")
    if wanted and wanted not in {"*", f'"{version}"'}:
        raise Changed
