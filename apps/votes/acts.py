"""What can happen to motions, ballots and proxies, who is told, which clocks run, what becomes public."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from apps.committees.models import Seat
from apps.committees.rules.charter import SECTIONS
from apps.committees.rules.viewer import Viewer
from apps.committees.selectors import charter_value
from apps.committees.states import MEMBER_ROLES, Role
from apps.deadlines.rules import CLOCKS, ClockRule, Repeat, Step
from apps.kernel.prose import blocks
from apps.record.rules import AUDIENCES, SUBJECTS, ActKind, Audience, SubjectKind, declare
from apps.transparency.rules import Published
from apps.votes.models import SUBJECT, Ballot, Elector, Motion, Proxy, seats_that_may_see
from apps.votes.rules import recorded
from apps.votes.rules.charter import CERTIFY_HOURS, DISCUSSION_HOURS, LAPSE_DAYS, REVIEW_DAYS, SECOND_DAYS, SECTION
from apps.votes.rules.kinds import KINDS
from apps.votes.rules.rule import Rule
from apps.votes.states import CHOICE_LABELS, PROCEDURE_LABELS, STANDING_LABELS, Choice, Procedure, Standing, State

PROXY = "proxy"

DISCARDED = "motion.discarded"
PROPOSED = "motion.proposed"
TABLED = "motion.tabled"
SECONDED = "motion.seconded"
WITHDRAWN = "motion.withdrawn"
LAPSED = "motion.lapsed"
STATED = "motion.stated"
PAPER_ADDED = "motion.paper_added"
AMENDED = "motion.text_amended"
RECUSAL_DECLARED = "motion.recusal_declared"
RECUSAL_CONTESTED = "motion.recusal_contested"
RECUSAL_UPHELD = "motion.recusal_upheld"
RECUSAL_LIFTED = "motion.recusal_lifted"
OPENED = recorded.OPENED
CAST = recorded.CAST
EXTENDED = recorded.EXTENDED
CLOSED = recorded.CLOSED
CERTIFIED = recorded.CERTIFIED
REVIEW_SET = "motion.review_set"
REVIEWED = "motion.reviewed"
PROXY_OFFERED = "proxy.offered"
PROXY_ACCEPTED = "proxy.accepted"
PROXY_DECLINED = "proxy.declined"
PROXY_REVOKED = "proxy.revoked"
WEIGHED = "motion.weight_set"

TO_SECOND = "motion.second"
TO_OPEN = "motion.open"
TO_VOTE = "motion.vote"
TO_CERTIFY = "motion.certify"
TO_REVIEW = "motion.review"

UNVOTED = "motion.unvoted"
SECONDERS = "motion.seconders"
MOVER = "motion.mover"
EVERY_MEMBER = ("members", "clerks")


def _titles(ids: Collection[int]) -> dict[int, str]:
    return dict(Motion.objects.filter(pk__in=ids).values_list("pk", "title"))


def _confidential(motion_id: int) -> bool:
    return Motion.objects.filter(pk=motion_id, proposed_at=None).exists()


def _window(motion_id: int) -> int:
    """The hours from the act that started the clock to the hour at which voting closes."""
    return Motion.objects.only("window_hours").get(pk=motion_id).window_hours


def _days_to_open(motion_id: int) -> int | str:
    """Article 5.4's days: one in an emergency; more where article 5.3 asks for a longer discussion, which is waited for."""
    procedure, began = Motion.objects.values_list("procedure", "discussed_at").get(pk=motion_id)
    if procedure == Procedure.EMERGENCY:
        return 1
    days = charter_value(DISCUSSION_HOURS, began) // 24 + 2
    return LAPSE_DAYS if charter_value(LAPSE_DAYS, began) >= days else days


def unvoted_seats(motion_id: int, at: datetime) -> QuerySet[Seat]:
    """Whoever may cast the ballot of a member that has not voted: representative, alternate, independent member."""
    cast = Ballot.objects.filter(elector=OuterRef("pk"))
    waiting = Elector.objects.filter(~Exists(cast), motion=motion_id, standing=Standing.VOTING)
    labs, persons = waiting.filter(personal=False), waiting.filter(personal=True)
    voices = Q(organisation__in=labs.values("organisation"), role__in=[Role.REPRESENTATIVE, Role.ALTERNATE])
    return Seat.objects.at(at).filter(voices | Q(pk__in=persons.values("seat")))


def unvoted_motions(viewer: Viewer) -> QuerySet[Motion]:
    """The open votes in which the viewer's own member has not voted: the inverse of `unvoted_seats`."""
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return Motion.objects.none()
    own = Q(seat=viewer.seat_id, personal=True)
    if viewer.role != Role.INDEPENDENT:
        own = Q(organisation=viewer.organisation_id, personal=False)
    cast = Ballot.objects.filter(elector=OuterRef("pk"))
    waiting = Elector.objects.filter(~Exists(cast), own, motion=OuterRef("pk"), standing=Standing.VOTING)
    return Motion.objects.filter(Exists(waiting), state=State.VOTING)


def _seconders(motion_id: int, at: datetime) -> QuerySet[Seat]:
    moved = Motion.objects.filter(pk=motion_id).values("organisation")
    return Seat.objects.at(at).filter(role__in=sorted(MEMBER_ROLES)).exclude(organisation__in=moved)


def _unseconded(viewer: Viewer) -> QuerySet[Motion]:
    if viewer.is_operator or viewer.role not in MEMBER_ROLES:
        return Motion.objects.none()
    return Motion.objects.filter(state=State.PROPOSED).exclude(organisation=viewer.organisation_id)


def _mover(motion_id: int, at: datetime) -> QuerySet[Seat]:
    moved = Motion.objects.filter(pk=motion_id).values("organisation")
    return Seat.objects.at(at).filter(Q(role__in=sorted(MEMBER_ROLES)) | Q(role=Role.CLERK), organisation__in=moved)


def _proxies(viewer: Viewer) -> QuerySet[Proxy]:
    rows = Proxy.objects.all()
    return rows if viewer.is_operator or viewer.is_clerk or viewer.role in MEMBER_ROLES else rows.none()


def _proxy_seats(_proxy_id: int, at: datetime) -> QuerySet[Seat]:
    return Seat.objects.at(at).filter(role__in=[*sorted(MEMBER_ROLES), Role.CLERK])


def _public_form(act: Any) -> Published:
    motion = Motion.objects.select_related("organisation").get(pk=act.subject_id)
    outcome, weighs = motion.outcome, Rule.from_data(motion.rule).weighs
    return Published(
        kind=SUBJECT,
        ref=motion.ref,
        title=motion.title,
        summary=_in_plain_words(motion),
        body={
            "kind": KINDS[motion.kind].label,
            "moved by": motion.organisation.name,
            "procedure": PROCEDURE_LABELS[Procedure(motion.procedure)],
            "result": "carried" if motion.carried else "lost",
            "in favour": outcome["yes"],
            "against": outcome["no"],
            "abstained": outcome["abstain"],
            "did not vote": outcome["absent"],
            "recused": outcome["recused"],
            "how the result came about": list(outcome["steps"]),
            "roll call": [_called(line, weighs=weighs) for line in act.facts.get("roll", [])],
            "what followed": motion.effect_note,
            "review by": motion.review_at or "",
        },
    )


def _in_plain_words(motion: Motion) -> str:
    """What was decided, without marks, and first whether it was: a text reads as if it were in force."""
    said = "The committee has adopted this motion." if motion.carried else "The committee has not adopted this motion."
    items = (f"– {words}" if kind == "item" else words for kind, words in blocks(motion.text))
    return "\n\n".join([said, *items])


def _called(line: Mapping[str, str], *, weighs: bool) -> str:
    """A line of the roll for the public, who reads sentences and no keys."""
    weight = f" (weight {line['weight']})" if weighs else ""
    if line["standing"] == Standing.VOTING:
        said = CHOICE_LABELS[Choice(line["choice"])].lower() if line["choice"] else "did not vote"
    else:
        said = STANDING_LABELS[Standing(line["standing"])].lower()
    return f"{line['name']}{weight}: {said}"


OF_MOTIONS = (
    ClockRule(
        key=TO_SECOND,
        name="Second the motion",
        owed_by=(SECONDERS,),
        length=SECOND_DAYS,
        unit="days",
        because="A motion that nobody seconds within {length} lapses (charter, article {article}).",
        ladder=(Step(-24, to=("members",), does="remind"),),
        at_end=LAPSED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_OPEN,
        name="Put the motion to the vote",
        owed_by=("chair",),
        length=_days_to_open,
        unit="days",
        because="A motion not put to the vote within {length} is put to the vote by the portal (charter, article 5.4).",
        ladder=(
            Step(-168, to=("chair", "clerks", MOVER), does="remind"),
            Step(-24, to=("chair", "clerks", MOVER), does="escalate"),
        ),
        at_end=OPENED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_VOTE,
        name="Vote",
        owed_by=(UNVOTED,),
        length=_window,
        unit="hours",
        because="Voting on the motion closes {length} after it opened.",
        ladder=(Step("-votes.remind_hours", to=(UNVOTED,), does="remind"),),
        at_end=CLOSED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_CERTIFY,
        name="Certify the result",
        owed_by=("chair",),
        length=CERTIFY_HOURS,
        unit="hours",
        because="The chair's office certifies a result within {length} of the close; then the portal does "
        "(charter, article {article}).",
        ladder=(Step(-4, to=("chair", "clerks"), does="remind"),),
        at_end=CERTIFIED,
        end_after_hours=0,
        fixed=True,
    ),
    ClockRule(
        key=TO_REVIEW,
        name="Review the emergency decision",
        owed_by=("chair",),
        length=REVIEW_DAYS,
        unit="days",
        because="A decision of the emergency procedure is reviewed within {length} (charter, article {article}).",
        ladder=(
            Step(-72, to=("chair", "clerks"), does="remind"),
            Step(0, to=("chair", "clerks", "members"), does="escalate"),
        ),
        repeat=Repeat(every=72, to=("chair", "clerks", "members"), most=20),
    ),
)


def register() -> None:
    """Fill the charter, the subjects, the audiences, the clocks and the catalogue."""
    SECTIONS.register(SECTION.key, SECTION)
    SUBJECTS.register(
        SUBJECT,
        SubjectKind(
            key=SUBJECT,
            label="motion",
            address=lambda slug, ref: reverse("votes:detail", args=[slug, ref]),
            visible=lambda viewer: Motion.objects.visible_to(viewer),
            seats=seats_that_may_see,
            titles=_titles,
            confidential=_confidential,
        ),
    )
    SUBJECTS.register(
        PROXY,
        SubjectKind(
            key=PROXY,
            label="proxy",
            address=lambda slug, _ref: reverse("votes:proxies", args=[slug]),
            visible=_proxies,
            seats=_proxy_seats,
            confidential=lambda _proxy_id: False,
        ),
    )
    AUDIENCES.register(
        UNVOTED, Audience(UNVOTED, "the members that have not voted", unvoted_seats, about=unvoted_motions)
    )
    AUDIENCES.register(SECONDERS, Audience(SECONDERS, "the other members", _seconders, about=_unseconded))
    AUDIENCES.register(MOVER, Audience(MOVER, "the member that moved it", _mover))
    for clock in OF_MOTIONS:
        CLOCKS.register(clock.key, clock)
    _declare_motions()
    _declare_votes()


def _declare_motions() -> None:
    declare(
        ActKind(DISCARDED, "discarded the draft", icon="trash", founding=True),
        ActKind(
            PROPOSED,
            "proposed the motion",
            told=EVERY_MEMBER,
            starts=(TO_SECOND,),
            asks="Another member must second it.",
            icon="gavel",
        ),
        ActKind(TABLED, "proposed the motion for discussion", told=EVERY_MEMBER, starts=(TO_OPEN,), icon="gavel"),
        ActKind(
            SECONDED,
            "seconded the motion",
            told=EVERY_MEMBER,
            meets=(TO_SECOND,),
            starts=(TO_OPEN,),
            icon="thumb-up",
        ),
        ActKind(
            WITHDRAWN,
            "withdrew the motion",
            told=EVERY_MEMBER,
            moots=(TO_SECOND, TO_OPEN),
            icon="arrow-back-up",
        ),
        ActKind(LAPSED, "let the motion lapse", told=EVERY_MEMBER, moots=(TO_SECOND, TO_OPEN), icon="hourglass-off"),
        ActKind(STATED, "made a statement", told=EVERY_MEMBER, icon="message"),
        ActKind(PAPER_ADDED, "added a paper", told=EVERY_MEMBER, icon="paperclip"),
        ActKind(AMENDED, "changed the text as the committee decided", told=EVERY_MEMBER, icon="pencil"),
        ActKind(RECUSAL_DECLARED, "said that a member must stand back", told=EVERY_MEMBER, icon="user-off"),
        ActKind(
            RECUSAL_CONTESTED,
            "contested that a member must stand back",
            told=("chair", *EVERY_MEMBER),
            asks="Whoever presides must decide on it before voting opens.",
            icon="user-question",
        ),
        ActKind(RECUSAL_UPHELD, "decided that the member stands back", told=EVERY_MEMBER, icon="user-off"),
        ActKind(RECUSAL_LIFTED, "decided that the member votes", told=EVERY_MEMBER, icon="user-check"),
    )


def _declare_votes() -> None:
    declare(
        ActKind(
            OPENED,
            "opened voting",
            told=EVERY_MEMBER,
            meets=(TO_OPEN,),
            starts=(TO_VOTE,),
            asks="Cast your member's ballot.",
            icon="checkbox",
            urgent=True,
        ),
        ActKind(CAST, "cast a ballot", icon="checkbox", quiet=True),
        ActKind(
            EXTENDED,
            "kept voting open, for the quorum is missing",
            told=EVERY_MEMBER,
            meets=(TO_VOTE,),
            starts=(TO_VOTE,),
            asks="Cast your member's ballot.",
            icon="clock-plus",
            urgent=True,
        ),
        ActKind(
            CLOSED,
            "closed voting",
            told=EVERY_MEMBER,
            meets=(TO_VOTE,),
            starts=(TO_CERTIFY,),
            icon="lock",
        ),
        ActKind(
            CERTIFIED,
            "certified the result",
            told=("everyone",),
            meets=(TO_CERTIFY,),
            publishes=_public_form,
            icon="rosette-discount-check",
        ),
        ActKind(REVIEW_SET, "set the review of the emergency decision", starts=(TO_REVIEW,), icon="calendar"),
        ActKind(REVIEWED, "reviewed the emergency decision", told=EVERY_MEMBER, meets=(TO_REVIEW,), icon="eye-check"),
        ActKind(PROXY_OFFERED, "offered a proxy", asks="Accept the proxy, or decline.", icon="user-share"),
        ActKind(PROXY_ACCEPTED, "accepted a proxy", icon="user-check"),
        ActKind(PROXY_DECLINED, "declined a proxy", icon="x"),
        ActKind(PROXY_REVOKED, "took back a proxy", icon="user-x"),
        ActKind(WEIGHED, "set what a member weighs in votes", told=EVERY_MEMBER, icon="scale"),
    )
