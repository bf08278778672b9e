"""Follows the record: what an act declares public is appended to the published records."""

from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.transparency.models import PublishedRecord
from apps.transparency.rules import Published


def follow(act: Act) -> None:
    """Publish the redacted form of an act whose kind declares one; None from it means that nothing is public."""
    publishes = CATALOGUE[act.kind].publishes
    form: Published | None = publishes(act) if publishes else None
    if form is None:
        return
    PublishedRecord.objects.create(
        kind=form.kind,
        ref=form.ref,
        title=str(form.title),
        summary=str(form.summary),
        body=form.rows,
        published_at=act.at,
        act=act,
    )
