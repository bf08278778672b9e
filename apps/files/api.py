"""The same for machines."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from apps.files.answers import give_out
from apps.files.selectors import current_keys
from apps.kernel import clock
from apps.kernel.api.views import SeatView


class FileContent(SeatView):
    """One file."""

    @extend_schema(
        operation_id="file_content",
        summary="A file's content",
        description="As an attachment, with its SHA-256 in `Repr-Digest`. Each download is kept in the log.",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Any, slug: str, uid: UUID) -> FileResponse:
        return give_out(request, self.viewer, uid)


class ReadingKeyAnswer(serializers.Serializer):
    """A public key to which evidence can be sealed."""

    recipient = serializers.CharField(help_text="The public key of age (X25519).")
    organisation = serializers.SlugField(source="organisation.key")
    holder = serializers.CharField(help_text="Whose it is: the organisation, or one person of it.")
    added_at = serializers.DateTimeField()


class ReadingKeys(SeatView):
    """The keys of all who sit here."""

    @extend_schema(responses=ReadingKeyAnswer(many=True), summary="Public keys to which evidence can be sealed")
    def get(self, request: Any, slug: str) -> Response:
        rows = ReadingKeyAnswer(current_keys(clock.now()), many=True).data
        return Response({"next": None, "previous": None, "results": rows})
