"""Writes the tables of docs/procedures/disputes.md anew."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.disputes.selectors.procedure import put_into

PROCEDURE = Path("docs/procedures/disputes.md")


class Command(BaseCommand):
    """`write_procedure_of_disputes`: the document's tables are the code's."""

    help = "Write the tables of stages, clocks, filings and readers in docs/procedures/disputes.md anew, as the code has them."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say so."""
        path = Path(settings.BASE_DIR) / PROCEDURE
        path.write_text(put_into(path.read_text()))
        self.stdout.write(f"{PROCEDURE} has the tables as they are in the code.")
