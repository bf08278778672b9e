"""The important pages, at both widths and in both themes: readable for everybody, nothing wider than its window."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from apps.desk.demo.people import CLERK, EVE, FORNAX, INDEPENDENT, OPERATOR, PACIFIC_CLERK
from apps.desk.demo.story.frontier_pauses import DRILL, LAPSED, STANDS, WAITS
from apps.funding.models import ArrearsCase, BankStatement, Budget, Expenditure, Scale
from apps.funding.states import Books
from tests.browser import places
from tests.browser.people import NARROW, WIDE, People, confirm_identity
from tests.browser.seeing import complaints, picture

LIAISON = "liaison@aster.example"
DRAFTER = "liaison@borealis.example"
FILER = "liaison@cygnus.example"
CHAIR = "representative@aster.example"
KEEPER = "representative@cygnus.example"
VOTER = "representative@borealis.example"
DRAFT = "Scheduler started a job"
OPEN_VOTE = "Draw the order of the chair by lot"


@dataclass(frozen=True)
class Shown:
    """A page, who looks at it, and which of its pictures are kept in the repository."""

    name: str
    who: str | None
    path: str | Callable[[], str]
    kept: tuple[str, ...] = ()
    status: int = 200

    def address(self) -> str:
        """Its path; some are known only once the demo is loaded."""
        return self.path if isinstance(self.path, str) else self.path()


def _draft(step: str) -> Callable[[], str]:
    return lambda: f"{places.incident(DRAFT)}draft/{step}/"


def _report(title: str, more: str = "") -> Callable[[], str]:
    return lambda: places.incident(title) + more


PAGES = [
    Shown("front", None, "/", kept=("1440-light",)),
    Shown("sign in", None, "/account/login/"),
    Shown("password reset", None, "/account/password/reset/"),
    Shown("public committees", None, "/public/"),
    Shown("public index", None, "/public/frontier/"),
    Shown("public record", None, places.published, kept=("1440-light",)),
    Shown("API", None, "/api/v1/docs/"),
    Shown("API of incidents", None, "/api/v1/docs/incidents/"),
    Shown("accessibility", None, "/accessibility/"),
    Shown("demo mail", None, "/demo/mail/"),
    Shown("demo mail opened", None, places.mail),
    Shown("dashboard", LIAISON, "/c/frontier/"),
    Shown("dashboard of the clerk", CLERK, "/c/frontier/", kept=("1440-light", "390-dark")),
    Shown("dashboard of an observer", "observer@eu.example", "/c/frontier/"),
    Shown("dashboard of Pacific", EVE, "/c/pacific/"),
    Shown("not found", EVE, "/c/frontier/", status=404),
    Shown("incidents", LIAISON, "/c/frontier/incidents/", kept=("1440-light",)),
    Shown("incidents none fit", LIAISON, "/c/frontier/incidents/?q=zebra"),
    Shown("incident", CLERK, _report("Cloned voice"), kept=("1440-light", "1440-dark", "390-light")),
    Shown("incident to acknowledge", CHAIR, _report("Support agent sent")),
    Shown("incident of the filer", FILER, _report("Support agent sent")),
    Shown("file an incident", LIAISON, "/c/frontier/incidents/new/"),
    Shown("draft what", DRAFTER, _draft("what"), kept=("1440-light",)),
    Shown("urgent line", LIAISON, "/c/frontier/incidents/urgent/"),
    Shown("draft harm", DRAFTER, _draft("harm")),
    Shown("draft where", DRAFTER, _draft("where")),
    Shown("draft when", DRAFTER, _draft("when")),
    Shown("draft detail", DRAFTER, _draft("detail")),
    Shown("draft who", DRAFTER, _draft("who")),
    Shown("draft evidence", DRAFTER, _draft("evidence")),
    Shown("draft check", DRAFTER, _draft("check"), kept=("390-light",)),
    Shown("triage", CLERK, "/c/frontier/incidents/triage/"),
    Shown("work on an incident", CLERK, _report("Support agent sent", "work/")),
    Shown("work on an incident to the filer", FILER, _report("Support agent sent", "work/")),
    Shown("filed", FILER, _report("Support agent sent", "filed/"), kept=("1440-light",)),
    Shown("deadlines", CLERK, "/c/frontier/deadlines/?whose=committee"),
    Shown("deadlines calendar", CLERK, places.calendar, kept=("1440-light", "390-light")),
    Shown("deadlines none fit", CLERK, "/c/frontier/deadlines/?subject=zebra"),
    Shown("deadline", CLERK, places.deadline, kept=("1440-dark",)),
    Shown("deadline to take on", CLERK, places.acknowledgement),
    Shown("deadline of a member", INDEPENDENT, places.deadline_of_a_member),
    Shown("calendar feeds", CLERK, "/c/frontier/deadlines/feeds/"),
    Shown("silence", CLERK, "/c/frontier/silent/", kept=("1440-light", "390-dark")),
    Shown("silence of a lab", DRAFTER, "/c/frontier/silent/?kind=unopened"),
    Shown("matrix", CLERK, "/c/frontier/matrix/", kept=("1440-light", "390-light")),
    Shown("chase", CLERK, "/c/frontier/matrix/chase/"),
    Shown("demo webhooks", None, "/demo/webhooks/"),
    Shown("inbox", CLERK, "/c/frontier/inbox/"),
    Shown("inbox archived", CLERK, "/c/frontier/inbox/?show=archived"),
    Shown("unsubscribe", None, places.unsubscribe),
    Shown("inbox settings", CLERK, "/c/frontier/inbox/settings/"),
    Shown("deliveries", CLERK, "/c/frontier/deliveries/"),
    Shown("chair", CHAIR, "/c/frontier/chair/", kept=("1440-light", "390-dark")),
    Shown("chair exclude", CLERK, "/c/frontier/chair/exclusions/new/"),
    Shown("members", LIAISON, "/c/frontier/members/"),
    Shown("members as of a day", LIAISON, "/c/frontier/members/?on=2026-11-01"),
    Shown("suspend", CLERK, "/c/frontier/members/borealis/membership/suspend/"),
    Shown("jurisdictions", CLERK, "/c/frontier/jurisdictions/"),
    Shown("applications", CLERK, "/c/frontier/applications/"),
    Shown("apply", None, "/apply/frontier/"),
    Shown("organisation", LIAISON, lambda: places.organisation("aster")),
    Shown("charter", LIAISON, "/c/frontier/charter/", kept=("1440-light",)),
    Shown("charter compared", LIAISON, "/c/frontier/charter/compare/?from=1&to=2"),
    Shown("charter drafts", CHAIR, "/c/frontier/charter/drafts/"),
    Shown("charter draft", CHAIR, places.draft, kept=("1440-light", "390-dark")),
    Shown("charter draft of the chair", CHAIR, lambda: places.draft("The chair by lot")),
    Shown("charter drafting", CHAIR, "/c/frontier/charter/drafts/new/"),
    Shown("charter changing", CLERK, lambda: f"{places.draft()}change/"),
    Shown("charter adopting", CLERK, lambda: f"{places.draft()}adopt/"),
    Shown("motions", VOTER, "/c/frontier/motions/", kept=("1440-light",)),
    Shown("motions none fit", VOTER, "/c/frontier/motions/?q=zebra"),
    Shown("motion being voted on", VOTER, places.motion(OPEN_VOTE), kept=("1440-light", "390-dark")),
    Shown("motion by weight", INDEPENDENT, places.motion("Meet in Lisbon")),
    Shown("motion under discussion", CHAIR, places.motion("Publish evaluations")),
    Shown("motion amending", CHAIR, places.motion("Sixty days")),
    Shown("motion carried", CLERK, places.motion("Publish a contact")),
    Shown("motion lost", CLERK, places.motion("Let Fornax")),
    Shown("motion in an emergency", CLERK, places.motion("Keep the leaked")),
    Shown("motion that lapsed", CLERK, places.motion("Meet in person")),
    Shown("motion of a contested recusal", CLERK, places.motion("Suspend Fornax")),
    Shown("texts of a motion", CLERK, places.motion("A test set", "texts/")),
    Shown("ballot", VOTER, places.motion(OPEN_VOTE, "ballot/"), kept=("1440-light", "390-dark")),
    Shown("ballot cast", CHAIR, places.motion(OPEN_VOTE, "ballot/")),
    Shown("receipt", CHAIR, places.motion(OPEN_VOTE, "receipts/aster/1/")),
    Shown("brief", DRAFTER, places.motion(OPEN_VOTE, "brief/")),
    Shown("roll call open", VOTER, places.motion(OPEN_VOTE, "roll/")),
    Shown("roll call", CLERK, places.motion("Publish a contact", "roll/"), kept=("1440-light",)),
    Shown("minutes of a vote", CLERK, places.motion("Suspend Fornax", "minutes/")),
    Shown("proxies", VOTER, "/c/frontier/motions/proxies/"),
    Shown("weights", CLERK, "/c/frontier/motions/weights/"),
    Shown("participation", CLERK, "/c/frontier/motions/participation/"),
    Shown("participation of a member", CLERK, "/c/frontier/motions/participation/dione/"),
    Shown("write a motion", CHAIR, "/c/frontier/motions/new/"),
    Shown("pauses", VOTER, "/c/frontier/pauses/", kept=("1440-light",)),
    Shown("pauses none fit", VOTER, "/c/frontier/pauses/?q=zebra"),
    Shown("pause in force", CHAIR, places.pause(STANDS), kept=("1440-light", "390-dark")),
    Shown("pause of an observer", "observer@eu.example", places.pause(STANDS)),
    Shown("pause waiting", VOTER, places.pause(WAITS)),
    Shown("pause lapsed", VOTER, places.pause(LAPSED)),
    Shown("pause rehearsed", VOTER, places.pause(DRILL)),
    Shown("drill report", CLERK, places.pause(DRILL, "drill/")),
    Shown("lab under a pause", FORNAX, places.pause(STANDS, "fornax/"), kept=("1440-light", "390-light")),
    Shown("lab under a pause to the chair", CHAIR, places.pause(STANDS, "fornax/")),
    Shown("attest", FORNAX, places.pause(STANDS, "fornax/attest/")),
    Shown("cases of a pause", CHAIR, places.pause(STANDS, "cases/")),
    Shown("case", CHAIR, places.case),
    Shown("case of us", FORNAX, places.case),
    Shown("permits", FILER, places.pause(STANDS, "permits/")),
    Shown("permit", FILER, places.permit),
    Shown("permit to decide", CHAIR, places.permit_asked),
    Shown("ask for a permit", FILER, places.pause(STANDS, "permits/new/")),
    Shown("conditions", VOTER, places.pause(STANDS, "conditions/")),
    Shown("condition", VOTER, places.pause(STANDS, "conditions/1/")),
    Shown("condition to verify", INDEPENDENT, places.pause(STANDS, "conditions/1/")),
    Shown("complete response", FILER, places.pause(STANDS, "cygnus/responses/")),
    Shown("what binds us", FILER, "/c/frontier/pauses/binding/"),
    Shown("write an order", CHAIR, "/c/frontier/pauses/new/"),
    Shown("funding", INDEPENDENT, "/c/frontier/funding/"),
    Shown("books", INDEPENDENT, places.books(), kept=("1440-light",)),
    Shown("books closed", KEEPER, places.books(state=Books.CLOSED)),
    Shown("books of an account", VOTER, places.books("accounts/1100/"), kept=("390-dark",)),
    Shown("books journals", VOTER, places.books("journals/")),
    Shown("declarations of a period", FORNAX, "/c/frontier/funding/declarations/quarter-3/"),
    Shown("declaration of us", FORNAX, "/c/frontier/funding/declarations/quarter-1/fornax/"),
    Shown("declare", FORNAX, "/c/frontier/funding/declarations/quarter-3/fornax/declare/"),
    Shown("scale of assessment", VOTER, places.money(Scale, "scales/{row.ref}/"), kept=("1440-light",)),
    Shown("budget", INDEPENDENT, places.money(Budget, "budgets/{row.ref}/")),
    Shown("contributions", VOTER, "/c/frontier/funding/contributions/quarter-2/"),
    Shown("contribution of a lab", FORNAX, "/c/frontier/funding/contributions/quarter-2/labs/fornax/"),
    Shown("payments", VOTER, "/c/frontier/funding/payments/"),
    Shown("lines of the bank to do", INDEPENDENT, "/c/frontier/funding/bank/lines/"),
    Shown("books and bank", INDEPENDENT, places.money(BankStatement, "bank/statements/{row.uid}/reconcile/")),
    Shown("arrears", FORNAX, places.money(ArrearsCase, "arrears/{row.ref}/"), kept=("390-dark",)),
    Shown("spending", VOTER, "/c/frontier/funding/spending/"),
    Shown("expenditure to approve", CLERK, places.money(Expenditure, "spending/{row.ref}/", state="entered")),
    Shown("public funding", None, "/public/frontier/funding/", kept=("1440-light",)),
    Shown("disputes", CHAIR, "/c/frontier/disputes/"),
    Shown("roster of panellists", CLERK, "/c/frontier/disputes/roster/"),
    Shown("write a complaint", CHAIR, "/c/frontier/disputes/new/"),
    Shown("public pauses", None, "/public/frontier/pauses/"),
    Shown("public keys", None, "/public/frontier/keys/"),
    Shown("setting up", PACIFIC_CLERK, "/c/pacific/setup/", kept=("1440-light",)),
    Shown("setting up with its test notice", CLERK, "/c/frontier/setup/"),
    Shown("dashboard while setting up", PACIFIC_CLERK, "/c/pacific/"),
    Shown("tokens", LIAISON, "/c/frontier/tokens/"),
    Shown("make token", LIAISON, "/c/frontier/tokens/new/"),
    Shown("endpoints none yet", CHAIR, "/c/frontier/endpoints/"),
    Shown("endpoints", KEEPER, "/c/frontier/endpoints/"),
    Shown("endpoint of the demo", KEEPER, places.endpoint),
    Shown("invitations", CLERK, "/c/frontier/invitations/"),
    Shown("invite", CLERK, "/c/frontier/invitations/new/"),
    Shown("organisation of a regulator", CLERK, "/c/frontier/members/eu-office/?on=2026-05-03"),
    Shown("access", CLERK, "/c/frontier/members/eu-office/access/"),
    Shown("appoint to a seat", CLERK, "/c/frontier/members/aster/seats/new/"),
    Shown("seat of the chair", CLERK, places.seat_of(CHAIR)),
    Shown("cover", CHAIR, places.seat_of(CHAIR, "cover/")),
    Shown("lost second factor", CLERK, places.seat_of(LIAISON, "second-factor/")),
    Shown("offices", CLERK, "/c/frontier/offices/"),
    Shown("fill an office", CLERK, "/c/frontier/offices/new/"),
    Shown("ties of a lab", CHAIR, "/c/frontier/members/borealis/"),
    Shown("declare a tie", CLERK, "/c/frontier/members/borealis/ties/"),
    Shown("operators", CLERK, "/c/frontier/operators/"),
    Shown("operator", OPERATOR, "/operator/"),
    Shown("operator asks", OPERATOR, "/operator/frontier/open/"),
    Shown("seats", INDEPENDENT, "/seats/"),
    Shown("profile", LIAISON, "/account/profile/"),
    Shown("sign-in protection", LIAISON, "/account/2fa/"),
    Shown("sessions", LIAISON, "/account/sessions/"),
]


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name.replace(" ", "-"))
def test_the_page_is_readable_at_every_width_and_in_every_theme(people: People, shown: Shown) -> None:
    page = people.person(shown.who) if shown.who else people.stranger()
    answer = page.goto(shown.address())
    assert answer is not None
    assert answer.status == shown.status
    confirm_identity(page)
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            view = f"{size['width']}-{theme}"
            picture(page, f"{shown.name}-{view}", kept=view in shown.kept)
            found += [f"{view}: {complaint}" for complaint in complaints(page)]
    assert found == []
