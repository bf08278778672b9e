"""Follows the record: what an act declares public is appended to the published records."""

from collections.abc import Sequence

from apps.record.models import Act
from apps.record.rules import CATALOGUE
from apps.transparency.models import PublishedRecord
from apps.transparency.rules import Published


def follow(acts: Sequence[Act]) -> None:
    """Publish the redacted forms of acts whose kinds declare one; None from it means that nothing is public."""
    for act in acts:
        if publishes := CATALOGUE[act.kind].publishes:
            _publish(act, publishes(act))


def _publish(act: Act, form: Published | None) -> None:
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
