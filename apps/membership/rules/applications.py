"""What comes with an application, how its link is made, and what may still be done with it."""

import hmac
from base64 import urlsafe_b64encode

from apps.committees.states import ApplicationState, OrganisationKind, Role
from apps.kernel.decisions import YES, Decision, no

DOCUMENTS = {
    "registration": "Proof of registration",
    "policy": "Safety policy",
    "mandate": "Mandate of whoever applies",
}

REQUIRED = {
    "statement": (),
    "registration": ("registration",),
    "registration_policy": ("registration", "policy"),
    "registration_policy_mandate": ("registration", "policy", "mandate"),
}
"""Which documents each choice of the charter's article 1.5 asks for."""

MOST_PAPERS = 10
MOST_OF_ONE_ADDRESS = 3
"""So many undecided applications may come from one address; a further one is taken for a mistake."""

UNCONFIRMED_DAYS = 7
"""An application whose address nobody has confirmed is deleted after so many days, with its papers."""

FIRST_SEAT = {
    OrganisationKind.LAB: Role.REPRESENTATIVE,
    OrganisationKind.REGULATOR: Role.OBSERVER,
    OrganisationKind.AUDITOR: Role.AUDITOR,
    OrganisationKind.PROVIDER: Role.LIAISON,
    OrganisationKind.CIVIL: Role.INDEPENDENT,
}
"""To which seat the contact of an admitted organisation is invited, by its kind; the secretariat does not apply."""

STATE_WORDS = {
    ApplicationState.UNCONFIRMED: "not confirmed yet",
    ApplicationState.RECEIVED: "received, and waits for the committee's decision",
    ApplicationState.ADMITTED: "admitted",
    ApplicationState.REFUSED: "refused",
    ApplicationState.WITHDRAWN: "withdrawn",
}


def link_secret(key: str, uid: str) -> str:
    """The secret in an applicant's link, made again from the portal's key whenever a mail must be sent."""
    message = f"concord/application/v1\n{uid}"
    return urlsafe_b64encode(hmac.digest(key.encode(), message.encode(), "sha256")).decode().rstrip("=")


def may_add_paper(state: ApplicationState, papers: int) -> Decision:
    """Whether the applicant can add a paper: until the committee has decided, and not without end."""
    if state != ApplicationState.RECEIVED:
        return no(f"This application is {STATE_WORDS[state]}, so no paper can be added.")
    return YES if papers < MOST_PAPERS else no("This application has the most papers that are taken.")


def may_settle(state: ApplicationState) -> Decision:
    """Whether the application waits for a decision."""
    if state == ApplicationState.RECEIVED:
        return YES
    return no(f"This application is {STATE_WORDS[state]}.")


def may_withdraw(state: ApplicationState) -> Decision:
    """Whether the applicant can still withdraw."""
    if state in {ApplicationState.UNCONFIRMED, ApplicationState.RECEIVED}:
        return YES
    return no(f"This application is {STATE_WORDS[state]}.")
