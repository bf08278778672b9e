"""Setting a committee up: a notice that only shows that notices arrive, and the end of the checklist."""

from collections.abc import Collection
from datetime import datetime

from apps.committees.models import Committee
from apps.committees.rules.viewer import Actor
from apps.committees.services import take_turn
from apps.kernel.tenancy.context import active_committee
from apps.membership import acts
from apps.membership.rules.setup import may_close, may_send_test
from apps.membership.rules.who import may_keep_papers
from apps.membership.selectors.setup import is_closed, last_test
from apps.record.models import Act
from apps.record.services import record


def send_test_notice(*, actor: Actor, now: datetime) -> Act:
    """Send every seat a notice that only shows that notices arrive. Raises Refused."""
    may_keep_papers(actor).require()
    committee = _locked()
    last = last_test()
    may_send_test(last_at=last.at if last else None, now=now).require()
    return record(acts.TEST_NOTICE, actor=actor, now=now, subject=_subject(committee))


def close_setup(*, actor: Actor, now: datetime, open_steps: Collection[str] = ()) -> Act:
    """Close the checklist for good; what was left undone enters the record. Raises Refused."""
    may_keep_papers(actor).require()
    committee = _locked()
    may_close(closed=is_closed()).require()
    facts = {"left": sorted(open_steps)}
    return record(acts.SETUP_CLOSED, actor=actor, now=now, subject=_subject(committee), facts=facts)


def _locked() -> Committee:
    take_turn()
    return Committee.objects.select_for_update().get(pk=active_committee() or 0)


def _subject(committee: Committee) -> tuple[str, int, str]:
    return ("committee", committee.pk, committee.slug)
