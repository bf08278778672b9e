"""The decision dossier of a closed vote."""

from collections.abc import Callable

from apps.committees.rules.viewer import Viewer
from apps.kernel.canonical import instant
from apps.votes.models import Ballot, Motion
from apps.votes.rules import Opening
from apps.votes.rules.ballots import digest_of
from apps.votes.rules.dossier import Dossier, build
from apps.votes.rules.filed import Cast, Line, Times
from apps.votes.selectors.shown import may_read_explanation
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
        explanation=digest_of(ballot.explanation),
        nonce=ballot.nonce,
    )


def dossier_for(viewer: Viewer, motion: Motion) -> bytes:
    """The dossier of a closed motion, with the explanations that the viewer may read."""
    return dossier_of(motion, lambda ballot: may_read_explanation(viewer, ballot))


def dossier_of(motion: Motion, reads: Callable[[Ballot], bool]) -> bytes:
    """The dossier of a closed motion as canonical JSON (five queries). Raises ValueError while voting is open.

    An explanation that may not be read is left out; its digest stays, for the commitment holds it.
    """
    if motion.closed_at is None or motion.opened_at is None or motion.closes_at is None or motion.charter is None:
        raise ValueError("A dossier is made when voting is closed.")
    committee = motion.committee
    return build(
        Dossier(
            committee={"slug": committee.slug, "name": committee.name},
            motion=_motion(motion),
            procedure=motion.procedure,
            rule=rule_of(motion),
            charter=motion.charter,
            roll=[Line(one.key, one.name, one.weighs, one.standing, one.because) for one in electors_of(motion)],
            ballots=[
                Cast(opening_of(row, motion.ref), row.commitment, row.at, row.explanation if reads(row) else None)
                for row in Ballot.objects.filter(motion=motion).select_related("elector")
            ],
            statements=_statements(motion),
            recusals=_recusals(motion),
            times=Times(motion.opened_at, motion.closes_at, motion.closed_at),
            outcome=motion.outcome,
        )
    )


def _motion(motion: Motion) -> dict[str, str]:
    return {
        "ref": motion.ref,
        "title": motion.title,
        "kind": motion.kind,
        "text": motion.text,
        "moved_by": motion.organisation.name,
        "seconded_by": motion.seconded_by.organisation.name if motion.seconded_by else "",
        "certified_at": instant(motion.certified_at) or "",
        "effect": motion.effect_note,
    }


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
