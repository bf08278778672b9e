"""Where a duty to report stands, and the package that meets it."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class DutyState(StrEnum):
    """Where a duty to report stands; that it is late is read off its hour."""

    NOT_OWED = "not_owed"
    POSSIBLE = "possible"
    DUE = "due"
    SENT = "sent"
    MET = "met"
    FALLEN_AWAY = "fallen_away"


AWAITED = (DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT)
"""Something must still be answered, sent or proved."""
OWED = (*AWAITED, DutyState.MET)

DUTY_LABELS = {
    DutyState.NOT_OWED: "Does not apply",
    DutyState.POSSIBLE: "Possible",
    DutyState.DUE: "Due",
    DutyState.SENT: "Sent here, proof awaited",
    DutyState.MET: "Met",
    DutyState.FALLEN_AWAY: "Fallen away",
}

DUTY_TRANSITIONS = Transitions(
    Move(
        "become possible", (DutyState.NOT_OWED, DutyState.DUE, DutyState.FALLEN_AWAY), DutyState.POSSIBLE, "the rules"
    ),
    Move("become due", (DutyState.NOT_OWED, DutyState.POSSIBLE, DutyState.FALLEN_AWAY), DutyState.DUE, "the rules"),
    Move("fall away", (DutyState.POSSIBLE, DutyState.DUE), DutyState.FALLEN_AWAY, "the rules"),
    Move("send", (DutyState.POSSIBLE, DutyState.DUE), DutyState.SENT, "the reporting organisation"),
    Move(
        "meet",
        (DutyState.POSSIBLE, DutyState.DUE, DutyState.SENT),
        DutyState.MET,
        "the reporting organisation",
    ),
)


class PackageState(StrEnum):
    """Where what an authority is sent stands."""

    PREPARING = "preparing"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REVISION = "revision_required"


PACKAGE_LABELS = {
    PackageState.PREPARING: "Being prepared",
    PackageState.SENT: "Sent",
    PackageState.RECEIVED: "Received",
    PackageState.ACCEPTED: "Accepted",
    PackageState.REVISION: "Revision required",
}

PACKAGE_TRANSITIONS = Transitions(
    Move(
        "send",
        (
            PackageState.PREPARING,
            PackageState.SENT,
            PackageState.RECEIVED,
            PackageState.ACCEPTED,
            PackageState.REVISION,
        ),
        PackageState.SENT,
        "the reporting organisation",
    ),
    Move("receive", (PackageState.SENT,), PackageState.RECEIVED, "the authority"),
    Move(
        "accept",
        (PackageState.SENT, PackageState.RECEIVED, PackageState.REVISION),
        PackageState.ACCEPTED,
        "the authority",
    ),
    Move(
        "require revision",
        (PackageState.SENT, PackageState.RECEIVED, PackageState.ACCEPTED),
        PackageState.REVISION,
        "the authority",
    ),
)
