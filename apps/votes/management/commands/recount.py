"""Counts closed votes again, from the stored ballots and from the record, and changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.committees.selectors import committee_by_slug
from apps.kernel.tenancy.context import tenant
from apps.votes.models import Motion
from apps.votes.selectors.recount import Recount, recount


class Command(BaseCommand):
    """`manage.py recount --committee SLUG [REF …]`: ends with 1 where a result comes out otherwise."""

    help = "Count closed votes again; changes nothing. Without references: all of the committee."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which committee, and which motions."""
        parser.add_argument("--committee", required=True, metavar="SLUG")
        parser.add_argument("refs", nargs="*", metavar="REF", help="Such as MOT-2026-0003.")

    def handle(self, *, committee: str, refs: list[str], **_options: Any) -> None:
        """Count, say each, and fail where something differs."""
        found = committee_by_slug(committee)
        if found is None:
            raise CommandError(f"There is no committee “{committee}”.")
        with tenant(found.pk):
            counted = [self._say(recount(motion)) for motion in _motions(refs)]
        differing = sum(1 for one in counted if one.differs)
        if differing:
            raise CommandError(f"{differing} of {len(counted)} come out otherwise than stated.")
        self.stdout.write(f"{len(counted)} counted again: as stated.")

    def _say(self, one: Recount) -> Recount:
        result = "carried" if one.outcome.carried else "lost"
        self.stdout.write(
            f"{one.ref}: {result}, {one.outcome.yes} yes, {one.outcome.no} no, {one.outcome.abstain} abstained"
        )
        for line in one.differs:
            self.stdout.write(f"  differs: {line}")
        return one


def _motions(refs: list[str]) -> list[Motion]:
    rows = Motion.objects.filter(closed_at__isnull=False).order_by("year", "number")
    if not refs:
        return list(rows)
    found = {motion.ref: motion for motion in rows.filter(ref__in=refs)}
    unknown = [ref for ref in refs if ref not in found]
    if unknown:
        raise CommandError(f"No closed vote: {', '.join(unknown)}.")
    return [found[ref] for ref in refs]
