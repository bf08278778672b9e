"""Who stands back from a motion: proposed as computed or declared, contested, and decided before voting opens."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from apps.committees.models import Organisation
from apps.committees.rules.viewer import Actor, Portal, Viewer
from apps.kernel.decisions import Invalid
from apps.kernel.texts import required
from apps.votes import acts
from apps.votes.models import Motion, Recusal
from apps.votes.rules import verbs
from apps.votes.selectors.finding import motion_for
from apps.votes.selectors.stakes import stakes_in
from apps.votes.selectors.voices import keeps_its_voice
from apps.votes.services.telling import tell
from apps.votes.states import RECUSAL, RecusalState

COMPUTED = Portal("the parties and declared ties")
UNDECIDED = Portal("the charter's time for deciding")
STANDS = "Nobody decided on it in time, so that it stands as it came about."
FALLS = "Nobody decided on it in time, so that what another member said of it falls."
OF_VERB = {"uphold": acts.RECUSAL_UPHELD, "lift": acts.RECUSAL_LIFTED}


def propose_recusals(motion: Motion, now: datetime) -> None:
    """Write down the recusals that follow from parties and ties and are not written down yet."""
    stakes = stakes_in(motion, now)
    known = set(Recusal.objects.filter(motion=motion).values_list("organisation", flat=True))
    for organisation in Organisation.objects.filter(pk__in=stakes.keys() - known).order_by("name"):
        stake = stakes[organisation.pk]
        _add(motion, organisation, stake.because, COMPUTED, now, by_another=stake.by_another)


def declare(*, actor: Viewer, now: datetime, ref: str, organisation: str, because: str) -> Recusal:
    """Say that a member (by key) must stand back, one's own or another's. Raises Http404, Refused or Invalid."""
    motion = motion_for(actor, ref, lock=True)
    verbs.may_declare_recusal(actor, motion).require()
    because = required(because, "because", "Say what stake it has.", 500)
    row = Organisation.objects.filter(key=organisation).first()
    if row is None:
        raise Invalid({"organisation": "Choose a member."})
    if row.pk != actor.organisation_id:
        keeps_its_voice(actor).require()
    if Recusal.objects.filter(motion=motion, organisation=row).exists():
        raise Invalid(
            {"organisation": f"{row.name} is on the list already. Contest what stands there, if it is wrong."}
        )
    return _add(motion, row, because, actor, now, by_another=row.pk != actor.organisation_id)


def contest(*, actor: Viewer, now: datetime, ref: str, organisation: str, because: str) -> Recusal:
    """Contest a recusal to whoever presides, with the reason. Raises Http404, Refused or Invalid."""
    motion, row = _locked(actor, ref, organisation)
    verbs.may_contest(actor, motion, state=row.state).require()
    row.contested_because = required(because, "because", "Say why it is wrong.", 1000)
    row.contested_by_id = actor.seat_id
    _move(row, "contest", "contested_because", "contested_by")
    facts = {"organisation": organisation, "because": row.contested_because}
    tell(acts.RECUSAL_CONTESTED, motion, actor=actor, now=now, facts=facts)
    return row


def decide(*, actor: Viewer, now: datetime, ref: str, organisation: str, verb: str, because: str) -> Recusal:
    """Uphold or lift a recusal (`verb`), with the reason; for whoever presides. Raises Http404, Refused or Invalid."""
    motion, row = _locked(actor, ref, organisation)
    if verb not in OF_VERB:
        raise Invalid({"verb": "Say whether the member stands back."})
    verbs.may_decide_recusal(actor, motion, state=row.state, verb=verb).require()
    row.decided_because = required(because, "because", "Say why.", 1000)
    row.decided_by_id, row.decided_at = actor.seat_id, now
    _move(row, verb, "decided_because", "decided_by", "decided_at")
    tell(
        OF_VERB[verb],
        motion,
        actor=actor,
        now=now,
        facts={"organisation": organisation, "because": row.decided_because},
    )
    return row


def decide_undecided(motion: Motion, rows: QuerySet[Recusal], now: datetime) -> None:
    """Decide what whoever presides has left undecided, so that leaving it sways nothing.

    What follows from parties stands, and so does what a member says of itself, also by a tie; what only another member
    says of it falls.
    """
    for row in rows.select_related("organisation").order_by("pk"):
        verb, row.decided_because = ("lift", FALLS) if row.by_another else ("uphold", STANDS)
        row.decided_at = now
        _move(row, verb, "decided_because", "decided_at")
        facts = {"organisation": row.organisation.key, "because": row.decided_because}
        tell(OF_VERB[verb], motion, actor=UNDECIDED, now=now, facts=facts)


def _add(
    motion: Motion, organisation: Organisation, because: str, actor: Actor, now: datetime, *, by_another: bool
) -> Recusal:
    row = Recusal.objects.create(
        motion=motion,
        organisation=organisation,
        because=because,
        state=RecusalState.PROPOSED,
        declared_by_id=actor.seat_id if isinstance(actor, Viewer) else None,
        by_another=by_another,
        proposed_at=now,
    )
    tell(
        acts.RECUSAL_DECLARED,
        motion,
        actor=actor,
        now=now,
        facts={"organisation": organisation.key, "because": because},
    )
    return row


def _locked(actor: Viewer, ref: str, organisation: str) -> tuple[Motion, Recusal]:
    motion = motion_for(actor, ref, lock=True)
    row = Recusal.objects.filter(motion=motion, organisation__key=organisation).first()
    if row is None:
        raise Http404(organisation)
    return motion, row


def _move(row: Recusal, verb: str, *fields: str) -> None:
    row.state = RECUSAL[verb].target
    row.save(update_fields=["state", *fields])
