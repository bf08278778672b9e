"""manage.py load_regimes --committee SLUG [FILE …]: bring in the regimes that ship, or profiles of one's own."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.committees.rules.viewer import Portal
from apps.committees.selectors import committee_by_slug
from apps.incidents.services.regimes import load, shipped
from apps.kernel import clock
from apps.kernel.decisions import Invalid
from apps.kernel.tenancy.context import tenant


class Command(BaseCommand):
    """All or none; a profile whose newest version says the same is left alone."""

    help = "Bring in the reporting regimes that ship with the portal, or the TOML profiles that are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--committee", required=True, help="its slug")
        parser.add_argument("files", nargs="*", type=Path, help="profiles; without any, those that ship")

    def handle(self, *_args: Any, committee: str, files: list[Path], **_options: Any) -> None:
        found = committee_by_slug(committee)
        if found is None:
            raise CommandError(f"There is no committee with the address {committee!r}.")
        profiles = [(path.name, _read(path)) for path in files] or [(one["key"], one) for one in shipped()]
        with tenant(found.pk):
            for name, data in profiles:
                try:
                    version = load(actor=Portal("load_regimes"), now=clock.now(), data=data)
                except Invalid as error:
                    raise CommandError(f"{name}: {error}") from error
                said = f"version {version.number}" if version else "is there already"
                self.stdout.write(f"{data['key']}: {said}")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(f"{path.name} cannot be read: {error}") from error
