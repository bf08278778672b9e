"""The stages of a case and the states of what hangs on it, and the moves between them (docs/procedures/disputes.md)."""

from enum import StrEnum

from apps.kernel.transitions import Move, Transitions


class Stage(StrEnum):
    """Where a case stands. That its work is suspended, or its track urgent, is said beside it (docs/decisions/0020)."""

    DRAFT = "draft"
    COMPLAINT = "complaint"
    REPLY = "reply"
    CONSULTATIONS = "consultations"
    PANEL_REQUEST = "panel_request"
    COMPOSED = "composed"
    WRITTEN = "written"
    HEARING = "hearing"
    INTERIM = "interim"
    REPORT = "report"
    APPEAL = "appeal"
    COMPLIANCE = "compliance"
    REVIEW = "review"
    REMEDIES = "remedies"
    CLOSED = "closed"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    DISCARDED = "discarded"


class Track(StrEnum):
    """How fast a case runs."""

    ORDINARY = "ordinary"
    URGENT = "urgent"


class Capacity(StrEnum):
    """As what somebody acts in a case."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    THIRD_PARTY = "third_party"
    PANEL = "panel"
    PRESIDING = "presiding"
    CLERK = "clerk"
    NOBODY = "nobody"


PARTIES = frozenset({Capacity.COMPLAINANT, Capacity.RESPONDENT})

BEFORE_PANEL = (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS, Stage.PANEL_REQUEST)
UNDER_PANEL = (Stage.COMPOSED, Stage.WRITTEN, Stage.HEARING, Stage.INTERIM)
REPORTED = (Stage.REPORT, Stage.APPEAL)
ADOPTED = (Stage.COMPLIANCE, Stage.REVIEW, Stage.REMEDIES)
OPEN = (*BEFORE_PANEL, *UNDER_PANEL, *REPORTED, *ADOPTED)
ENDED = (Stage.CLOSED, Stage.SETTLED, Stage.WITHDRAWN, Stage.REJECTED, Stage.LAPSED, Stage.DISCARDED)

CASES = Transitions(
    Move("discard", (Stage.DRAFT,), Stage.DISCARDED, "the organisation that drafted it"),
    Move("file", (Stage.DRAFT,), Stage.COMPLAINT, "the complainant; the portal, where the charter says that it opens one"),
    Move("reply", (Stage.COMPLAINT,), Stage.REPLY, "the respondent"),
    Move("consult", (Stage.COMPLAINT, Stage.REPLY), Stage.CONSULTATIONS, "a party, by entering consultations"),
    Move("request_panel", (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS), Stage.PANEL_REQUEST, "the complainant, when consultations were refused or have failed"),
    Move("compose", (Stage.PANEL_REQUEST,), Stage.COMPOSED, "the parties by agreement, or the portal by lot"),
    Move("begin_writing", (Stage.COMPOSED,), Stage.WRITTEN, "the panel, by its timetable"),
    Move("hear", (Stage.WRITTEN,), Stage.HEARING, "the panel"),
    Move("issue_interim", (Stage.WRITTEN, Stage.HEARING), Stage.INTERIM, "the panel; without a hearing where no party wants one"),
    Move("circulate", (Stage.INTERIM,), Stage.REPORT, "the panel"),
    Move("appeal", (Stage.REPORT,), Stage.APPEAL, "a party, where the charter has an appeal"),
    Move("circulate_appeal", (Stage.APPEAL,), Stage.REPORT, "the second panel"),
    Move("adopt", (Stage.REPORT,), Stage.COMPLIANCE, "the portal, unless the committee rejected the report that finds a breach"),
    Move("adopt_without_breach", (Stage.REPORT,), Stage.CLOSED, "the portal, unless the committee rejected the report that finds no breach"),
    Move("reject", (Stage.REPORT,), Stage.REJECTED, "the committee, by the rule that the charter names"),
    Move("comply", (Stage.COMPLIANCE, Stage.REVIEW, Stage.REMEDIES), Stage.CLOSED, "the panel of the compliance review, or the complainant by saying that it is content; the portal, where a side has nobody left"),
    Move("review", (Stage.COMPLIANCE, Stage.REMEDIES), Stage.REVIEW, "a party, when the compliance period is over or a remedy is due for review"),
    Move("find_against", (Stage.REVIEW,), Stage.REMEDIES, "the panel of the compliance review"),
    Move("settle", OPEN, Stage.SETTLED, "the parties together"),
    Move("withdraw", (*BEFORE_PANEL, *UNDER_PANEL), Stage.WITHDRAWN, "the complainant, until the report is circulated"),
    Move("lapse", (Stage.COMPLAINT, Stage.REPLY, Stage.CONSULTATIONS, *UNDER_PANEL), Stage.LAPSED, "the portal, when nobody asked for a panel, or its work stood still, for the longest time"),
)  # fmt: skip


class SuspensionState(StrEnum):
    """Where a suspension of a panel's work stands."""

    RUNNING = "running"
    RESUMED = "resumed"
    LAPSED = "lapsed"


SUSPENSIONS = Transitions(
    Move("resume", (SuspensionState.RUNNING,), SuspensionState.RESUMED, "the complainant, or the panel"),
    Move("lapse", (SuspensionState.RUNNING,), SuspensionState.LAPSED, "the portal, when the longest time of a suspension is over"),
)  # fmt: skip


class PanelState(StrEnum):
    """Where a panel stands."""

    COMPOSING = "composing"
    BY_LOT = "by_lot"
    SEATED = "seated"
    VACANT = "vacant"
    DISCHARGED = "discharged"


PANELS = Transitions(
    Move("agree", (PanelState.COMPOSING, PanelState.BY_LOT), PanelState.SEATED, "the parties; the portal, where another case is heard together with it"),
    Move("close_list", (PanelState.COMPOSING,), PanelState.BY_LOT, "the portal, when the parties' time is over, or both ask for the lot"),
    Move("draw", (PanelState.BY_LOT,), PanelState.SEATED, "a clerk, with the public value that was named"),
    Move("lose", (PanelState.SEATED,), PanelState.VACANT, "a panellist who leaves, cannot go on or has come into conflict"),
    Move("replace", (PanelState.VACANT,), PanelState.SEATED, "the portal: the next of the draw who may still sit, or whom the parties agree on"),
    Move("redraw", (PanelState.VACANT,), PanelState.BY_LOT, "the portal, when nobody of the draw is left"),
    Move("discharge", (PanelState.COMPOSING, PanelState.BY_LOT, PanelState.SEATED, PanelState.VACANT), PanelState.DISCHARGED, "the portal, when its report is circulated or the case is over"),
)  # fmt: skip


class DocumentKind(StrEnum):
    """What stands in a docket."""

    COMPLAINT = "complaint"
    REPLY = "reply"
    CONSULTATION = "consultation"
    PANEL_REQUEST = "panel_request"
    STRIKE = "strike"
    SUBMISSION = "submission"
    THIRD_SUBMISSION = "third_submission"
    REBUTTAL = "rebuttal"
    EXHIBIT = "exhibit"
    REQUEST = "request"
    ORDER = "order"
    NOTICE = "notice"
    MINUTES = "minutes"
    INTERIM_REPORT = "interim_report"
    COMMENT = "comment"
    DELIBERATION = "deliberation"
    REPORT = "report"
    APPEAL = "appeal"
    INTENTIONS = "intentions"
    COMPLIANCE_REPORT = "compliance_report"
    REVIEW_REQUEST = "review_request"
    REMEDY_REQUEST = "remedy_request"
    SETTLEMENT = "settlement"
    SETTLEMENT_NOTICE = "settlement_notice"
    SUMMARY = "summary"


class DocumentState(StrEnum):
    """Where a document stands; nothing that was filed is ever deleted."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    FILED = "filed"
    SERVED = "served"
    STRUCK = "struck"


DOCUMENTS = Transitions(
    Move("discard", (DocumentState.DRAFT,), DocumentState.DISCARDED, "whoever wrote it, before it is filed"),
    Move("file", (DocumentState.DRAFT,), DocumentState.FILED, "whoever may file its kind"),
    Move("serve", (DocumentState.FILED,), DocumentState.SERVED, "the portal"),
    Move("strike", (DocumentState.FILED, DocumentState.SERVED), DocumentState.STRUCK, "the panel by order, before there is one whoever presides"),
    Move("restore", (DocumentState.STRUCK,), DocumentState.SERVED, "the panel by order, by which it is served"),
)  # fmt: skip


class ServiceState(StrEnum):
    """Where the service of one document on one party stands."""

    SENT = "sent"
    SENT_AGAIN = "sent_again"
    OPENED = "opened"


SERVICES = Transitions(
    Move("send_again", (ServiceState.SENT,), ServiceState.SENT_AGAIN, "a clerk, or the portal when nobody opened it in time"),
    Move("open", (ServiceState.SENT, ServiceState.SENT_AGAIN), ServiceState.OPENED, "the party's agent of record"),
)  # fmt: skip


class Seal(StrEnum):
    """What a seal is upon and from whom: all outside the case, or the rival's own people too."""

    CASE = "case"
    DOCUMENT = "document"
    DOCUMENT_COUNSEL = "document_counsel"
    PASSAGE = "passage"
    PASSAGE_COUNSEL = "passage_counsel"


class SealState(StrEnum):
    """Where a seal stands: it holds from the moment at which it is asked for."""

    PROVISIONAL = "provisional"
    CONFIRMED = "confirmed"
    LIFTED = "lifted"


SEALS = Transitions(
    Move("confirm", (SealState.PROVISIONAL,), SealState.CONFIRMED, "the panel by order, before there is one whoever presides"),
    Move("lift", (SealState.PROVISIONAL, SealState.CONFIRMED), SealState.LIFTED, "the panel by order, or whoever asked for the seal"),
)  # fmt: skip


class RequestKind(StrEnum):
    """What is asked of whoever orders in a case."""

    LEAVE = "leave"
    STRIKE = "strike"
    URGENT = "urgent"


class RequestState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUESTS = Transitions(
    Move("grant", (RequestState.ASKED,), RequestState.GRANTED, "the panel, before there is one whoever presides"),
    Move("refuse", (RequestState.ASKED,), RequestState.REFUSED, "the panel, before there is one whoever presides"),
    Move("withdraw", (RequestState.ASKED,), RequestState.WITHDRAWN, "the party that asked"),
)  # fmt: skip


class ProposalKind(StrEnum):
    """On what the parties agree with each other: it takes effect when each of them has said so."""

    TALKS_FAILED = "talks_failed"
    SIZE = "size"
    PANEL = "panel"
    LOT = "lot"
    WAIVER = "waiver"
    MORE_TIME = "more_time"
    PERIOD = "period"
    SETTLEMENT = "settlement"


class ProposalState(StrEnum):
    """Where a proposal of one party to the others stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


PROPOSALS = Transitions(
    Move("agree", (ProposalState.PROPOSED,), ProposalState.AGREED, "the portal, when every other party has agreed"),
    Move("refuse", (ProposalState.PROPOSED,), ProposalState.REFUSED, "another party"),
    Move("withdraw", (ProposalState.PROPOSED,), ProposalState.WITHDRAWN, "the party that proposed it"),
    Move("overtake", (ProposalState.PROPOSED,), ProposalState.OVERTAKEN, "the portal, when it can take effect no more"),
)  # fmt: skip


class JoinderState(StrEnum):
    """Where it stands that two cases are heard together, or that somebody joins one as party or third party."""

    OFFERED = "offered"
    ASKED = "asked"
    JOINED = "joined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


JOINDERS = Transitions(
    Move("ask", (JoinderState.OFFERED,), JoinderState.ASKED, "a party of either case"),
    Move("join", (JoinderState.ASKED,), JoinderState.JOINED, "the panel, before there is one whoever presides"),
    Move("refuse", (JoinderState.OFFERED, JoinderState.ASKED), JoinderState.REFUSED, "the panel, before there is one whoever presides"),
    Move("withdraw", (JoinderState.ASKED,), JoinderState.WITHDRAWN, "whoever asked"),
    Move("leave", (JoinderState.JOINED,), JoinderState.LEFT, "who joined; the portal, where a member leaves or is expelled"),
)  # fmt: skip


class RemedyKind(StrEnum):
    """The remedies, in their order: the next is open only where the one before did not help."""

    PLAN = "plan"
    COMPENSATION = "compensation"
    SUSPENSION = "suspension"


class RemedyState(StrEnum):
    """Where a remedy stands."""

    ASKED = "asked"
    IN_FORCE = "in_force"
    FULFILLED = "fulfilled"
    FAILED = "failed"
    REFUSED = "refused"
    ENDED = "ended"


REMEDIES = Transitions(
    Move("order", (RemedyState.ASKED,), RemedyState.IN_FORCE, "the panel of the compliance review; rights are suspended unless the committee rejects it"),
    Move("refuse", (RemedyState.ASKED,), RemedyState.REFUSED, "the panel of the compliance review"),
    Move("fulfil", (RemedyState.IN_FORCE,), RemedyState.FULFILLED, "the panel at its review, or the complainant by saying so"),
    Move("fail", (RemedyState.IN_FORCE,), RemedyState.FAILED, "the panel at its review: the next remedy is open"),
    Move("reject", (RemedyState.IN_FORCE,), RemedyState.REFUSED, "the committee, before a suspension of rights takes effect"),
    Move("end", (RemedyState.ASKED, RemedyState.IN_FORCE, RemedyState.FAILED), RemedyState.ENDED, "the portal, when the case is over, or the time of a suspension"),
)  # fmt: skip

TABLES = (
    ("Cases", Stage, CASES),
    ("Suspensions of a panel's work", SuspensionState, SUSPENSIONS),
    ("Panels", PanelState, PANELS),
    ("Documents", DocumentState, DOCUMENTS),
    ("Service on a party", ServiceState, SERVICES),
    ("Seals", SealState, SEALS),
    ("Requests", RequestState, REQUESTS),
    ("Proposals between the parties", ProposalState, PROPOSALS),
    ("Joinder and third parties", JoinderState, JOINDERS),
    ("Remedies", RemedyState, REMEDIES),
)
"""Every table, with the states that it speaks of."""

STAGE_LABELS = {
    Stage.DRAFT: "Draft",
    Stage.COMPLAINT: "Complaint served",
    Stage.REPLY: "Replied to",
    Stage.CONSULTATIONS: "In consultations",
    Stage.PANEL_REQUEST: "Panel being composed",
    Stage.COMPOSED: "Panel composed",
    Stage.WRITTEN: "Written rounds",
    Stage.HEARING: "Hearing",
    Stage.INTERIM: "Interim review",
    Stage.REPORT: "Report circulated",
    Stage.APPEAL: "Under appeal",
    Stage.COMPLIANCE: "Time to comply",
    Stage.REVIEW: "Compliance under review",
    Stage.REMEDIES: "Remedies",
    Stage.CLOSED: "Closed",
    Stage.SETTLED: "Settled",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.REJECTED: "Report rejected",
    Stage.LAPSED: "Lapsed",
    Stage.DISCARDED: "Discarded",
}
DOCUMENT_LABELS = {
    DocumentKind.COMPLAINT: "Complaint",
    DocumentKind.REPLY: "Reply",
    DocumentKind.CONSULTATION: "Word in consultations",
    DocumentKind.PANEL_REQUEST: "Request for a panel",
    DocumentKind.STRIKE: "Names struck",
    DocumentKind.SUBMISSION: "First submission",
    DocumentKind.THIRD_SUBMISSION: "Third party's submission",
    DocumentKind.REBUTTAL: "Rebuttal",
    DocumentKind.EXHIBIT: "Exhibit",
    DocumentKind.REQUEST: "Request",
    DocumentKind.ORDER: "Order",
    DocumentKind.NOTICE: "Notice of service",
    DocumentKind.MINUTES: "Minutes of the hearing",
    DocumentKind.INTERIM_REPORT: "Interim report",
    DocumentKind.COMMENT: "Comment on the interim report",
    DocumentKind.DELIBERATION: "Note of the panel",
    DocumentKind.REPORT: "Report",
    DocumentKind.APPEAL: "Appeal",
    DocumentKind.INTENTIONS: "Statement of intentions",
    DocumentKind.COMPLIANCE_REPORT: "Report on compliance",
    DocumentKind.REVIEW_REQUEST: "Request for a compliance review",
    DocumentKind.REMEDY_REQUEST: "Request for a remedy",
    DocumentKind.SETTLEMENT: "Word in the settlement thread",
    DocumentKind.SETTLEMENT_NOTICE: "Notice of settlement",
    DocumentKind.SUMMARY: "Public summary",
}
SEAL_LABELS = {
    Seal.CASE: "The case is sealed",
    Seal.DOCUMENT: "The document is sealed",
    Seal.DOCUMENT_COUNSEL: "The document is for counsel only",
    Seal.PASSAGE: "A passage is sealed",
    Seal.PASSAGE_COUNSEL: "A passage is for counsel only",
}
REMEDY_LABELS = {
    RemedyKind.PLAN: "Corrective plan",
    RemedyKind.COMPENSATION: "Compensation",
    RemedyKind.SUSPENSION: "Suspension of rights",
}
REQUEST_LABELS = {
    RequestKind.LEAVE: "Leave to file late",
    RequestKind.STRIKE: "That a paper be struck",
    RequestKind.URGENT: "That the case be urgent",
}
REMEDY_STATE_LABELS = {
    RemedyState.ASKED: "Asked for",
    RemedyState.IN_FORCE: "In force",
    RemedyState.FULFILLED: "Fulfilled",
    RemedyState.FAILED: "Did not help",
    RemedyState.REFUSED: "Refused",
    RemedyState.ENDED: "Ended",
}
PROPOSAL_LABELS = {
    ProposalKind.TALKS_FAILED: "Consultations have failed",
    ProposalKind.SIZE: "The panel's size",
    ProposalKind.PANEL: "Who sits on the panel",
    ProposalKind.LOT: "The lot composes the panel",
    ProposalKind.WAIVER: "Somebody in conflict may sit",
    ProposalKind.MORE_TIME: "More time",
    ProposalKind.PERIOD: "The time to comply",
    ProposalKind.SETTLEMENT: "Settlement",
}
CAPACITY_LABELS = {
    Capacity.COMPLAINANT: "the complainant",
    Capacity.RESPONDENT: "the respondent",
    Capacity.THIRD_PARTY: "a third party",
    Capacity.PANEL: "the panel",
    Capacity.PRESIDING: "whoever presides",
    Capacity.CLERK: "a clerk",
    Capacity.NOBODY: "nobody in this case",
}
