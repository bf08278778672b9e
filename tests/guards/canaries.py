"""Words that stand in exactly one confidential place each, and who may read them, by the rule as people know it.

The rule is written down here a second time on purpose: from the labels' meaning, not from the portal's code.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.chairs.services import ask_swap, declare_absence, end_absence, exclude
from apps.deadlines.models import Deadline
from apps.deadlines.services import chase, extend, hand_over, pause, take_on
from apps.files.services import check_upload
from apps.incidents.acts import ACKNOWLEDGEMENT, UPDATE
from apps.incidents.rules.report import TEXTS
from apps.incidents.services.actions import add_action, do_action, drop_action
from apps.incidents.services.adding import add_evidence, add_update
from apps.incidents.services.drafting import save_draft, start_draft
from apps.incidents.services.filing import file_at_once
from apps.incidents.services.handling import acknowledge, close, publish, withdraw
from apps.kernel.tlp import TLP
from apps.membership.services import (
    adopt_amendment,
    ask_factor_reset,
    declare_cover,
    draft_amendment,
    end_seat,
    invite,
)
from apps.membership.services.applications import add_paper, apply_to_join, confirm_application, refuse_applicant
from apps.membership.services.jurisdictions import recognise
from apps.membership.services.membership import give_notice
from apps.membership.services.ties import declare_tie
from apps.notices.services.endpoints import add_pager
from tests.cast import LABS, NOW, Cast
from tests.chairs.factory import rotate
from tests.guards.rows import COUNSEL, FRONTIER
from tests.incidents.factory import CONTENT

CHAIRS_OFFICE = frozenset({"aster.representative", "aster.alternate"})
RETAINED = ("borealis", TLP.AMBER_STRICT)
"""The report for which Borealis' counsel sits."""
PUBLISHED = ("title", "narrative", "outcome")
NAMED = {
    "aster": ("secretariat", "clerk"),
    "borealis": ("independent", "independent"),
    "cygnus": ("secretariat", "clerk"),
}
"""Whom each lab's TLP:RED report names: the organisation, and its seat."""


@dataclass(frozen=True)
class Planted:
    """What is planted: its words by the place where they stand, who may read them, and `finder`, who finds all on `pages`."""

    ref: str
    lab: str
    readers: frozenset[str]
    words: dict[str, str]
    finder: str
    pages: tuple[str, ...]
    file: str = ""
    published: bool = False


@dataclass
class Garden:
    """Everything planted."""

    reports: list[Planted] = field(default_factory=list)
    endpoints: list[Planted] = field(default_factory=list)
    amendments: list[Planted] = field(default_factory=list)
    applications: list[Planted] = field(default_factory=list)
    memberships: list[Planted] = field(default_factory=list)
    chairs: list[Planted] = field(default_factory=list)
    people: list[Planted] = field(default_factory=list)
    motions: list[Planted] = field(default_factory=list)
    pauses: list[Planted] = field(default_factory=list)
    funding: list[Planted] = field(default_factory=list)
    money: list[Planted] = field(default_factory=list)
    packages: list[Planted] = field(default_factory=list)
    protected: list[Planted] = field(default_factory=list)
    work: list[Planted] = field(default_factory=list)
    sharing: list[Planted] = field(default_factory=list)
    beside: list[Planted] = field(default_factory=list)
    disputes: list[Planted] = field(default_factory=list)

    @property
    def everything(self) -> list[Planted]:
        """All that is planted."""
        others = (self.endpoints, self.amendments, self.applications, self.memberships, self.chairs, self.people)
        return [
            *self.reports,
            *(planted for some in others for planted in some),
            *self.motions,
            *self.pauses,
            *self.funding,
            *self.money,
            *self.packages,
            *self.protected,
            *self.work,
            *self.sharing,
            *self.beside,
            *self.disputes,
        ]

    def hidden_from(self, name: str) -> dict[str, str]:
        """The words that the visitor must never read, and where each stands."""
        return {
            word: f"{place} of {planted.ref} ({planted.lab})"
            for planted in self.everything
            if name not in planted.readers
            for place, word in planted.words.items()
            if not (planted.published and place in PUBLISHED)
        }


def lab_of(lab: str) -> frozenset[str]:
    """A lab's people."""
    return frozenset(name for name in FRONTIER if name.startswith(f"{lab}."))


def readers(lab: str, label: TLP) -> frozenset[str]:
    """Who may read a filed report, by its label; counsel reads one alone."""
    own = lab_of(lab) | (COUNSEL if (lab, label) == RETAINED else frozenset())
    if label == TLP.RED:
        return own | {NAMED[lab][1]}
    if label == TLP.AMBER_STRICT:
        return own | CHAIRS_OFFICE | {"clerk"}
    if label == TLP.AMBER:
        return own | CHAIRS_OFFICE | {"clerk", "auditor"}
    return own | FRONTIER - COUNSEL


def _words(lab: str, label: str, places: tuple[str, ...]) -> dict[str, str]:
    stem = f"kanari{lab}{''.join(letter for letter in label.lower() if letter.isalpha())}"
    return {place: f"{stem}{place.replace('_', '')}x" for place in places}


def plant(cast: Cast) -> Garden:
    """A report of every lab under every label, and a draft of every lab; Frontier's context must be open."""
    garden = Garden(chairs=_chair(cast))
    for lab in LABS:
        garden.reports += [_report(cast, lab, label) for label in TLP]
        garden.reports.append(_draft(cast, lab))
        garden.endpoints += _endpoint(cast, lab)
    garden.amendments.append(_amendment(cast))
    garden.applications.append(_application(cast))
    garden.memberships.append(_membership(cast))
    garden.people += [_seats(cast), _lost_factor(cast), _offer(cast), _recognition(cast)]
    return garden


def _report(cast: Cast, lab: str, label: TLP) -> Planted:
    places = ("title", "narrative", "own_reference", "training_run", *TEXTS)
    content = _words(lab, label, places)
    more = _words(lab, label, ("update", "file", "inside", "outcome"))
    liaison, clerk = cast.viewer(f"{lab}.liaison"), cast.viewer("clerk")
    named = [NAMED[lab][0]] if label == TLP.RED else []
    changes = CONTENT | content | {"tlp": label, "recipients": named}
    ref = file_at_once(actor=liaison, now=NOW, changes=changes).ref
    if (lab, label) == RETAINED:
        cast.retain(ref)
    upload = SimpleUploadedFile(f"{more['file']}.txt", more["inside"].encode(), content_type="text/plain")
    [file] = add_evidence(actor=liaison, now=NOW, ref=ref, evidence=[upload])
    add_update(actor=liaison, now=NOW, ref=ref, text=more["update"])
    more |= _of_deadlines(cast, lab, label, ref)
    more |= _of_work(cast, lab, label, ref)
    is_published = label == TLP.CLEAR
    if "clerk" in readers(lab, label):
        acknowledge(actor=clerk, now=NOW, ref=ref)
        close(actor=clerk, now=NOW + timedelta(minutes=1), ref=ref, outcome=more["outcome"])
        if is_published:
            publish(actor=clerk, now=NOW + timedelta(minutes=2), ref=ref)
    else:
        withdraw(actor=liaison, now=NOW + timedelta(minutes=1), ref=ref, reason=more["outcome"])
    duties = Deadline.objects.filter(second_to=None, subject_ref=ref).values_list("uid", flat=True)
    pages = (*_pages_of_report(ref, file.uid), *(f"/c/frontier/deadlines/{uid}/" for uid in duties))
    who = f"{lab}.alternate"
    return Planted(ref, lab, readers(lab, label), content | more, who, pages, str(file.uid), is_published)


def _pages_of_report(ref: str, file: UUID) -> tuple[str, ...]:
    page = f"incidents/{ref}/"
    return f"/c/frontier/{page}", f"/api/v1/committees/frontier/{page}", f"/c/frontier/files/{file}/"


def _of_deadlines(cast: Cast, lab: str, label: TLP, ref: str) -> dict[str, str]:
    """What the lab and the clerk say when they change the course of the report's deadlines."""
    duty = Deadline.objects.get(clock=UPDATE, subject_ref=ref, state="running").uid
    words = _words(lab, label, ("promise", "handover"))
    liaison = cast.viewer(f"{lab}.liaison")
    take_on(actor=liaison, now=NOW, uid=duty, until=NOW + timedelta(hours=1), note=words["promise"])
    hand_over(actor=liaison, now=NOW, uid=duty, to=cast[f"{lab}.alternate"].uid, note=words["handover"])
    if "clerk" in readers(lab, label):
        words |= _words(lab, label, ("pause", "extension", "chase"))
        clerk, due = cast.viewer("clerk"), Deadline.objects.get(clock=ACKNOWLEDGEMENT, subject_ref=ref)
        chase(actor=clerk, now=NOW, uids=[due.uid], note=words["chase"])
        later = due.due_at + timedelta(hours=1)
        extend(actor=clerk, now=NOW, uid=due.uid, until=later, reason=words["extension"])
        pause(actor=clerk, now=NOW, uid=due.uid, reason=words["pause"])
    return words


def _of_work(cast: Cast, lab: str, label: TLP, ref: str) -> dict[str, str]:
    """What is to be done, what was done and what is not done after all."""
    words = _words(lab, label, ("action", "dropped", "note", "reason"))
    given = {"actor": cast.viewer(f"{lab}.liaison"), "now": NOW, "ref": ref}
    for name in ("action", "dropped"):
        add_action(text=words[name], owner=lab, due_on=NOW.date() + timedelta(days=9), **given)
    do_action(number=1, note=words["note"], **given)
    drop_action(number=2, reason=words["reason"], **given)
    return words


def _endpoint(cast: Cast, lab: str) -> list[Planted]:
    """A lab's pager: its name is for who answers for the lab and, in the record, for the clerks; the rest for nobody."""
    words = _words(lab, "pager", ("label", "url", "key"))
    label, url, key = words.values()
    keeper = f"{lab}.representative"
    made = add_pager(
        actor=cast.viewer(keeper), now=NOW, label=label, url=f"https://{lab}.example/{url}", routing_key=key
    )
    ref, page = str(made.endpoint.uid), f"/c/frontier/endpoints/{made.endpoint.uid}/"
    return [
        Planted(ref, lab, frozenset({keeper, "clerk"}), {"label": words.pop("label")}, keeper, (page,)),
        Planted(ref, lab, frozenset(), words, keeper, ()),
    ]


def _application(cast: Cast) -> Planted:
    """A refused application: only clerks read what an applicant says, and why it was refused."""
    places = ("name", "statement", "contact_name", "contact_email", "decision", "because", "file", "inside")
    words = _words("dione", "application", places)
    row = apply_to_join(
        now=NOW,
        name=words["name"],
        kind="lab",
        contact_name=words["contact_name"],
        contact_email=f"{words['contact_email']}@dione.example",
        statement=words["statement"],
    )
    assert row is not None
    confirm_application(now=NOW, application=row)
    upload = SimpleUploadedFile(f"{words['file']}.txt", words["inside"].encode(), content_type="text/plain")
    file = add_paper(now=NOW, application=row, upload=check_upload(upload))
    decided = {name: words[name] for name in ("decision", "because")}
    refuse_applicant(actor=cast.viewer("clerk"), now=NOW, application=row, **decided)
    pages = (f"/c/frontier/applications/{row.ref}/", f"/c/frontier/files/{file.uid}/")
    return Planted(row.ref, "dione", frozenset({"clerk"}), words, "clerk", pages, str(file.uid))


def _membership(cast: Cast) -> Planted:
    """Why a member leaves and what it is tied to: for everybody who sits here, and not for the public."""
    words = _words("veritas", "membership", ("reason", "tie", "other"))
    clerk, veritas = cast.viewer("clerk"), cast["auditor"].organisation
    give_notice(actor=clerk, now=NOW, organisation=veritas, because=words["reason"])
    declare_tie(
        actor=clerk, now=NOW, organisation=veritas, kind="owner", because=words["tie"], other_name=words["other"]
    )
    return Planted("veritas", "veritas", FRONTIER, words, "observer.eu", ("/c/frontier/members/veritas/",))


def _seats(cast: Cast) -> Planted:
    """Why a seat is to end, and why an alternate takes over: for everybody who sits here, and not for the public."""
    words = _words("cygnus", "seats", ("leaving", "cover"))
    seat, spokesman = cast["cygnus.liaison"], cast["cygnus.representative"]
    clerk, until = cast.viewer("clerk"), NOW + timedelta(days=5)
    end_seat(actor=clerk, now=NOW, seat=seat, reason=words["leaving"], ends_at=until)
    declare_cover(actor=clerk, now=NOW, seat=spokesman, ends_at=until, because=words["cover"])
    pages = tuple(f"/c/frontier/seats/{one.uid}/" for one in (seat, spokesman))
    return Planted(str(seat.uid), "cygnus", FRONTIER, words, "clerk", pages)


def _lost_factor(cast: Cast) -> Planted:
    """How a clerk knows that a second factor is lost: for whoever confirms it, and the person."""
    words = _words("california", "factor", ("because",))
    seat = cast["observer.california"]
    ask_factor_reset(actor=cast.viewer("clerk"), now=NOW, seat=seat, because=words["because"])
    page = f"/c/frontier/seats/{seat.uid}/second-factor/"
    return Planted(str(seat.uid), "california", frozenset({"clerk", "observer.california"}), words, "clerk", (page,))


def _offer(cast: Cast) -> Planted:
    """Whom a seat was offered to: for the clerks, and who manages the organisation, until the person has accepted."""
    words = _words("dione", "offer", ("name", "email"))
    organisation = cast["observer.california"].organisation
    wishes = {"role": "observer", "name": words["name"], "email": f"{words['email']}@dione.example"}
    row = invite(actor=cast.viewer("clerk"), now=NOW, organisation=organisation, **wishes)
    return Planted(str(row.uid), "california", frozenset({"clerk"}), words, "clerk", ("/c/frontier/invitations/",))


def _recognition(cast: Cast) -> Planted:
    """What a government's recognition rests on: for everybody who sits here."""
    words = _words("dione", "recognition", ("instrument", "protection", "citation"))
    recognise(actor=cast.viewer("clerk"), now=NOW, code="US", name="America", since=NOW.date(), **words)
    return Planted("US", "dione", FRONTIER, words, "observer.eu", ("/c/frontier/jurisdictions/",))


def _chair(cast: Cast) -> list[Planted]:
    """A chair that rotates: why it was away, why places are to be swapped, and why a member is kept from it.

    All for everybody who sits here, and not for the public; the page gives the absence's reason only while it lasts.
    """
    words = _words("cygnus", "chair", ("absence", "swap", "because", "decision"))
    over = {"absence": words.pop("absence")}
    rotate(cast, now=NOW - timedelta(hours=1))
    away, back = NOW - timedelta(minutes=30), NOW - timedelta(minutes=20)
    declare_absence(actor=cast.viewer("aster.alternate", away), now=away, because=over["absence"])
    end_absence(actor=cast.viewer("clerk", back), now=back)
    ask_swap(actor=cast.viewer("borealis.representative"), now=NOW, other="cygnus", because=words["swap"])
    cygnus, because = (
        cast["cygnus.representative"].organisation,
        {name: words[name] for name in ("because", "decision")},
    )
    exclude(actor=cast.viewer("clerk"), now=NOW, organisation=cygnus, year=NOW.year, **because)
    return [
        Planted("chair", "cygnus", FRONTIER, words, "observer.eu", ("/c/frontier/chair/",)),
        Planted("chair", "cygnus", FRONTIER, over, "observer.eu", ()),
    ]


def _amendment(cast: Cast) -> Planted:
    """An amendment that was adopted: the public reads what it changes, not what was said for it."""
    words = _words("borealis", "amendment", ("title", "because"))
    drafted = draft_amendment(
        actor=cast.viewer("borealis.representative"), now=NOW, values={"membership.invitation_days": 13}, **words
    )
    adopt_amendment(actor=cast.viewer("clerk"), now=NOW, draft=drafted.uid, onto=1, decision="Decision 1")
    page = f"/c/frontier/charter/drafts/{drafted.uid}/"
    return Planted(str(drafted.uid), "borealis", FRONTIER, words, "observer.eu", (page,))


def _draft(cast: Cast, lab: str) -> Planted:
    words = _words(lab, "draft", ("title", "narrative", "own_reference", "training_run", *TEXTS))
    liaison = cast.viewer(f"{lab}.liaison")
    ref = start_draft(actor=liaison, now=NOW).ref
    save_draft(actor=liaison, now=NOW, ref=ref, changes=CONTENT | words)
    file_word = _words(lab, "draft", ("file", "inside"))
    upload = SimpleUploadedFile(f"{file_word['file']}.txt", file_word["inside"].encode(), content_type="text/plain")
    [file] = add_evidence(actor=liaison, now=NOW, ref=ref, evidence=[upload])
    pages = _pages_of_report(ref, file.uid)
    return Planted(ref, lab, lab_of(lab), words | file_word, f"{lab}.alternate", pages, str(file.uid))
