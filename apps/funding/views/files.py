"""Tables of the committee's money as files: the same rows as CSV and as XLSX."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from apps.kernel import clock
from apps.kernel.exports import Origin, Table, table_answer


def give(request: Any, table: Table, kind: str) -> HttpResponse:
    """The table as a file of the kind, with the committee, the hour and the address it was read from."""
    origin = Origin(request.committee.name, clock.now(), f"{settings.BASE_URL}{request.get_full_path()}")
    return table_answer(table, kind, origin)
