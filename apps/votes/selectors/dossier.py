"""The decision dossier of a closed vote."""

from apps.kernel.canonical import commitment, instant
from apps.votes.models import Ballot, Motion
from apps.votes.rules import Opening
from apps.votes.rules.dossier import Dossier, build
from apps.votes.rules.filed import Articles, Cast, Certified, Line, Times
from apps.votes.rules.kinds import KINDS
from apps.votes.selectors.ruling import charter_of
from apps.votes.selectors.standing import electors_of, rule_of


def opening_of(ballot: Ballot, ref: str) -> Opening:
    """What opens the commitment of a ballot on the motion with this reference."""
    return Opening(
        motion=ref,
        voter=ballot.voter,
        choice=ballot.choice,
        seq=ballot.seq,
        by=ballot.by,
        capacity=ballot.capacity,
        explanation=commitment(ballot.salt, ballot.explanation),
        nonce=ballot.nonce,
    )


def dossier_of(motion: Motion) -> bytes:
    """The dossier of a closed motion as canonical JSON, the same for everybody; see `filed`."""
    return build(filed(motion))


def filed(motion: Motion) -> Dossier:
    """Everything that the dossier of a closed motion holds (six queries).

    An explanation for members only is left out; the commitment to it stays. Raises ValueError while voting is open.
    """
    times = _times(motion)
    values = charter_of(motion)
    committee = motion.committee
    return Dossier(
        committee={"slug": committee.slug, "name": committee.name},
        motion=_motion(motion),
        procedure=motion.procedure,
        rule=rule_of(motion),
        charter=Articles.of(motion.charter or 0, KINDS[motion.kind].article, values),
        roll=[Line(one.key, one.name, one.weighs, one.standing, one.because) for one in electors_of(motion)],
        ballots=[_cast(row, motion.ref) for row in Ballot.objects.filter(motion=motion).select_related("elector")],
        statements=_statements(motion),
        recusals=_recusals(motion),
        times=times,
        outcome=motion.outcome,
        certified=_certified(motion),
    )


def _cast(row: Ballot, ref: str) -> Cast:
    explanation, salt = (row.explanation, row.salt) if row.public else (None, None)
    return Cast(opening_of(row, ref), row.commitment, row.at, explanation, salt)


def _motion(motion: Motion) -> dict[str, str]:
    return {
        "ref": motion.ref,
        "title": motion.title,
        "kind": motion.kind,
        "text": motion.text,
        "moved_by": motion.organisation.name,
        "seconded_by": motion.seconded_by.organisation.name if motion.seconded_by else "",
    }


def _times(motion: Motion) -> Times:
    discussed, opened, closes, closed = motion.discussed_at, motion.opened_at, motion.closes_at, motion.closed_at
    if discussed is None or opened is None or closes is None or closed is None:
        raise ValueError("A dossier is made when voting is closed.")
    return Times(discussed, opened, motion.extended_at, closes, closed)


def _certified(motion: Motion) -> Certified | None:
    return Certified(motion.certified_at, motion.effect, motion.effect_note) if motion.certified_at else None


def _statements(motion: Motion) -> list[dict[str, str]]:
    rows = motion.statements.select_related("seat__organisation", "seat__person").order_by("id")
    return [{"by": str(row.seat), "at": instant(row.at) or "", "text": row.text} for row in rows]


def _recusals(motion: Motion) -> list[dict[str, str]]:
    rows = motion.recusals.select_related("organisation").order_by("organisation__name")
    return [
        {
            "member": row.organisation.key,
            "because": row.because,
            "state": row.state,
            "contested_because": row.contested_because,
            "decided_because": row.decided_because,
        }
        for row in rows
    ]
