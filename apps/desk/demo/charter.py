"""What happens to a committee's charter in a story, and the end of its founding; each inside the tenant."""

from datetime import datetime

from apps.committees.models import CharterDraft, Committee
from apps.desk.demo.seats import viewer
from apps.desk.demo.story.parts import AmendmentDrafted
from apps.desk.selectors import checklist
from apps.kernel.tenancy.context import active_committee
from apps.membership import services
from apps.membership.selectors import latest_charter


def draft(event: AmendmentDrafted, at: datetime) -> None:
    """Draft the amendment."""
    services.draft_amendment(
        actor=viewer(event.who, at), now=at, title=event.title, because=event.because, values=event.values
    )


def adopt(event: AmendmentDrafted, clerk: str, at: datetime) -> None:
    """Record that the committee has adopted it."""
    drafted = CharterDraft.objects.get(title=event.title, adopted_as=None)
    services.adopt_amendment(
        actor=viewer(clerk, at),
        now=at,
        draft=drafted.uid,
        onto=latest_charter().number,
        decision=event.decision,
    )


def close_setup(clerk: str, at: datetime) -> None:
    """Close the checklist, whatever is left."""
    committee = Committee.objects.get(pk=active_committee() or 0)
    services.close_setup(actor=viewer(clerk, at), now=at, open_steps=checklist(committee.slug, at).left)
